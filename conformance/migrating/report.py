"""The account of a migration as JSON: what became of each member, what was invented, what the rules will find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.migrating.account import Entry, Fate
from conformance.record import Finding, Problem

VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Foretold:
    """One finding that the result has, and the places of the source that it comes from.

    ``fails`` is true when a MUST is broken by it. ``unsigned`` is true when a signature would cure it.
    """

    requirement: str
    level: str
    message: str
    pointers: tuple[str, ...]
    count: int
    sources: tuple[str, ...]
    fails: bool
    unsigned: bool


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A whole migration.

    ``record`` is the document of the edition ``target``; ``token`` the same as compact JWS, empty when it is not one.
    ``signed`` are pointers of the credentials that were signed. ``text`` is what is wrong with the text of the source,
    of which a member that stands twice is the one thing that is lost before anything is read. ``unjudged`` says why the
    new record cannot be judged, so that nothing is foretold: it is nested deeper or larger than the limits allow.
    """

    source: str
    target: str
    recognised: str
    record: dict[str, Any]
    entries: Sequence[Entry]
    foretold: Sequence[Foretold]
    unreadable: Sequence[str] = ()
    signed: Sequence[str] = ()
    text: Sequence[Finding] = ()
    token: str = ""
    unjudged: Problem | None = None

    @property
    def lost(self) -> list[Entry]:
        """What the record says and the new one does not, or not quite."""
        return [each for each in self.entries if each.content and each.fate is not Fate.INVENTED]

    @property
    def invented(self) -> list[Entry]:
        """What the new record says and the source does not."""
        return [each for each in self.entries if each.content and each.fate is Fate.INVENTED]

    @property
    def breaks(self) -> list[Foretold]:
        """The rules that the new record breaks, those of missing signatures left out."""
        return [each for each in self.foretold if each.fails and not each.unsigned]

    @property
    def undecided(self) -> bool:
        """True when a part of the source could not be read, or the new record cannot be judged."""
        return bool(self.unreadable) or self.unjudged is not None

    @property
    def whole(self) -> bool:
        """True when the new record says what the source says, nothing else, and breaks no rule once it is signed."""
        return not (self.lost or self.invented or self.breaks or self.text or self.undecided)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """The account as JSON; its form is described in the docs."""
    members = [_entry(each) for each in outcome.entries if each.fate is not Fate.INVENTED]
    invented = [_invention(each) for each in outcome.entries if each.fate is Fate.INVENTED]
    counts = Counter(each.fate for each in outcome.entries)
    return {
        "migration": VERSION,
        "from": outcome.source,
        "to": outcome.target,
        "source": outcome.recognised,
        "whole": outcome.whole,
        "summary": {
            **{fate.value: counts[fate] for fate in Fate},
            "content-lost": len(outcome.lost),
            "content-invented": len(outcome.invented),
            "unreadable": len(outcome.unreadable),
        },
        "members": members,
        "invented": invented,
        "unreadable": list(outcome.unreadable),
        "text": [{"message": each.message, "members": each.actual, "count": each.count} for each in outcome.text],
        "signed": list(outcome.signed),
        "findings": [_foretold(each) for each in outcome.foretold],
        **({"unjudged": {"code": problem.code, "message": problem.message}} if (problem := outcome.unjudged) else {}),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"member": entry.source, "fate": entry.fate.value}
    if entry.targets:
        found["becomes"] = list(entry.targets)
    if entry.why:
        found["why"] = entry.why
    if entry.content:
        found["content"] = True
    return found


def _invention(entry: Entry) -> dict[str, Any]:
    found: dict[str, Any] = {"member": entry.targets[0], "made_from": entry.source, "why": entry.why}
    return {**found, "content": True} if entry.content else found


def _foretold(each: Foretold) -> dict[str, Any]:
    return {
        "requirement": each.requirement,
        "level": each.level,
        "message": each.message,
        "pointers": list(each.pointers),
        "count": each.count,
        "from": list(each.sources),
        "for_want_of_a_signature": each.unsigned,
    }
