"""Where a consumer sends its token, and whether it is one for what it asks."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.links import goes_to
from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, note, undecided
from conformance.traffic.paging import pages_on
from conformance.traffic.seen import Seen

_NEXT, _REDIRECT, _ITEMS = "next-elsewhere", "redirected-elsewhere", "items-elsewhere"


@observed("OAUTH-BRR-011")
def its_token_has_the_scope_of_the_call(traffic: Traffic) -> Iterator[Seen]:
    """Each protected call carries a live token with the scope of the operation.

    A call without a token that is refused and then made again with one is reported, and no breach.
    """
    for sitting in traffic.plain:
        for request in traffic.protected(sitting):
            if request.status == 401 and not request.bearer and _made_again(sitting, request):
                yield note("it calls without a token first, and again with one when that is refused")
            elif request.status in (401, 403) and _of_its_own(request) and _refused_the_token(request):
                yield breach(
                    "A call has no token with the scope that the operation needs",
                    request,
                    expected=traffic.scope_of(request),
                    actual=request.reason or f"{request.status}",
                )
            else:
                yield met(sitting, request)


def _made_again(sitting: Sitting, request: Served) -> bool:
    later = sitting.requests(request.operation, after=request)
    return any(one.bearer and one.method == request.method and goes_to(one.url, request.url) for one in later)


def _of_its_own(request: Served) -> bool:
    """True for a refusal that a strict provider gives too, be it that a behaviour words it otherwise."""
    return not request.struck or bool(request.reason)


def _refused_the_token(request: Served) -> bool:
    """True for a refusal that speaks of the token, and not of whose record it is (RFC 6750 section 3.1)."""
    return request.status == 401 or "insufficient_scope" in (request.headers.get("www-authenticate") or "")


@observed("OAUTH-BRR-012", scenarios=(_NEXT, _REDIRECT), needs=("read",))
def its_token_stays_with_its_provider(traffic: Traffic) -> Iterator[Seen]:
    """No token of a provider arrives at another host, where a link, a redirect or an item leads there."""
    for sitting in traffic.sittings:
        for request in sitting.requests(place="other"):
            if _token_in(sitting, request):
                yield breach(
                    "It sends its access token to another host",
                    request,
                    expected="no Authorization header",
                    actual=f"{request.method} {request.url.partition('?')[0]} with the token",
                )
    for sitting in traffic.named(_NEXT, _REDIRECT, _ITEMS):
        yield from _kept(traffic, sitting)


def _kept(traffic: Traffic, sitting: Sitting) -> Iterator[Seen]:
    led, arrived = sitting.struck(), sitting.requests(place="other")
    if arrived:
        yield met(sitting, *arrived)
    elif not led:
        yield undecided("nothing led the consumer to the other host", sitting)
    elif sitting.scenario == _NEXT and not any(map(pages_on, traffic.plain)):
        yield undecided("it does not follow next in the plain sitting either", sitting)
    elif sitting.scenario == _ITEMS:
        yield not_applicable("it does not fetch the items that a record names", sitting)
    elif sitting.by_itself:
        yield met(sitting, *led)
    else:
        yield undecided(str(sitting.end), sitting)


def _token_in(sitting: Sitting, request: Served) -> bool:
    if request.request_headers.get("authorization"):
        return True
    issued = {str(one.answer.get("access_token")) for one in _issued(sitting)} - {"None", ""}
    said = request.url.encode() + request.request_body
    return any(token.encode() in said for token in issued)


def _issued(sitting: Sitting) -> tuple[Served, ...]:
    return tuple(one for one in sitting.requests("token", ok=True) if isinstance(one.answer, dict))
