"""How a consumer finds the endpoints of a provider: by the discovery document, kept as long as it may be kept."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.links import goes_to
from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import registered_by_hand
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, undecided
from conformance.traffic.seen import Seen

_STEPS = ("register", "authorize", "token")
_CLAIM = "dynamic_registration"
_NOT_KEPT = ("discovery-no-store", "discovery-moved")
_FORMS = ("plain", "base-url-slash", "base-url-root", "base-url-root-slash")


def _discoveries(sitting: Sitting, run: int | None = None, ok: bool | None = True) -> tuple[Served, ...]:
    """The requests for the discovery document that brought it; with ``ok=None`` those that were refused as well."""
    address = sitting.endpoints.get("discovery", "")
    asked = sitting.requests(run=run, ok=ok)
    return tuple(one for one in asked if one.method == "GET" and address and goes_to(one.url, address))


@observed("OAUTH-DSC-001", scenarios=("discovery-kept",), needs=("keeps_state", _CLAIM))
def it_keeps_what_may_be_kept(traffic: Traffic) -> Iterator[Seen]:
    """Two starts within the lifetime of the document: it is fetched once (RFC 9111 section 4.2)."""
    for sitting in traffic.named("discovery-kept"):
        found = _discoveries(sitting)
        if not all(sitting.requests("token", run=run.number, ok=True) for run in sitting.runs):
            yield undecided("not every start of the consumer got a token", sitting)
        elif len(found) > 1:
            yield breach(
                "It fetches a discovery document that it may still keep",
                found[1],
                found[0],
                expected="one request for it over both starts",
                actual=f"{len(found)}",
            )
        elif found:
            yield met(sitting, *found)


@observed("OAUTH-DSC-002", scenarios=_NOT_KEPT, needs=(_CLAIM,))
def it_does_not_keep_what_it_must_not(traffic: Traffic) -> Iterator[Seen]:
    """With no-store, the second start fetches the document before it uses an endpoint (RFC 9111 section 5.2.2.5).

    Where all endpoints have moved it uses none of the addresses that the first document had.
    """
    for sitting in traffic.named(*_NOT_KEPT):
        if not sitting.requests("token", run=1, ok=True):
            yield undecided("the first start of the consumer did not get a token", sitting)
            continue
        used = _first_use(sitting)
        if used is None and not sitting.requests(run=2):
            yield undecided("the second start of the consumer sent no request", sitting)
        elif used is None:
            yield not_applicable("the second start uses no endpoint of the document", sitting)
        elif not any(one.number < used.number for one in _discoveries(sitting, run=2)):
            yield breach(
                "It uses a discovery document that it was told not to keep",
                used,
                *_discoveries(sitting, run=1)[:1],
                expected="the document fetched again in the second start",
                actual=f"{used.method} {used.path}",
            )
        elif stale := [one for one in sitting.requests(run=2) if _has_moved(sitting, one)]:
            yield breach(
                "It uses an address that the discovery document no longer has",
                stale[0],
                *_discoveries(sitting, run=2)[:1],
                expected="the addresses of the document that it has fetched again",
                actual=f"{stale[0].method} {stale[0].path}",
            )
        else:
            yield met(sitting, used)


def _has_moved(sitting: Sitting, request: Served) -> bool:
    """True for a request to where an endpoint was before it moved."""
    before = {url for name, url in sitting.endpoints.items() if f"{name}#{request.run}" in sitting.endpoints}
    return any(goes_to(request.url.partition("?")[0], url) for url in before)


def _first_use(sitting: Sitting) -> Served | None:
    """The first request of the second start to an endpoint of OAuth, be it one that has moved away."""
    second = sitting.requests(run=2)
    return next((one for one in second if one.operation in _STEPS or _step_of(one)), None)


def _step_of(request: Served) -> str:
    """The step of OAuth that a request to a path where there is nothing was meant for; empty for anything else."""
    if request.place != "none":
        return ""
    if request.query.get("response_type"):
        return "authorize"
    if request.method == "POST" and request.form.get("grant_type"):
        return "token"
    return "register" if request.method == "POST" and _registers(request) else ""


def _registers(request: Served) -> bool:
    """A JSON object that says what clients say of themselves, or that goes to a path that is called so."""
    sent = request.sent
    called = request.path.rstrip("/").rpartition("/")[2].lower()
    return isinstance(sent, dict) and ("redirect_uris" in sent or called.startswith("regist"))


@observed("OAUTH-DSC-003")
def it_discovers_before_it_registers(traffic: Traffic) -> Iterator[Seen]:
    """A request for the document comes before the first registration."""
    for sitting in traffic.sittings:
        tried = (one for one in sitting.exchanges if one.operation == "register" or _step_of(one) == "register")
        first = next(tried, None)
        if first is None:
            continue
        yield met(sitting, first)
        if not any(one.number < first.number for one in _discoveries(sitting)):
            yield breach(
                "It registers before it has read the discovery document",
                first,
                expected=f"GET {sitting.endpoints.get('discovery', 'discovery')} before",
            )
    reason = registered_by_hand(traffic)
    if reason:
        yield not_applicable(reason)


@observed("OAUTH-DSC-004")
def it_uses_the_addresses_of_the_document(traffic: Traffic) -> Iterator[Seen]:
    """The steps of OAuth are asked for at the addresses of the document alone, which are others in each sitting."""
    for sitting in traffic.sittings:
        if not _discoveries(sitting):
            continue
        used = sitting.requests(*_STEPS)
        if used:
            yield met(sitting, *used)
        for request in sitting.exchanges:
            step = _step_of(request)
            if step and not _has_moved(sitting, request):  # which OAUTH-DSC-002 speaks of
                yield breach(
                    f"It sends a request for {step} to an address that is not in the discovery document",
                    request,
                    expected=sitting.endpoints.get(step, "the address of the document"),
                    actual=request.url.partition("?")[0],
                )


@observed("OAUTH-DSC-005", scenarios=_FORMS, needs=(_CLAIM,))
def it_finds_discovery_from_every_form(traffic: Traffic) -> Iterator[Seen]:
    """The document is found from an address with and without the API's path, and with and without a slash behind."""
    for sitting in traffic.named(*_FORMS):
        found, asked = _discoveries(sitting, ok=None), sitting.exchanges
        if found:
            yield met(sitting, found[0])
        elif not asked:
            yield undecided(f"the consumer sent no request: {sitting.end}", sitting)
        elif sitting.by_itself:
            yield breach(
                "It does not find the discovery document",
                asked[0],
                expected=f"GET {sitting.endpoints.get('discovery', '')}",
                actual=f"{asked[0].method} {asked[0].url}",
            )
        else:
            yield undecided(str(sitting.end), sitting)
