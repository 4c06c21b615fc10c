"""How a consumer uses its token, and whether it asks for no more than it needs."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import asked, token_requests, without_login
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, note, undecided
from conformance.traffic.seen import Seen


@observed("OAUTH-BRR-001")
def the_token_is_in_the_authorization_header(traffic: Traffic) -> Iterator[Seen]:
    """One header ``Authorization: Bearer`` on each protected call (RFC 6750 section 2.1).

    A call without a token that is refused and then made good costs nothing but a request: it is noted.
    """
    for sitting in traffic.sittings:
        for request in traffic.protected(sitting):
            lines = request.request_headers.get_all("authorization")
            elsewhere = bool(request.query.get("access_token") or request.form.get("access_token"))
            if not lines and not elsewhere and _is_made_good(traffic, sitting, request):
                yield note("it calls without a token first, and again with it once it is refused")
                continue
            yield met(sitting, request)
            if elsewhere:
                yield breach("The access token is a parameter of the call", request, expected="Authorization: Bearer")
            elif len(lines) > 1:
                yield breach("There is more than one Authorization header", request, actual=f"{len(lines)} of them")
            elif not request.bearer:
                actual = lines[0].partition(" ")[0] if lines else "no Authorization header"
                yield breach(
                    "A protected call has no bearer token", request, expected="Authorization: Bearer", actual=actual
                )


def _is_made_good(traffic: Traffic, sitting: Sitting, request: Served) -> bool:
    """True when the call is refused, and made again with a token, or made when the consumer had none yet.

    The refusal may be that of a server that is too busy to look at it; a login that ends otherwise leaves no token.
    """
    again = traffic.protected(sitting, run=request.run, after=request)
    with_token = any(one.operation == request.operation and one.bearer for one in again)
    had_none = not any(one.number < request.number for one in token_requests(sitting, ok=True))
    return not request.ok and (with_token or had_none)


@observed("OAUTH-BRR-009")
def it_asks_only_for_the_scopes_it_needs(traffic: Traffic) -> Iterator[Seen]:
    """Each scope of the API that is asked for is that of a call of the run, or of what the consumer claims to do."""
    reason = without_login(traffic)
    if reason:
        yield not_applicable(reason)
    used = _used(traffic)
    known = set(traffic.facts.scopes.values()) if traffic.facts else set()
    for sitting in traffic.sittings:
        for one in asked(sitting):
            if not used:
                yield undecided("no protected call was seen that tells what the scopes are for")
                return
            yield met(sitting, one.request)
            for scope in one.scopes:
                if scope in known - used:
                    yield breach("It asks for a scope that it does not use", one.request, actual=scope)


def _used(traffic: Traffic) -> set[str]:
    """The scopes of all protected calls; with them those of the operations that it claims or was told to call."""
    called = {traffic.scope_of(one) for one in traffic.exchanges} - {""}
    operations = traffic.facts.operations.values() if traffic.facts and called else ()
    claims = traffic.claims | {sitting.task for sitting in traffic.sittings}
    claimed = {each.scope for each in operations if each.claim in claims and each.scope}
    return called | {traffic.facts.scope_uri(name) for name in claimed if traffic.facts}
