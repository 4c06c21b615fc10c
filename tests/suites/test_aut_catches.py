"""AUT: an authorization endpoint that lets the wrong thing through is told so by name."""

from __future__ import annotations

import pytest

from mock_provider.authorization.core import RegisteredClient
from mock_provider.authorization.flows import AuthorizationCodeFlow, IssuedCode
from mock_provider.store.grants import GrantStore

from .conftest import Asked, Told, asked, status, told
from .oauth_breakages import answers, names, patched, redirects, remembers_every_token, right

AUTHORIZE = ("GET", "/oauth/authorize")


def takes_any_challenge(request: Asked) -> None:
    if request.path == "/oauth/authorize":
        request.query.setdefault("code_challenge", "A" * 43)
        request.query["code_challenge_method"] = "S256"


def compares_the_beginning(client: RegisteredClient, redirect_uri: str) -> bool:
    return any(redirect_uri.startswith(known) for known in client.stored.metadata["redirect_uris"])


def open_redirect(answer: Told) -> None:
    """Errors are reported to whatever redirect_uri says."""
    if answer.request.path == "/oauth/authorize" and answer.status == 400:
        answer.status = 302
        answer.headers["location"] = f"{answer.request.query['redirect_uri']}?error=invalid_request"


def errors_as_pages(answer: Told) -> None:
    if "error=" in answer.headers.get("location", ""):
        answer.status, answer.body = 400, b"<p>Something went wrong.</p>"
        del answer.headers["location"]


def always_the_same_state(params: dict[str, str]) -> None:
    if "state" in params:
        params["state"] = "the-same"


def decoded_twice(params: dict[str, str]) -> None:
    params["state"] = params["state"].replace("%2F", "/")


def remembers_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    def query(flow: AuthorizationCodeFlow, code: str, client: RegisteredClient) -> IssuedCode | None:
        found = flow.server.store.code(code)
        return IssuedCode(found) if found else None

    def redeem(store: GrantStore, code: object, issue: object, now: int) -> bool:
        return issue is not None

    monkeypatch.setattr(AuthorizationCodeFlow, "query_authorization_code", query)
    monkeypatch.setattr(GrantStore, "redeem", redeem)


WRONG = {
    "no endpoint": (answers(*AUTHORIZE, status(404)), {"AUT-001": "fail"}),
    "PKCE is not needed": (lambda _: asked(takes_any_challenge), {"AUT-008": "fail"}),
    "any redirect URI": (
        patched(RegisteredClient, "check_redirect_uri", lambda *_: True),
        {"AUT-009": "fail", "AUT-010": "fail"},
    ),
    "errors go anywhere": (lambda _: told(open_redirect), {"AUT-009": "fail"}),
    "the beginning is compared": (
        patched(RegisteredClient, "check_redirect_uri", compares_the_beginning),
        {"AUT-010": "fail"},
    ),
    "state is dropped": (redirects(lambda params: params.pop("state", None)), {"AUT-011": "fail", "AUT-013": "fail"}),
    "state is another": (redirects(always_the_same_state), {"AUT-011": "fail"}),
    "state is decoded twice": (redirects(decoded_twice), {"AUT-011": "fail"}),
    "the code is dropped": (redirects(lambda params: params.pop("code", None)), {"AUT-001": "fail", "AUT-011": "fail"}),
    "no scope in the redirect": (redirects(lambda params: params.pop("scope", None)), {"AUT-012": "warn"}),
    "errors are pages": (lambda _: told(errors_as_pages), {"AUT-013": "fail"}),
    "any scope": (
        patched(RegisteredClient, "get_allowed_scope", lambda _, scope: scope),
        {"AUT-014": "fail"},
    ),
    "a bare consent page": (
        answers(*AUTHORIZE, lambda answer: setattr(answer, "body", answer.body.replace(b"/terms", b"/"))),
        {"AUT-015": "manual"},
    ),
    "codes work twice": (remembers_no_use, {"AUT-016": "fail", "AUT-017": "incomplete"}),
    "tokens outlive a replay": (remembers_every_token, {"AUT-017": "warn", "AUT-016": "pass"}),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong(judged, monkeypatch, case: str) -> None:
    wrong, named = WRONG[case]
    names(judged, monkeypatch, wrong, named)


def test_right(judged) -> None:
    right(judged, "AUT")
