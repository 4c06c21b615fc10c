"""What a consumer's authorization requests show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conformance.exchanges.served import Served
from conformance.rulebooks.oauth.consumer.flows import (
    OFFLINE_ACCESS,
    Asked,
    answered,
    asked,
    clients_before,
    said,
    same_but_for_the_port,
    without_login,
)
from conformance.rulebooks.oauth.consumer.register import observed
from conformance.rulebooks.oauth.consumer.states import next_to
from conformance.traffic import Sitting, Traffic, breach, met, not_applicable, note, undecided
from conformance.traffic.seen import Seen

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_SHORT = 16


@observed("OAUTH-AUT-002")
def it_asks_for_a_code(traffic: Traffic) -> Iterator[Seen]:
    """response_type is code (RFC 6749 section 4.1.1)."""
    for sitting, one in _asked(traffic):
        yield met(sitting, one.request)
        kind = one.parameters.get("response_type")
        if kind != "code":
            yield breach("response_type is not code", one.request, expected="code", actual=kind or "none")
    yield from _without_login(traffic)


@observed("OAUTH-AUT-003")
def it_uses_its_own_client_id(traffic: Traffic) -> Iterator[Seen]:
    """client_id is one that this provider gave to it."""
    for sitting, one in _asked(traffic):
        client_id, known = one.parameters.get("client_id"), {*clients_before(sitting, one.request)}
        known |= {sitting.client} - {""}
        if not known:
            yield from _unknown_registration(one)
            continue
        yield met(sitting, one.request)
        if client_id not in known:
            yield breach(
                "client_id is not the one that was registered",
                one.request,
                expected=" or ".join(sorted(known)),
                actual=client_id or "none",
            )
    yield from _without_login(traffic)


@observed("OAUTH-AUT-004")
def it_names_a_registered_redirect_uri(traffic: Traffic) -> Iterator[Seen]:
    """redirect_uri is there, letter by letter as registered; on loopback the port is free (RFC 8252 section 7.3)."""
    for sitting, one in _asked(traffic):
        clients = clients_before(sitting, one.request)
        own = clients.get(one.parameters.get("client_id", ""))
        registrations = [own] if own else [*clients.values()]
        if not registrations:
            yield from _unknown_registration(one)
            continue
        yield met(sitting, one.request)
        sent = one.parameters.get("redirect_uri")
        known = [uri for each in registrations for uri in _redirect_uris(each)]
        if sent in known:
            continue
        if any(same_but_for_the_port(sent or "", uri) for uri in known):
            yield note("it is an app on the device: the port of its redirect URI on loopback changes")
            continue
        yield breach(
            "redirect_uri is not one that was registered",
            one.request,
            registrations[-1],
            expected=" or ".join(known),
            actual=sent or "none",
        )
    yield from _without_login(traffic)


@observed("OAUTH-AUT-005")
def scopes_stand_between_single_spaces(traffic: Traffic) -> Iterator[Seen]:
    """scope is there, its entries between single spaces (RFC 6749 section 3.3), one of the API among them."""
    known = set(traffic.facts.scopes.values()) if traffic.facts else set()
    for sitting, one in _asked(traffic):
        yield met(sitting, one.request)
        scope = one.parameters.get("scope", "")
        if not scope:
            yield breach("The authorization request has no scope", one.request, expected="the scopes that it needs")
        elif scope.split(" ") != list(one.scopes):
            yield breach("The entries of scope do not stand between single spaces", one.request, actual=scope)
        elif known and not known & {*one.scopes}:
            yield breach(
                "No entry of scope is one of the API",
                one.request,
                expected=f"entries of {', '.join(sorted(known))}",
                actual=scope,
            )
        elif known and set(one.scopes) - known - {OFFLINE_ACCESS}:
            yield note(f"it asks for more than the API has: {' '.join(sorted(set(one.scopes) - known))}")
    yield from _without_login(traffic)


@observed("OAUTH-AUT-006")
def states_cannot_be_guessed(traffic: Traffic) -> Iterator[Seen]:
    """state is there, and no two flows of the run have the same one or the next of a row."""
    flows = tuple(_asked(traffic))
    earlier: dict[str, Asked] = {}
    last: Asked | None = None
    for sitting, one in flows:
        state = one.parameters.get("state", "")
        if not state:
            yield breach("The authorization request has no state", one.request, expected="a state of its own")
            continue
        if len(state) < _SHORT:
            yield note(f"a state has {len(state)} characters; {_SHORT} or more are hard to guess")
        if state in earlier:
            yield breach("Two authorization requests have the same state", one.request, earlier[state].request)
        elif last and next_to(last.parameters["state"], state):
            yield breach("A state is the one before it, counted on", one.request, last.request)
        elif last:
            yield met(sitting, one.request, last.request)
        earlier[state] = last = one
    if len(flows) == 1:
        yield undecided("it takes two authorization requests to compare, and one was seen")
    yield from _without_login(traffic)


@observed("OAUTH-AUT-007")
def the_challenge_is_s256(traffic: Traffic) -> Iterator[Seen]:
    """PKCE with S256: 43 base64url characters (RFC 7636 section 4.2)."""
    for sitting, one in _asked(traffic):
        yield met(sitting, one.request)
        method, challenge = one.parameters.get("code_challenge_method"), one.parameters.get("code_challenge")
        if method != "S256":
            yield breach("The challenge is not made by S256", one.request, expected="S256", actual=method or "none")
        elif not _CHALLENGE.fullmatch(challenge or ""):
            yield breach("The challenge is not a hash in base64url", one.request, expected="43 characters of base64url")
    yield from _without_login(traffic)


def _asked(traffic: Traffic) -> Iterator[tuple[Sitting, Asked]]:
    return ((sitting, one) for sitting in traffic.sittings for one in asked(sitting))


def _without_login(traffic: Traffic) -> Iterator[Seen]:
    reason = without_login(traffic)
    if reason:
        yield not_applicable(reason)


def _unknown_registration(one: Asked) -> Iterator[Seen]:
    """Whoever is served without a registration was registered by hand, and what that said is not known here."""
    if one.request.status is not None and one.request.status < 400:
        yield not_applicable("the client was registered by hand")


def _redirect_uris(registration: Served) -> list[str]:
    listed = answered(registration).get("redirect_uris") or said(registration).get("redirect_uris")
    return [uri for uri in listed if isinstance(uri, str)] if isinstance(listed, list) else []
