"""One proof of a credential that was tried, and what it says of the credential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from conformance.rulebooks.clr20.document.reading import many
from conformance.trust.integrity import SUITES, Checked, Form
from conformance.trust.keys import Resolved, Shown


class Outcome(IntEnum):
    """What a proof says of the credential, the most telling first."""

    GOOD = 0
    NOT_SHOWN = 1  # it fits, and nothing leads from its key to the issuer
    OPEN = 2  # nothing can be concluded from it
    CONTRADICTED = 3  # it fits, and its key is somebody else's
    UNLISTED = 4  # it fits, and its key is not for assertions
    DECLARED = 5  # it says itself that it is none to rely on
    BAD = 6


@dataclass(frozen=True, slots=True)
class Tried:
    """One proof that was tried: where it stands, how its check ended, and what its key led to."""

    at: tuple[str | int, ...]
    given: Any
    name: str
    checked: Checked
    key: Resolved | None = None

    @property
    def outcome(self) -> Outcome:
        """What it says of the credential."""
        if not self.checked.fits:
            if self.checked.open:
                return Outcome.OPEN
            return Outcome.DECLARED if self.checked.declared else Outcome.BAD
        if self.key is None or self.key.shown is Shown.CONTRADICTED:
            return Outcome.CONTRADICTED
        if not self.key.listed:
            return Outcome.UNLISTED
        return Outcome.GOOD if self.key.shown is Shown.SHOWN else Outcome.NOT_SHOWN

    @property
    def over_json(self) -> bool:
        """True for a proof that covers each member as it is written, whatever contexts make of it."""
        suite = SUITES.get(self.name)
        return suite is not None and suite.form is Form.JCS


def chained(tried: list[Tried]) -> list[Tried]:
    """The proofs, where one that builds on others holds only if those do."""
    weakest = {each.given["id"]: each for each in tried if isinstance(each.given, dict) and _has_name(each.given)}
    return [_behind(each, weakest) for each in tried]


def _has_name(proof: Mapping[str, Any]) -> bool:
    return isinstance(proof.get("id"), str)


def _behind(tried: Tried, named: Mapping[str, Tried]) -> Tried:
    waiting = [tried]
    seen = {id(tried)}
    while waiting and tried.checked.fits:
        before = (
            named[name]
            for name in many(waiting.pop().given.get("previousProof"))
            if isinstance(name, str) and name in named
        )
        for each in before:
            if not each.checked.fits:
                why = f"the proof before it in the chain does not hold: {each.checked.text}"
                return replace(tried, checked=Checked("previous-proof", why, each.checked.open))
            if id(each) not in seen:
                seen.add(id(each))
                waiting.append(each)
    return tried
