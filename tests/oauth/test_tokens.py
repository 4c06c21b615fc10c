"""Tokens are read leniently, kept alive, and given up with a reason."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import time

import pytest

from conformance.access import TokenSpec
from conformance.oauth import OAuthProblem, RegisteredClient, TokenKeeper, TokenSet, token_request
from conformance.oauth.owner import issued_token

CLIENT = RegisteredClient("c", "the-client-secret")
READONLY, DELETE = (f"https://scopes.example/{name}" for name in ("readonly", "delete"))
READ = frozenset({READONLY})


@pytest.fixture
def reply_with(app, run, wire):
    """The response of a token endpoint that answers with a body and a status."""

    def make(body, status=200):
        app.post("/t")(lambda: (body, status))
        return token_request(wire, f"{run(app)}/t", [], CLIENT)

    return make


def test_a_full_answer(reply_with):
    before = time.monotonic()
    made = TokenSet.of(
        reply_with(
            {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "refresh_token": "r", "scope": "x y"}
        ),
        CLIENT,
    )
    assert (made.access_token, made.refresh_token, made.scopes, made.client) == ("a", "r", ("x", "y"), CLIENT)
    assert made.header == "Bearer a"
    assert made.expires_at is not None
    assert before + 60 <= made.expires_at <= time.monotonic() + 60
    assert not made.expired(30)
    assert made.expired(90)
    assert "'a'" not in repr(made)
    assert "'r'" not in repr(made)


@pytest.mark.parametrize(
    ("expires", "known"), [("60", True), (60.5, True), (True, False), ("soon", False), (None, False), ([], False)]
)
def test_what_is_odd_is_taken_as_unknown(reply_with, expires, known):
    made = TokenSet.of(
        reply_with({"access_token": "a", "expires_in": expires, "refresh_token": 1, "scope": 1}), requested="x"
    )
    assert (made.expires_at is not None) is known
    assert (made.refresh_token, made.scopes) == (None, ("x",))


@pytest.mark.parametrize(
    ("body", "status"),
    [({"error": "invalid_grant", "error_description": "used"}, 400), ({}, 200), ({"access_token": ""}, 200), ("[]", 200), ("<p>", 200), ({"access_token": "a"}, 500)],
)  # fmt: skip
def test_no_token(reply_with, body, status):
    with pytest.raises(OAuthProblem) as caught:
        TokenSet.of(reply_with(body, status))
    assert caught.value.problem.code == "token-refused"
    assert str(status) in caught.value.problem.message
    assert ("invalid_grant" in caught.value.problem.message) is (status == 400)


def test_no_answer_is_named_as_such(wire):
    with pytest.raises(OAuthProblem, match="refused"):
        TokenSet.of(token_request(wire, "https://127.0.0.1:9/t", [], CLIENT))


def test_a_token_of_the_plan_by_its_scopes():
    def whole(name: str) -> str:
        return f"https://scopes.example/{name}"

    tokens = (TokenSpec("wide", ("readonly", "delete")), TokenSpec("narrow", ("readonly",)))
    assert issued_token(tokens, READ, whole).access_token == "narrow"
    assert issued_token(tokens, frozenset({DELETE}), whole).access_token == "wide"
    assert issued_token(tokens, frozenset({"other"}), whole) is None


class Server:
    """A token endpoint with rotation, and a count of what was asked of it."""

    def __init__(self, app, run, *, lifetime: int, works: bool = True) -> None:
        self.refreshed = 0
        self.obtained = 0
        self.lifetime = lifetime

        @app.post("/t")
        def token():
            self.refreshed += 1
            if not works:
                return {"error": "invalid_grant"}, 400
            return {"access_token": f"refreshed-{self.refreshed}", "expires_in": 3600}

        @app.get("/api")
        def api():
            return "", 401, {"WWW-Authenticate": 'Bearer error="invalid_token"'}

        @app.get("/forbidden")
        def forbidden():
            return "", 401, {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}

        self.url = run(app)

    def obtain(self, scopes: frozenset[str]) -> TokenSet:
        self.obtained += 1
        return TokenSet(f"obtained-{self.obtained}", "r", tuple(scopes), time.monotonic() + self.lifetime, CLIENT)

    def keeper(self, wire) -> TokenKeeper:
        return TokenKeeper(wire, lambda: f"{self.url}/t", self.obtain)


def test_a_live_token_is_used_again(app, run, wire):
    server = Server(app, run, lifetime=3600)
    keeper = server.keeper(wire)
    assert [keeper.header(READ) for _ in range(3)] == ["Bearer obtained-1"] * 3
    assert keeper.header(frozenset({DELETE})) == "Bearer obtained-2"
    keeper.forget()
    assert keeper.header(READ) == "Bearer obtained-3"


def test_a_token_about_to_expire_is_refreshed(app, run, wire):
    server = Server(app, run, lifetime=5)
    keeper = server.keeper(wire)
    assert [keeper.header(READ) for _ in range(3)] == ["Bearer obtained-1", "Bearer refreshed-1", "Bearer refreshed-1"]
    assert keeper.token(READ).refresh_token == "r"
    assert keeper.token(READ).scopes == (READONLY,)


def test_when_refresh_fails_the_owner_is_asked_again(app, run, wire):
    server = Server(app, run, lifetime=5, works=False)
    keeper = server.keeper(wire)
    assert [keeper.header(READ) for _ in range(2)] == ["Bearer obtained-1", "Bearer obtained-2"]


def test_a_rejected_token_is_renewed_but_not_for_ever(app, run, wire):
    server = Server(app, run, lifetime=3600)
    keeper = server.keeper(wire)
    keeper.header(READ)
    unauthorized = wire.send("GET", f"{server.url}/api")
    forbidden = wire.send("GET", f"{server.url}/forbidden")
    assert keeper.rejected(READ, unauthorized)
    assert keeper.header(READ) == "Bearer refreshed-1"
    assert not keeper.rejected(READ, forbidden)
    assert [keeper.rejected(READ, unauthorized) for _ in range(5)] == [True, True, False, False, False]


def test_a_short_lived_token_is_not_renewed_at_every_use(app, run, wire):
    server = Server(app, run, lifetime=5)
    fresh = TokenSet("short", None, tuple(READ), time.monotonic() + 5, lifetime=5)
    keeper = TokenKeeper(wire, lambda: f"{server.url}/t", lambda scopes: fresh)
    assert [keeper.header(READ) for _ in range(3)] == ["Bearer short"] * 3
