"""What came of a reference to a key: the key, whose it is shown to be, and every step on the way in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from conformance.trust.keys.material import PublicKey
from conformance.trust.keys.problems import KeyProblem
from conformance.trust.session import LookupResult, VerificationSession


class Shown(StrEnum):
    """Whether something leads from the key to the issuer."""

    SHOWN = "shown"
    NOT_SHOWN = "not-shown"
    CONTRADICTED = "contradicted"


class Origin(StrEnum):
    """Where a key was taken from."""

    DID = "did"
    FETCHED = "fetched"
    REFERENCE = "reference"
    HEADER = "header"


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a reference led to.

    ``key`` is ``None`` exactly when there is a ``problem``. ``controller`` is who owns the key by what was read, empty
    when nothing says so. ``listed`` is false for a key that is not listed for assertionMethod where its purposes are
    listed. ``unasked`` is a look-up that would have told whose the key is, but brought nothing.
    """

    reference: str
    issuer: str
    key: PublicKey | None = None
    origin: Origin = Origin.REFERENCE
    controller: str = ""
    shown: Shown = Shown.NOT_SHOWN
    listed: bool = True
    steps: tuple[str, ...] = ()
    problem: KeyProblem | None = None
    unasked: LookupResult | None = None


@dataclass(slots=True)
class Trail:
    """The way from one reference to its key: each look-up leaves a step."""

    session: VerificationSession
    reference: str
    issuer: str
    steps: list[str] = field(default_factory=list)
    unasked: LookupResult | None = None

    def step(self, text: str) -> None:
        """Tell a step."""
        self.steps.append(text)

    def look(self, url: str, what: str) -> LookupResult:
        """What the URL leads to, told as a step: ``what`` says what was expected there."""
        answer = self.session.look(url)
        self.step(f"{what} at {url}: {answer.text}")
        return answer

    def ask(self, url: str, what: str) -> LookupResult:
        """The same for a look-up that may tell more, but need not be there."""
        answer = self.look(url, what)
        if answer.silent and self.unasked is None:
            self.unasked = answer
        return answer

    def end(
        self,
        key: PublicKey,
        origin: Origin,
        shown: Shown,
        *,
        controller: str = "",
        listed: bool = True,
        step: str = "",
    ) -> Resolved:
        """The way ends at a key."""
        if step:
            self.step(step)
        unasked = None if shown is Shown.SHOWN else self.unasked
        return Resolved(
            self.reference, self.issuer, key, origin, controller, shown, listed, tuple(self.steps), unasked=unasked
        )

    def fail(self, problem: KeyProblem) -> Resolved:
        """The way ends without one."""
        self.step(f"{problem.told} [{problem.code}]")
        return Resolved(self.reference, self.issuer, steps=tuple(self.steps), problem=problem)
