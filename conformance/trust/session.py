"""One verification under way: what was fetched, what was found, what stayed undecided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final

import orjson

from conformance.document import DocumentError, ParseLimits, parse
from conformance.document.nodes import Scope
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.trust.fetching import Fetched, Fetcher
from conformance.trust.known import OFFLINE
from conformance.trust.report import Lookup

ACCEPT: Final = "application/ld+json, application/json;q=0.9, */*;q=0.1"
_TOKEN: Final = frozenset({401, 403})


class State(Enum):
    """How a look-up ended."""

    FOUND = auto()  # 200 with a JSON object
    OTHER = auto()  # 200 with something else
    GONE = auto()  # 410
    MISSING = auto()  # another 4xx
    LOCKED = auto()  # 401, 403: needs a token
    FAILED = auto()  # no usable answer
    OFFLINE = auto()  # not fetched, on purpose


@dataclass(frozen=True, slots=True)
class LookupResult:
    """What a URL led to: ``value`` is the JSON object when there is one, ``text`` says in words what came."""

    state: State
    text: str
    value: dict[str, Any] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """True when nothing can be concluded from it."""
        return self.state in (State.FAILED, State.OFFLINE, State.LOCKED)


@dataclass(slots=True)
class VerificationSession:
    """What every step of a verification shares.

    ``profiles`` are the classes that can vouch for items. ``fetcher`` is ``None`` offline. ``decided`` are requirements
    that were looked into, ``undecided`` those that could not be, each with the first reason, ``skipped`` those that
    would have needed a fetch offline. ``seen`` is where steps remember what is done once.
    """

    document: Document
    profiles: Collection[str]
    now: datetime
    fetcher: Fetcher | None = None
    recipient: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    limits: ParseLimits = field(default_factory=ParseLimits)
    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    decided: set[str] = field(default_factory=set)
    undecided: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    lookups: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    _answers: dict[str, LookupResult] = field(default_factory=dict)
    _copies: dict[tuple[int, str, str], list[Any]] = field(default_factory=dict)

    def look(self, url: str) -> LookupResult:
        """What the URL leads to; each is fetched once."""
        if self.fetcher is None:
            return LookupResult(State.OFFLINE, OFFLINE.message)
        if url not in self._answers:
            answer = _answer(self.fetcher.get(url, accept=ACCEPT), self.limits)
            self._answers[url] = answer
            if answer.state is not State.OFFLINE:
                self.lookups[url] = answer.text
        return self._answers[url]

    def known(self, scope: Scope, profile_id: str, member: str) -> list[Any]:
        """The values of a member in all copies of a profile in one record, each once: a transcript has thousands."""
        key = (id(scope), profile_id, member)
        if key not in self._copies:
            nodes = (node for node in scope.ids.get(profile_id, ()) if node.kind in self.profiles)
            values = [node.value[member] for node in nodes if member in node.value]
            self._copies[key] = list({orjson.dumps(value): value for value in reversed(values)}.values())[::-1]
        return self._copies[key]

    def leave_open(self, requirement: str, answer: LookupResult, what: str) -> str:
        """Note that a requirement could not be decided; returns why, in words. Offline that is no omission."""
        why = f"{what}: {answer.text}"
        if answer.state is State.OFFLINE:
            self.skipped.add(requirement)
        else:
            self.undecided.setdefault(requirement, why)
        return why

    def history(self) -> tuple[Lookup, ...]:
        """What was fetched, in order."""
        return tuple(Lookup(url, outcome) for url, outcome in self.lookups.items())


def _answer(fetched: Fetched, limits: ParseLimits) -> LookupResult:
    if fetched.failure is not None and fetched.failure.code == OFFLINE.code:
        return LookupResult(State.OFFLINE, fetched.failure.message)
    if fetched.failure is not None:
        return LookupResult(State.FAILED, f"{fetched.failure.message} [{fetched.failure.code}]")
    status = fetched.status or 0
    if status == 200:
        return _read(fetched.body, limits)
    text = f"the answer is {status}"
    if status == 410:
        return LookupResult(State.GONE, text, _read(fetched.body, limits).value)
    if status in _TOKEN:
        return LookupResult(State.LOCKED, f"{text}: it needs an access token")
    return LookupResult(State.MISSING if 400 <= status < 500 and status != 429 else State.FAILED, text)


def _read(body: bytes, limits: ParseLimits) -> LookupResult:
    try:
        value = parse(body, limits).value
    except DocumentError as error:
        return LookupResult(State.OTHER, f"the answer is not a JSON document: {error.message}")
    if not isinstance(value, dict):
        return LookupResult(State.OTHER, "the answer is JSON, but not an object")
    return LookupResult(State.FOUND, "200", value)
