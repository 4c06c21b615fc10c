"""What a consumer's token requests show, and where its secrets go."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from urllib.parse import unquote

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.credentials import secrets_of, what_is_wrong
from conformance.rulebooks.oauth.consumer.flows import (
    answered,
    asked,
    code_exchanges,
    parameter,
    token_requests,
    ways_back,
    without_login,
)
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, where_changed
from conformance.traffic.seen import Seen

_FORM = "application/x-www-form-urlencoded"
_MEMBERS = ("grant_type", "code", "redirect_uri", "scope", "code_verifier")
_SHORTEST_SECRET = 8
_TOKEN = ("token",)


@observed("OAUTH-TOK-001")
def a_code_is_exchanged_by_a_form(traffic: Traffic) -> Iterator[Seen]:
    """A POST with a form to tokenUrl (RFC 6749 section 4.1.3)."""
    for sitting in traffic.sittings:
        known = {url for name, url in sitting.endpoints.items() if name.partition("#")[0] == "token"}
        for request in code_exchanges(sitting):
            yield met(sitting, request)
            kind = (request.request_headers.get("content-type") or "none").partition(";")[0].strip().lower()
            address, _, query = request.url.partition("?")
            if request.method != "POST":
                yield breach("The code is not exchanged by POST", request, expected="POST", actual=request.method)
            elif kind != _FORM:
                yield breach("The token request is no form", request, expected=_FORM, actual=kind)
            elif "code" in request.query:
                yield breach("The code is in the URL of the token request", request, expected="the code in the form")
            elif known and not {address, f"{address}?{query}"} & known:
                yield breach(
                    "The code is not exchanged at tokenUrl", request, expected=" or ".join(known), actual=address
                )
    yield from _without_login(traffic)


@observed("OAUTH-TOK-002")
def it_authenticates_by_basic(traffic: Traffic) -> Iterator[Seen]:
    """HTTP Basic, and the secret nowhere else (RFC 6749 section 2.3.1)."""
    for sitting in traffic.sittings:
        secrets = secrets_of(sitting)
        for request in token_requests(sitting):
            yield met(sitting, request)
            wrong = what_is_wrong(request, secrets)
            if wrong:
                yield breach(
                    "The client does not authenticate by HTTP Basic alone",
                    request,
                    expected="Authorization: Basic with client_id and secret",
                    actual=wrong,
                )


@observed("OAUTH-TOK-003")
def the_five_members_are_there(traffic: Traffic) -> Iterator[Seen]:
    """Open Badges 2.1 asks for scope too; redirect_uri is the one of the authorization request."""
    for sitting in traffic.sittings:
        sent = {one.parameters.get("redirect_uri") for one in asked(sitting)}
        for request in code_exchanges(sitting):
            yield met(sitting, request)
            for name in _MEMBERS:
                if not parameter(request, name):
                    yield breach(f"The token request lacks {name}", request, expected="a value")
            redirect_uri = parameter(request, "redirect_uri")
            if redirect_uri and sent and redirect_uri not in sent:
                yield breach(
                    "redirect_uri is another one than in the authorization request", request, actual=redirect_uri
                )
    yield from _without_login(traffic)


@observed("OAUTH-TOK-004")
def the_verifier_fits_the_challenge(traffic: Traffic) -> Iterator[Seen]:
    """The base64url of the verifier's SHA-256 is the challenge of the flow (RFC 7636 section 4.6)."""
    for sitting in traffic.sittings:
        for request in code_exchanges(sitting):
            challenges, verifier = _challenges(sitting, request), parameter(request, "code_verifier")
            if not challenges or not verifier:
                continue
            yield met(sitting, request)
            if _s256(verifier) not in challenges:
                yield breach(
                    "code_verifier does not hash to the challenge that was sent",
                    request,
                    expected=" or ".join(sorted(challenges)),
                    actual=_s256(verifier),
                )
    yield from _without_login(traffic)


def _challenges(sitting: Sitting, request: Served) -> set[str]:
    """The S256 challenges of the flow that a code is of; of all flows so far when that cannot be told."""
    code = parameter(request, "code")
    states = {brought.get("state") for _, brought in ways_back(sitting) if brought.get("code") == code}
    flows = [
        one
        for one in asked(sitting)
        if one.request.number < request.number and one.parameters.get("code_challenge_method") == "S256"
    ]
    own = [one for one in flows if one.parameters.get("state") in states] or flows
    return {one.parameters.get("code_challenge", "") for one in own} - {""}


def _s256(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode("utf-8", "replace")).digest()).rstrip(b"=").decode()


@observed("OAUTH-TOK-018")
def nothing_secret_is_in_a_url(traffic: Traffic) -> Iterator[Seen]:
    """No code, token or secret of a sitting in a URL that is called, or in the Referer (RFC 6750 section 5.3)."""
    for sitting in traffic.sittings:
        secrets = _secrets(sitting)
        for request in sitting.requests():
            if request.place in ("oauth", "page"):
                continue
            if any(one.number < request.number for one in token_requests(sitting, ok=True)):
                yield met(sitting, request)
            told = unquote(f"{request.path}?{request.query_text}")
            told += unquote(request.request_headers.get("referer") or "")
            found = next((name for secret, name in secrets.items() if secret in told), "")
            if found or request.query.get("access_token"):
                yield breach(f"{found or 'An access token'} is in the URL of a call", request)


def _secrets(sitting: Sitting) -> dict[str, str]:
    """What may not be in a URL, with its name."""
    found = dict.fromkeys(secrets_of(sitting).values(), "A client secret")
    for one in token_requests(sitting, ok=True):
        found |= {str(answered(one).get(name, "")): f"A {name.replace('_', ' ')}" for name in _TOKENS}
    found |= {brought.get("code", ""): "An authorization code" for _, brought in ways_back(sitting)}
    return {secret: name.replace("A access", "An access") for secret, name in found.items() if _is_secret(secret)}


_TOKENS = ("access_token", "refresh_token")


def _is_secret(text: str) -> bool:
    return len(text) >= _SHORTEST_SECRET


@observed("OAUTH-TOK-019", scenarios=("more-members",))
@where_changed("more-members", plain=lambda sitting: token_requests(sitting, ok=True), at=_TOKEN)
def unknown_members_are_ignored(traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """The token is used though its response has members that nobody asked for (RFC 6749 section 5.1)."""
    yield met(sitting, change)
    if sitting.by_itself and not traffic.protected(sitting, after=change):
        yield breach("It drops a token whose response has more members than it knows", change, expected="a call")


@observed("OAUTH-TOK-020", scenarios=("token-type-unknown",))
@where_changed("token-type-unknown", plain=lambda sitting: token_requests(sitting, ok=True), at=_TOKEN)
def a_token_of_an_unknown_type_is_not_used(_traffic: Traffic, sitting: Sitting, change: Served) -> Iterator[Seen]:
    """No call has the token in its header or its URL, whatever the scheme (RFC 6749 section 7.1)."""
    yield met(sitting, change)
    tokens = {str(answered(one).get("access_token", "")) for one in sitting.struck() if one.operation == "token"} - {""}
    for request in sitting.requests(after=change):
        used = f"{request.request_headers.get('authorization') or ''} {request.url}"
        if request.place != "oauth" and any(token in used for token in tokens):
            yield breach("It uses a token of a type that it cannot know", request, change)


def _without_login(traffic: Traffic) -> Iterator[Seen]:
    reason = without_login(traffic)
    if reason:
        yield not_applicable(reason)
