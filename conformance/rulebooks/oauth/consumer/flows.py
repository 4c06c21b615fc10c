"""The steps of OAuth in a sitting: what the client asked, what came back, and which of it belongs together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from conformance.exchanges.served import Served
from conformance.traffic import Sitting, Traffic

OFFLINE_ACCESS = "offline_access"
"""The scope that asks for a refresh token; it opens no data."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_WAYS_BACK = ("authorize", "login", "consent")
_ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method")


@dataclass(frozen=True, slots=True)
class Asked:
    """An authorization request: its parameters, and the exchange in which it came first."""

    request: Served
    parameters: Mapping[str, str]

    @property
    def scopes(self) -> tuple[str, ...]:
        """What it asks for, one by one, however it parts them."""
        return tuple(filter(None, re.split(r"[\s,]+", self.parameters.get("scope", ""))))


def asked(sitting: Sitting, run: int | None = None) -> tuple[Asked, ...]:
    """The authorization requests of a sitting, in order.

    A browser loads one again where the server sends it after the login, ahead of its user or on a reload: that is no
    other request.
    """
    found: dict[tuple[int, tuple[str | None, ...]], Asked] = {}
    sent_there: set[str] = set()
    for request in sitting.requests(*_WAYS_BACK, run=run):
        if request.operation == "authorize" and request.method in ("GET", "POST"):
            said = {**request.form, **request.query} if request.method == "POST" else request.query
            if not request.query_text or request.query_text not in sent_there:
                found.setdefault((request.run, tuple(map(said.get, _ASKED))), Asked(request, said))
        sent_there.add((request.headers.get("location") or "").partition("?")[2])
    return tuple(found.values())


def ways_back(sitting: Sitting) -> Iterator[tuple[Served, Mapping[str, str]]]:
    """The responses that send the browser to the client, with the parameters that they bring it."""
    for one in sitting.requests(*_WAYS_BACK):
        target = one.headers.get("location") or ""
        brought = dict(parse_qsl(target.partition("#")[0].partition("?")[2], keep_blank_values=True))
        absolute = ":" in target.partition("?")[0].partition("/")[0]
        if absolute and ("code" in brought or "error" in brought):
            yield one, brought


def registrations(sitting: Sitting, *, ok: bool | None = None) -> tuple[Served, ...]:
    """The registration requests; ``ok`` leaves those that were answered with success (or not)."""
    return tuple(one for one in sitting.requests("register", ok=ok) if one.method == "POST")


def was_read(request: Served) -> bool:
    """False for a request that was refused before its body was read, so that nobody knows what it says."""
    length = request.request_headers.get("content-length") or "0"
    announced = length.strip() != "0" or request.request_headers.get("transfer-encoding")
    return bool(request.request_body) or not announced


def token_requests(
    sitting: Sitting, *grants: str, after: Served | None = None, ok: bool | None = None
) -> tuple[Served, ...]:
    """The token requests of these grant types (all, when none is named); preflights are none."""
    return tuple(
        one
        for one in sitting.requests("token", after=after, ok=ok)
        if one.method not in ("OPTIONS", "HEAD") and (not grants or parameter(one, "grant_type") in grants)
    )


def code_exchanges(sitting: Sitting, after: Served | None = None, *, ok: bool | None = None) -> tuple[Served, ...]:
    """The token requests with an authorization code, be the grant type named or not."""
    return tuple(one for one in token_requests(sitting, after=after, ok=ok) if parameter(one, "code"))


def exchanged_a_code(sitting: Sitting) -> bool:
    """True when the consumer has got a token for a code."""
    return bool(code_exchanges(sitting, ok=True))


def parameter(request: Served, name: str) -> str:
    """A parameter of a token request, wherever it stands; empty when it is missing."""
    sent = request.sent if isinstance(request.sent, dict) else {}
    return request.form.get(name) or request.query.get(name) or str(sent.get(name) or "")


def answered(one: Served) -> Mapping[str, Any]:
    """The response as a JSON object; an empty one when it is anything else."""
    return one.answer if isinstance(one.answer, dict) else {}


def said(one: Served) -> Mapping[str, Any]:
    """The body of the request as a JSON object; an empty one when it is anything else."""
    return one.sent if isinstance(one.sent, dict) else {}


def clients_before(sitting: Sitting, request: Served) -> Mapping[str, Served]:
    """The registrations that had succeeded before a request, by the client_id that they gave."""
    return {
        str(answered(one).get("client_id")): one
        for one in registrations(sitting, ok=True)
        if one.number < request.number
    }


def registered_by_hand(traffic: Traffic) -> str:
    """Why rules of registration do not concern this consumer; empty when they do.

    It has never registered, and is served all the same: somebody has registered it beforehand.
    """
    if any(registrations(sitting) for sitting in traffic.sittings):
        return ""
    known = any(_known_without_registration(sitting) for sitting in traffic.sittings)
    return "the client was registered by hand" if known else ""


def _known_without_registration(sitting: Sitting) -> bool:
    return bool(sitting.client or token_requests(sitting, ok=True)) or any(map(is_served, asked(sitting)))


def is_served(one: Asked) -> bool:
    """True when the authorization endpoint took the request for one of a client that it knows."""
    return one.request.status is not None and one.request.status < 400


def without_login(traffic: Traffic) -> str:
    """Why rules of authorization do not concern this consumer; empty when they do.

    It has never asked a learner, and gets its tokens by a grant of its own.
    """
    if any(sitting.requests("authorize") for sitting in traffic.sittings):
        return ""
    own = any(token_requests(sitting, "client_credentials") for sitting in traffic.sittings)
    return "the consumer uses client credentials, which ask no learner" if own else ""


def is_loopback(url: str) -> bool:
    """True for a URL of the device that the client runs on."""
    return host_of(url) in LOOPBACK


def same_but_for_the_port(one: str, other: str) -> bool:
    """True for two http URLs of one loopback address that differ in the port at most (RFC 8252 section 7.3).

    The name localhost is none: only its exact URL counts (section 8.3).
    """
    if host_of(one) not in LOOPBACK - {"localhost"} or host_of(one) != host_of(other):
        return False
    return one.startswith("http://") and _after_the_port(one) == _after_the_port(other)


def _after_the_port(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, url.partition("://")[2].removeprefix(parts.netloc)


def host_of(url: str) -> str:
    """The host name of a URL in lower case; empty when it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
