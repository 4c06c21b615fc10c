"""What a consumer's registrations show."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import (
    OFFLINE_ACCESS,
    answered,
    asked,
    clients_before,
    host_of,
    is_loopback,
    is_served,
    registered_by_hand,
    registrations,
    said,
    was_read,
)
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, note, undecided
from conformance.traffic.seen import Seen

_PAGES = ("client_uri", "logo_uri", "tos_uri", "policy_uri")
_REQUIRED = ("client_name", *_PAGES, "software_id", "software_version", "redirect_uris")
_ARRAYS = ("redirect_uris", "grant_types", "response_types", "contacts")


@observed("OAUTH-REG-017")
def it_registers_before_it_asks(traffic: Traffic) -> Iterator[Seen]:
    """A registration comes before the first authorization request; a client registered by hand needs none."""
    for sitting in traffic.sittings:
        for one in asked(sitting):
            client_id = one.parameters.get("client_id", "")
            if clients_before(sitting, one.request):
                yield met(sitting, one.request)
            elif client_id and (client_id == sitting.client or is_served(one)):
                yield not_applicable("the client was registered by hand")
            else:
                yield breach(
                    "It asks for authorization without having registered with this provider",
                    one.request,
                    expected="the client_id of a registration before it",
                    actual="a client_id that no registration gave" if client_id else "no client_id",
                )
    yield from _by_hand(traffic)


@observed("OAUTH-REG-018")
def the_eight_members_are_there(traffic: Traffic) -> Iterator[Seen]:
    """Open Badges 2.1 asks for eight members; an empty one says nothing."""
    for sitting, request in _registrations(traffic):
        yield met(sitting, request)
        for name in _REQUIRED:
            if not said(request).get(name):
                yield breach(f"The registration lacks {name}", request, pointer=f"/{name}", expected="a value")
    yield from _by_hand(traffic)


@observed("OAUTH-REG-019")
def its_urls_share_one_https_host(traffic: Traffic) -> Iterator[Seen]:
    """https and one host name; a redirect to loopback is that of an app on the device (RFC 8252 section 7.3)."""
    for sitting, request in _registrations(traffic):
        yield met(sitting, request)
        urls = tuple(_urls(request))
        host = next((host_of(url) for _, url in urls), "")
        for pointer, url in urls:
            if pointer.startswith("/redirect_uris") and is_loopback(url):
                yield note("it is an app on the device: its redirect URI is on loopback")
                continue
            if not url.lower().startswith("https://"):
                yield breach("A URL of the registration is not https", request, pointer=pointer, actual=url)
            elif host_of(url) != host:
                yield breach(
                    "The URLs of the registration are on more than one host",
                    request,
                    pointer=pointer,
                    expected=host,
                    actual=host_of(url),
                )
    yield from _by_hand(traffic)


@observed("OAUTH-REG-020")
def arrays_are_arrays(traffic: Traffic) -> Iterator[Seen]:
    """RFC 7591 section 2: arrays of strings, with one value too."""
    for sitting, request in _registrations(traffic):
        yield met(sitting, request)
        for name in _ARRAYS:
            value = said(request).get(name)
            if value is not None and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
                yield breach(
                    f"{name} is no array of strings", request, pointer=f"/{name}", expected="an array of strings"
                )
    yield from _by_hand(traffic)


@observed("OAUTH-REG-021")
def the_software_id_stays_the_same(traffic: Traffic) -> Iterator[Seen]:
    """All registrations of a run come from one product (RFC 7591 section 2)."""
    named = [
        (one, request, said(request)["software_id"]) for one, request in _registrations(traffic) if _names(request)
    ]
    for sitting, request, software_id in named[1:]:
        first = named[0]
        yield met(sitting, request, first[1])
        if software_id != first[2]:
            yield breach(
                "software_id differs between two registrations of the same product",
                request,
                first[1],
                pointer="/software_id",
                expected=str(first[2]),
                actual=str(software_id),
            )
    if len(named) == 1:
        yield undecided("it takes two registrations to compare, and one was seen")
    yield from _by_hand(traffic)


@observed("OAUTH-REG-022", scenarios=("scopes-narrowed",))
def it_copes_with_fewer_scopes(traffic: Traffic) -> Iterator[Seen]:
    """After a registration with fewer scopes it asks for none but those that are left, and goes on or says why not."""
    yield from _by_hand(traffic)
    for sitting in traffic.named("scopes-narrowed"):
        usual = (one for plain in traffic.plain if plain.task == sitting.task for one in asked(plain))
        wanted = {scope for one in usual for scope in one.scopes} - {OFFLINE_ACCESS}
        for request in registrations(sitting, ok=True):
            left = set(str(answered(request).get("scope", "")).split())
            if not wanted:
                yield undecided("what it asks for when nothing is wrong was not seen", sitting)
            elif wanted <= left:
                yield not_applicable("it asks for no more scopes than were left to it", sitting)
            else:
                yield from _goes_on_with(left, sitting, request)


def _goes_on_with(left: set[str], sitting: Sitting, registration: Served) -> Iterator[Seen]:
    later = [one for one in asked(sitting) if one.request.number > registration.number]
    for one in later:
        if set(one.scopes) - left - {OFFLINE_ACCESS}:
            yield breach(
                "It asks for a scope that its registration was not given",
                one.request,
                registration,
                expected=" ".join(sorted(left)),
                actual=one.parameters.get("scope", ""),
            )
    if later or sitting.end.how == "refused":
        yield met(sitting, registration, *(one.request for one in later))
    elif not sitting.by_itself:
        yield undecided("the consumer was stopped before it ended by itself", sitting)
    else:
        yield breach(
            "It stops without a word, though scopes are left to it",
            registration,
            expected="an authorization request for what is left, or a refusal that says why",
        )


@observed("OAUTH-REG-023", scenarios=("two-learners",), needs=("keeps_state",))
def one_registration_serves_all_learners(traffic: Traffic) -> Iterator[Seen]:
    """Two learners, one after the other, by a consumer that remembers: one client."""
    yield from _by_hand(traffic)
    for sitting in traffic.named("two-learners"):
        if not all(any(one.ok for one in traffic.protected(sitting, run=run.number)) for run in sitting.runs):
            yield undecided("not every learner's records were reached", sitting)
            continue
        first, *more = registrations(sitting, ok=True) or (None,)
        if first is None:
            continue
        yield met(sitting, first)
        for another in more:
            if another.run > first.run:
                yield breach("It registers again for another learner", another, first, expected="one client")


def _registrations(traffic: Traffic) -> Iterator[tuple[Sitting, Served]]:
    made = ((sitting, request) for sitting in traffic.sittings for request in registrations(sitting))
    return ((sitting, request) for sitting, request in made if was_read(request))


def _by_hand(traffic: Traffic) -> Iterator[Seen]:
    reason = registered_by_hand(traffic)
    if reason:
        yield not_applicable(reason)


def _names(request: Served) -> bool:
    return isinstance(said(request).get("software_id"), str)


def _urls(request: Served) -> Iterator[tuple[str, str]]:
    """The URLs of a registration with their places."""
    for name in _PAGES:
        yield from ((f"/{name}", url) for url in _texts(said(request).get(name)))
    listed = said(request).get("redirect_uris")
    several = isinstance(listed, list)
    for place, url in enumerate(_texts(listed)):
        yield f"/redirect_uris/{place}" if several else "/redirect_uris", url


def _texts(value: object) -> list[str]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
