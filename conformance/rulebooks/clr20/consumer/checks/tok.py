"""What a consumer sends to renew a token, or to end it."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.rulebooks.clr20.consumer.register import observed
from conformance.rulebooks.oauth.consumer.credentials import secrets_of, what_is_wrong
from conformance.rulebooks.oauth.consumer.flows import parameter, token_requests
from conformance.traffic import Traffic, breach, met, not_applicable
from conformance.traffic.seen import Seen

_FORM = "application/x-www-form-urlencoded"
_HINTS = ("access_token", "refresh_token")


@observed("CLR20-TOK-02", scenarios=("expires-midway",), needs=("refresh",))
def a_refresh_is_a_form(traffic: Traffic) -> Iterator[Seen]:
    """A form by POST with Basic authentication, with grant_type, refresh_token and scope."""
    for sitting in traffic.sittings:
        secrets = secrets_of(sitting)
        for request in token_requests(sitting, "refresh_token"):
            yield met(sitting, request)
            kind = (request.request_headers.get("content-type") or "none").partition(";")[0].strip().lower()
            wrong = what_is_wrong(request, secrets)
            if request.method != "POST" or kind != _FORM:
                actual = f"{request.method} of {kind}"
                yield breach("A refresh is not a form by POST", request, expected=f"POST of {_FORM}", actual=actual)
            if wrong:
                yield breach("A refresh does not authenticate by HTTP Basic alone", request, actual=wrong)
            for name in ("refresh_token", "scope"):
                if not parameter(request, name):
                    yield breach(f"A refresh lacks {name}", request, expected="a value")


@observed("CLR20-TOK-08")
def a_revocation_names_its_token(traffic: Traffic) -> Iterator[Seen]:
    """token, and token_type_hint with one of the two kinds; who never revokes is not concerned."""
    any_revocation = False
    for sitting in traffic.sittings:
        for request in sitting.requests("revoke"):
            if request.method != "POST":
                continue
            any_revocation = True
            yield met(sitting, request)
            if not parameter(request, "token"):
                yield breach("A revocation names no token", request, expected="token")
            hint = parameter(request, "token_type_hint")
            if hint not in _HINTS:
                expected = " or ".join(_HINTS)
                yield breach(
                    "A revocation does not say what kind its token is", request, expected=expected, actual=hint
                )
    if not any_revocation:
        yield not_applicable("it revokes no token")
