"""The requests of a consumer are right by default, and each part of them can be changed alone."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlsplit

import pytest
from flask import request

from conformance.access import ClientSpec
from conformance.oauth import (
    AuthorizationRequest,
    Endpoints,
    OAuthProblem,
    RedirectResult,
    RegisteredClient,
    client_credentials,
    exchange_code,
    metadata,
    refresh,
    register,
    revoke,
    token_request,
)
from conformance.oauth.pkce import challenge, new_verifier
from conformance.plan import TargetSpec

CALLBACK = "https://consumer.invalid/callback"
CLIENT = RegisteredClient("an id:with ü", "s/cret +value", CALLBACK)
MEMBERS = {"authorization": "authorizationUrl", "token": "tokenUrl", "registration": "registrationUrl"}
DOCUMENT = {"authorizationUrl": "https://h/a", "tokenUrl": "https://h/t", "registrationUrl": 7}


@pytest.fixture
def echo(app, run):
    """A server that answers with what it was sent."""

    def answer(_: str):
        return {"headers": dict(request.headers), "body": request.get_data(as_text=True)}

    app.post("/<path:_>")(answer)

    return run(app)


def sent(response) -> tuple[dict[str, str], dict[str, str]]:
    body = response.json()
    return dict(parse_qsl(body["body"], strict_parsing=True)), body["headers"]


def test_the_vector_of_rfc_7636():
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_a_request_has_what_the_plan_adds_and_keeps_what_the_standard_says():
    request = AuthorizationRequest.right(
        "https://h/a", client_id="c", redirect_uri=CALLBACK, scope="s", more={"audience": "https://api", "scope": "x"}
    )
    query = dict(parse_qsl(urlsplit(request.url).query))
    assert query["audience"] == "https://api"
    assert query["scope"] == "s"


def test_verifiers_are_long_enough_and_differ():
    one, other = new_verifier(), new_verifier()
    assert one != other
    assert len(one) == 43
    assert set(one) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def test_metadata_have_every_required_member_on_one_host():
    made = metadata("https://tool.example/cb", "a b")
    required = {
        "client_name",
        "client_uri",
        "logo_uri",
        "tos_uri",
        "policy_uri",
        "software_id",
        "software_version",
        "redirect_uris",
    }
    assert required <= made.keys()
    urls = [made[name] for name in ("client_uri", "logo_uri", "tos_uri", "policy_uri")] + made["redirect_uris"]
    assert {urlsplit(url)[:2] for url in urls} == {("https", "tool.example")}
    assert made["token_endpoint_auth_method"] == "client_secret_basic"
    assert made["scope"] == "a b"
    assert "scope" not in metadata()


def test_a_registration_is_json_and_may_be_wrong_on_purpose(echo, wire):
    body = register(wire, f"{echo}/register", metadata()).json()
    assert json.loads(body["body"]) == metadata()
    assert body["headers"]["Content-Type"] == "application/json"
    assert register(wire, f"{echo}/register", b"[").json()["body"] == "["


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [(400, '{"error": "invalid_redirect_uri", "error_description": "no"}', "registration-refused"),
     (201, "{}", "registration-refused"), (200, "<p>", "registration-refused"), (201, '{"client_id": 7}', "registration-refused")],
)  # fmt: skip
def test_a_registration_that_failed(app, run, wire, status, body, code):
    app.post("/r")(lambda: (body, status))
    with pytest.raises(OAuthProblem) as caught:
        RegisteredClient.of(register(wire, f"{run(app)}/r", metadata()))
    assert caught.value.problem.code == code
    assert str(status) in caught.value.problem.message


def test_a_client_from_a_reply_and_from_a_plan(app, run, wire):
    app.post("/r")(lambda: ({"client_id": "i", "client_secret": "the-secret", "scope": "a b", "client_name": "n"}, 201))
    client = RegisteredClient.of(register(wire, f"{run(app)}/r", metadata()), CALLBACK)
    assert client == RegisteredClient("i", "the-secret", CALLBACK, ("a", "b"), "n")
    assert "the-secret" not in repr(client)
    assert RegisteredClient.of_plan(ClientSpec("i", "s", "https://x/cb")) == RegisteredClient("i", "s", "https://x/cb")


def test_endpoints_of_the_plan_come_first():
    target = TargetSpec("https://h", token_url="https://plan/t", revocation_url="https://plan/r")
    endpoints = Endpoints.of(DOCUMENT, target, members=MEMBERS)
    assert (endpoints.authorization, endpoints.token) == ("https://h/a", "https://plan/t")
    assert (endpoints.revocation, endpoints.registration) == ("https://plan/r", None)
    assert endpoints.need("token") == "https://plan/t"
    with pytest.raises(OAuthProblem, match="endpoint-missing") as caught:
        endpoints.need("registration")
    assert "registrationUrl" in caught.value.problem.likely
    assert Endpoints.of(None, TargetSpec("https://h"), members=MEMBERS) == Endpoints()


def test_a_relative_endpoint_is_looked_for_beside_the_discovery_document():
    found = Endpoints.of(
        {"tokenUrl": "/oauth/t"}, TargetSpec("https://h"), "https://h/x/ims/clr/v1p0/discovery", members=MEMBERS
    )
    assert found.token == "https://h/oauth/t"


def test_a_right_authorization_request():
    made = AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri=CALLBACK, scope="x y")
    query = parse_qs(urlsplit(made.url).query, strict_parsing=True)
    assert set(query) == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "code_challenge",
        "code_challenge_method",
    }
    assert query["code_challenge"] == [challenge(made.verifier)]
    assert query["state"] == [made.state]
    assert (
        made.state != AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri=CALLBACK, scope="x").state
    )
    assert made.scopes == ("x", "y")
    assert made.verifier not in repr(made)


def test_one_thing_is_changed_at_a_time():
    made = AuthorizationRequest.right("https://h/a?tenant=1", client_id="c", redirect_uri=CALLBACK, scope="x")
    changed = made.changed(code_challenge=None, state="s").with_repeated(("scope", "y"))
    query = parse_qs(urlsplit(changed.url).query)
    assert "code_challenge" not in query
    assert (query["state"], query["scope"], query["tenant"]) == (["s"], ["x", "y"], ["1"])
    assert (changed.params["client_id"], changed.verifier) == (made.params["client_id"], made.verifier)


@pytest.mark.parametrize(
    ("url", "caught"),
    [(CALLBACK, True), (f"{CALLBACK}?code=1#f", True), ("https://CONSUMER.invalid/callback?x", True), (f"{CALLBACK}/more?code=1", False),
     ("http://consumer.invalid/callback", False), ("https://consumer.invalid:8443/callback", False), ("https://[", False)],
)  # fmt: skip
def test_which_redirects_are_to_the_client(url, caught):
    made = AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri=CALLBACK, scope="x")
    assert made.catches(url) is caught
    assert made.changed(redirect_uri="https://evil.invalid/").catches("https://evil.invalid")


def test_a_redirect_is_read_without_being_trusted():
    result = RedirectResult.of(f"{CALLBACK}?code=a&code=b&state=s&empty=#token=t")
    assert (result.code, result.state, result.error, result.repeated) == ("a", "s", None, ("code",))
    assert result.params["empty"] == ""
    assert result.fragment == {"token": "t"}


def test_basic_authentication_is_form_encoded_before_base64(echo, wire):
    _, headers = sent(token_request(wire, f"{echo}/t", [("a", "b")], CLIENT))
    scheme, _, pair = headers["Authorization"].partition(" ")
    user, _, secret = base64.b64decode(pair).decode("ascii").partition(":")
    assert (scheme, unquote_plus(user), unquote_plus(secret)) == ("Basic", CLIENT.id, CLIENT.secret)
    assert ":" not in user


def test_without_a_client_there_is_no_authentication(echo, wire):
    assert "Authorization" not in sent(token_request(wire, f"{echo}/t", [("a", "b")], None))[1]


def test_an_exchange_is_right_and_can_be_changed(echo, wire):
    made = AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri=CALLBACK, scope="x")
    form, headers = sent(exchange_code(wire, f"{echo}/t", CLIENT, "the code", made))
    assert form == {
        "grant_type": "authorization_code",
        "code": "the code",
        "redirect_uri": CALLBACK,
        "scope": "x",
        "code_verifier": made.verifier,
    }
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    form, _ = sent(
        exchange_code(
            wire, f"{echo}/t", CLIENT, "c", made, changes={"code_verifier": None, "redirect_uri": "https://other/"}
        )
    )
    assert "code_verifier" not in form
    assert form["redirect_uri"] == "https://other/"


def test_refresh_client_credentials_and_revocation(echo, wire):
    assert sent(refresh(wire, f"{echo}/t", CLIENT, "r"))[0] == {"grant_type": "refresh_token", "refresh_token": "r"}
    assert sent(refresh(wire, f"{echo}/t", CLIENT, "r", scope="x"))[0]["scope"] == "x"
    assert sent(client_credentials(wire, f"{echo}/t", CLIENT, "x"))[0] == {
        "grant_type": "client_credentials",
        "scope": "x",
    }
    assert sent(revoke(wire, f"{echo}/v", CLIENT, "t"))[0] == {"token": "t"}
    assert sent(revoke(wire, f"{echo}/v", CLIENT, "t", hint="access_token"))[0]["token_type_hint"] == "access_token"


def test_secrets_of_these_requests_are_not_recorded(echo, wire):
    made = AuthorizationRequest.right("https://h/a", client_id="c", redirect_uri=CALLBACK, scope="x")
    exchange_code(wire, f"{echo}/t", CLIENT, "the-code-value", made)
    revoke(wire, f"{echo}/v", CLIENT, "the-token-value")
    written = repr(wire.transcript.exchanges())
    for secret in (CLIENT.secret, "s%2Fcret", "the-code-value", "the-token-value", made.verifier):
        assert secret not in written
