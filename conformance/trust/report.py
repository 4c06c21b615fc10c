"""The verification report: for each item whether it can be trusted, by which key, and what stayed open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from conformance.record import Finding


class Trust(StrEnum):
    """Whether an item (or a document as a whole) can be trusted."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not-verified"
    UNDECIDED = "undecided"


class Method(StrEnum):
    """How an item asks to be verified; ``none`` when it names no method, or is not what it says."""

    HOSTED = "hosted"
    SIGNED = "signed"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is not verified, or stayed undecided.

    ``code`` is stable and greppable (``signature-altered``); ``requirement`` is the rule that says so. ``declared`` is
    true when the document itself says it (an expiry date, ``revoked``): then nobody was deceived. ``open`` is true
    for a reason to doubt, false for one that settles it. ``unseen`` is true when the item has or claims a signature
    that could not be looked at, whatever is fetched.
    """

    code: str
    text: str
    requirement: str
    declared: bool = False
    open: bool = False
    unseen: bool = False


class Question(StrEnum):
    """What can be asked of an item apart from whether it can be trusted as a whole."""

    CONFORMS = "conforms"
    INTACT = "intact"
    ISSUER = "issuer"
    DATES = "dates"
    STATUS = "status"
    REFRESH = "refresh"
    RECIPIENT = "recipient"
    ENDORSEMENTS = "endorsements"


class Value(StrEnum):
    """An answer in one word: ``none`` where there is nothing to ask, ``open`` where it could not be settled."""

    GOOD = "good"
    BAD = "bad"
    OPEN = "open"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question about an item, and why in words."""

    question: Question
    value: Value
    text: str


@dataclass(frozen=True, slots=True)
class UsedKey:
    """The key that a signature was checked with: its id, its owner, and where it came from.

    ``origin`` is ``fetched`` (from its own URL), ``profile`` (embedded in the signing profile) or
    ``document`` (embedded in another copy of that profile in the document).
    """

    id: str
    owner: str
    origin: str


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One item of a document: what it is, how it was verified, and how that ended.

    ``reasons`` is empty exactly when the item is verified; ``open`` tells what could not be checked, and why.
    ``endorses`` is the id of what an endorsement is about. ``answers`` are those of an edition that asks each question
    by itself, ``steps`` tell how keys were looked up and proofs tried, in order.
    """

    pointer: str
    kind: str
    id: str
    method: Method
    verdict: Trust
    reasons: tuple[Reason, ...] = ()
    key: UsedKey | None = None
    algorithm: str = ""
    open: tuple[str, ...] = ()
    endorses: str = ""
    answers: tuple[Answer, ...] = ()
    steps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lookup:
    """One URL that was fetched, and what came: ``200``, or the code of the failure."""

    url: str
    outcome: str


@dataclass(frozen=True, slots=True)
class VerificationReport:
    """Everything that was learnt about whether a document can be trusted.

    ``findings`` count by the level of their requirement, ``notes`` at most as warnings; both grouped.
    ``decided`` holds the requirements of documents that were looked into, ``undecided`` says, by
    requirement, why one could not be decided. ``offline`` is true when nothing was fetched on purpose; ``skipped``
    are the requirements that this left out.
    """

    items: tuple[ItemReport, ...] = ()
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    decided: frozenset[str] = frozenset()
    undecided: Mapping[str, str] | None = None
    lookups: tuple[Lookup, ...] = ()
    offline: bool = False
    skipped: frozenset[str] = frozenset()

    @property
    def verdict(self) -> Trust:
        """``not-verified`` when one item is, else ``undecided`` when one is or there is no item, else ``verified``."""
        verdicts = {item.verdict for item in self.items}
        if Trust.NOT_VERIFIED in verdicts:
            return Trust.NOT_VERIFIED
        return Trust.VERIFIED if verdicts == {Trust.VERIFIED} else Trust.UNDECIDED

    @property
    def summary(self) -> dict[str, int]:
        """Number of items per verdict, every verdict present."""
        counts = Counter(item.verdict for item in self.items)
        return {verdict.value: counts[verdict] for verdict in Trust}
