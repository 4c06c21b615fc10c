"""The variations of the mock as scenarios: which of them a consumer can meet, and doing what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.consumer.stage import MACHINES
from conformance.standard.facts import Facts, facts
from mock_provider.behaviour import Behaviour
from mock_provider.behaviours import variations
from mock_provider.oauth.addresses import PAGES
from mock_provider.scenarios import Scenario, Task

_TASKS: Final[tuple[Task, ...]] = ("read", "write", "delete")
_PAGES: Final = frozenset(PAGES) - frozenset(MACHINES)
_AVAILABILITY: Final = "availability"
_LIFETIME: Final = "access_token_seconds"


def unusual_scenarios(book: str) -> Iterator[Scenario]:
    """Each variation that a consumer can meet as a scenario."""
    return (scenario_of(one, book) for one in variations(book).values() if not why_not(one))


def scenario_of(one: Behaviour, book: str) -> Scenario:
    """A variation as a scenario: legal, but unusual, so that it goes as the plain one does."""
    tasks = _tasks(one, facts(book))
    return Scenario(
        one.id,
        one.title,
        how=one.how,
        right="It ends as in the plain sitting.",
        tasks=tasks or _TASKS[:1],
        instead=() if tasks else _TASKS[1:],
        settings=one.settings,
        behaviours=(one.id,),
        wire=one.wire,
        as_plain=True,
        obliges=one.obliges,
    )


def why_not(one: Behaviour) -> str:
    """Why a variation is not a scenario; empty when it is.

    A page that only people see shows nothing of a consumer: who acts as the learner fills it in. A consumer may give up
    where the service is away for a moment, and take a token for spent that expires within the minute that its clock may
    be wrong; scenarios of their own judge what it does then.
    """
    if one.operations and _PAGES.issuperset(one.operations):
        return "it shows on pages for the learner alone"
    if _AVAILABILITY in one.touches:
        return "a right consumer may give up there"
    if _LIFETIME in one.settings:
        return "a right consumer may take such a token for spent"
    return ""


def _tasks(one: Behaviour, known: Facts) -> tuple[Task, ...]:
    """The tasks in which it shows; none where it shows in each one alike, as the way to a token is always the same."""
    if not one.operations:
        return _TASKS
    claims = {known.operations[name].claim for name in one.operations if name in known.operations}
    return tuple(task for task in _TASKS if task in claims)
