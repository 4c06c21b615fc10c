"""A part of the run as a person meets it: what to do, where, and what it was about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from conformance.consumer.invitation import Invitation
from conformance.consumer.laying import Table
from conformance.consumer.parts import Part
from mock_provider.console import Place, Reveal, StepState

_TITLES: Final = {
    "read": "Connect your wallet and let it read",
    "write": "Connect your wallet and let it send a record",
    "delete": "Connect your wallet and let it delete a record",
}
_TASKS: Final = {
    "read": "Let the wallet read all records of the learner.",
    "write": "Let the wallet send a record of its own to the provider.",
    "delete": "Let the wallet delete one of the learner's records at the provider.",
}

_QUESTION: Final = "What does the wallet show?"
_TOLD: Final = "What the mock did in this step"


@dataclass(frozen=True, slots=True)
class Visit:
    """One go at a part: its ``number`` of ``of``; ``notes`` say what happened before.

    ``first`` has no step before it. One that is ``needed`` cannot be skipped.
    """

    part: Part
    number: int
    of: int
    notes: tuple[str, ...] = ()
    first: bool = False
    needed: bool = False

    def title(self, start: int, state: StepState) -> str:
        """What to do, in a few words."""
        if state != "turn":
            return _QUESTION if state == "asked" else _TOLD
        title = _TITLES.get(self.part.task, _TITLES["read"])
        return title if start == 1 else "Once more, without setting the wallet up anew"

    def instructions(self, start: int) -> Iterator[str]:
        """What to do, in sentences."""
        scenario = self.part.scenario
        yield from self.notes
        if start == 1:
            yield "Add a provider with the address below to your wallet: it is another one in each step."
        else:
            yield "Use the provider of a moment ago, and do not remove it from the wallet before."
        yield "Log in with the user name and the password below, if the wallet asks for it."
        if scenario.consent == "deny":
            yield "When you are asked whether the wallet may have access, choose Deny."
        yield _TASKS.get(self.part.task, _TASKS["read"])
        yield "When the wallet has nothing more to do, or got stuck, you are done."

    def places(self, told: Invitation, secrets: Mapping[str, str]) -> Iterator[Place]:
        """What the wallet has to be told; ``secrets`` are passwords of the user's own, by user name, never shown."""
        yield Place("Address of the provider", told.url)
        yield Place("User name", told.username)
        yield Place("Password", "(as in your plan)" if told.username in secrets else told.password)
        if told.client_id:
            yield Place("Client", told.client_id)
            yield Place("Client secret", "(as in your plan)")

    def reveal(self, table: Table) -> Reveal:
        """What it was about."""
        scenario = self.part.scenario
        if not table.specimens:
            return Reveal(scenario.title, scenario.how, scenario.right)
        changed = [f"“{one.name}”: {one.change}" for one in table.specimens if not one.right]
        right = [f"“{one.name}”" for one in table.specimens if one.right]
        how = f"Right are {', '.join(right)}." if right else ""
        if changed:
            how = f"Changed was {'; '.join(changed)}. {how}"
        return Reveal(scenario.title, how.strip(), scenario.right)
