"""One verification under way: what was fetched, what was found, what stayed undecided."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, Final
from weakref import WeakKeyDictionary

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
    """What a URL led to: ``value`` is the JSON object when there is one, ``text`` says in words what came.

    ``code`` is the stable code of what went wrong (``address-refused``, ``markup``), where there is one.
    """

    state: State
    text: str
    value: dict[str, Any] = field(default_factory=dict)
    code: str = ""

    @property
    def silent(self) -> bool:
        """True when nothing can be concluded from it."""
        return self.state in _SILENT


@dataclass(frozen=True, slots=True)
class RawResult:
    """What a URL led to, as bytes: ``body`` is what came with 200, ``text`` says in words what came."""

    state: State
    text: str
    body: bytes = b""
    code: str = ""

    @property
    def silent(self) -> bool:
        """True when nothing can be concluded from it."""
        return self.state in _SILENT

    @property
    def bare(self) -> LookupResult:
        """The same without the body, as a session notes what could not be decided."""
        return LookupResult(self.state, self.text, code=self.code)


_SILENT: Final = (State.FAILED, State.OFFLINE, State.LOCKED)


@dataclass(slots=True)
class VerificationSession:
    """What every step of a verification shares.

    ``profiles`` are the classes that can vouch for items. ``fetcher`` is ``None`` offline. ``decided`` are requirements
    that were looked into, ``undecided`` those that could not be, each with the first reason, ``skipped`` those that
    would have needed a fetch offline. ``seen`` is where steps remember what is done once, ``memo`` what came of it.

    ``chain`` are the URLs of the documents that led here, when this is the verification of a document that was fetched
    for another one. ``shared`` is where steps keep what holds for every document that the same fetcher serves.
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
    memo: dict[Any, Any] = field(default_factory=dict)
    chain: tuple[str, ...] = ()
    _answers: dict[str, LookupResult] = field(default_factory=dict)
    _copies: dict[tuple[int, str, str], list[Any]] = field(default_factory=dict)
    _own: dict[Any, Any] = field(default_factory=dict)

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

    def raw(self, url: str, accept: str = ACCEPT) -> RawResult:
        """What the URL leads to, as bytes: a token, a schema or a picture; each is fetched once."""
        if self.fetcher is None:
            return RawResult(State.OFFLINE, "nothing is fetched offline")
        fetched = self.fetcher.get(url, accept=accept)
        failed = _without_body(fetched)
        if failed is None or failed.state is not State.OFFLINE:
            self.lookups.setdefault(url, "200" if failed is None else failed.text)
        if failed is None:
            return RawResult(State.FOUND, "200", fetched.body)
        return RawResult(failed.state, failed.text, code=failed.code)

    @property
    def shared(self) -> dict[Any, Any]:
        """What holds for every document that the same fetcher serves; of one session when nothing is fetched."""
        if self.fetcher is None:
            return self._own
        try:
            return _SHARED.setdefault(self.fetcher, {})
        except TypeError:  # a stand-in that cannot be a key
            return self._own

    def nested(self, document: Document, url: str) -> VerificationSession:
        """The verification of a document that was fetched from ``url`` for this one; both share what was fetched."""
        return VerificationSession(
            document,
            self.profiles,
            self.now,
            self.fetcher,
            limits=self.limits,
            lookups=self.lookups,
            chain=(*self.chain, url),
            _answers=self._answers,
            _own=self._own,
        )

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


_SHARED: Final[WeakKeyDictionary[Fetcher, dict[Any, Any]]] = WeakKeyDictionary()


def _answer(fetched: Fetched, limits: ParseLimits) -> LookupResult:
    failed = _without_body(fetched, limits)
    return _read(fetched.body, limits) if failed is None else failed


def _without_body(fetched: Fetched, limits: ParseLimits | None = None) -> LookupResult | None:
    """What came when it is not an answer of 200; ``None`` for that one."""
    if fetched.failure is not None and fetched.failure.code == OFFLINE.code:
        return LookupResult(State.OFFLINE, fetched.failure.message)
    if fetched.failure is not None:
        text = f"{fetched.failure.message} [{fetched.failure.code}]"
        return LookupResult(State.FAILED, text, code=fetched.failure.code)
    status = fetched.status or 0
    if status == 200:
        return None
    text = f"the answer is {status}"
    if status == 410:
        return LookupResult(State.GONE, text, _read(fetched.body, limits).value if limits else {})
    if status in _TOKEN:
        return LookupResult(State.LOCKED, f"{text}: it needs an access token")
    return LookupResult(State.MISSING if 400 <= status < 500 and status != 429 else State.FAILED, text)


def _read(body: bytes, limits: ParseLimits) -> LookupResult:
    try:
        value = parse(body, limits).value
    except DocumentError as error:
        code = "markup" if body.lstrip().startswith(b"<") else error.foreign or error.code
        return LookupResult(State.OTHER, f"the answer is not a JSON document: {error.message}", code=code)
    if not isinstance(value, dict):
        return LookupResult(State.OTHER, "the answer is JSON, but not an object", code="not-an-object")
    return LookupResult(State.FOUND, "200", value)
