"""What a mark ``clr`` asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args

import pytest

from conformance.consumer.parts import every_scenario
from conformance.errors import UsageFault
from conformance.names import did_you_mean, near
from conformance.one_sitting.claims import claims_of
from conformance.plan.consumer import Login
from conformance.plan.selection import Inferred
from conformance.traffic.values import PLAIN
from mock_provider.editions import default_book, editions
from mock_provider.scenarios import Scenario

NAME = "clr"
_LOGINS = ("pages", "auto")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a test plays, and how it is judged.

    ``task`` is what the consumer is told to do, the first of the scenario unless it is named. ``claims`` are those of
    the consumer beyond what every one is taken to do, ``settings`` those of the mock. ``login`` is ``auto`` where the
    authorization server sends everybody back at once. With ``whole`` the consumer does its whole task in the test, so
    that what it leaves undone counts as well: so it is where the test names a scenario. Without ``judge`` nothing is
    judged by itself.
    """

    scenario: str = PLAIN
    task: str = ""
    claims: tuple[str, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    login: Login = "pages"
    edition: str = ""
    inferred: Inferred = "warn"
    whole: bool = False
    judge: bool = True

    @property
    def book(self) -> str:
        """The folder of the edition; raises ``UsageFault`` for one that the mock does not play."""
        known = {book: book for book in editions().values()} | dict(editions())
        if self.edition and self.edition not in known:
            raise _wrong("edition", self.edition, known)
        return known[self.edition] if self.edition else default_book()

    @property
    def played(self) -> Scenario:
        """The scenario with the settings of the mark; raises ``UsageFault`` for one that there is not."""
        known = every_scenario(self.book, with_variations=True)
        if self.scenario not in known:
            raise _wrong("scenario", self.scenario, known)
        found = known[self.scenario]
        return replace(found, settings={**found.settings, **self.settings})

    @property
    def told(self) -> str:
        """The task; raises ``UsageFault`` for one that the scenario does not have."""
        scenario = self.played
        known = (*scenario.tasks, *scenario.instead)
        if self.task and self.task not in known:
            raise _wrong("task", self.task, known)
        return self.task or known[0]

    @property
    def claimed(self) -> frozenset[str]:
        """What is claimed: what every consumer is taken to do, what the scenario needs, and what the mark adds."""
        return claims_of(self.book, self.played, self.told) | {*self.claims}


def asked_by(item: pytest.Item) -> Asked:
    """What the nearest marks of a test ask for: one on the test itself outweighs that of its class or module.

    Raises ``UsageFault`` (``mark-wrong``) for a mark that cannot be played.
    """
    members: dict[str, Any] = {}
    for mark in reversed([*item.iter_markers(NAME)]):
        members |= _members(mark)
    asked = Asked(**members)
    _check(asked)
    return asked


def _members(mark: pytest.Mark) -> Mapping[str, Any]:
    known = [each.name for each in fields(Asked)]
    if len(mark.args) > 1:
        raise UsageFault("mark-wrong", f"the mark clr takes one scenario, and got {len(mark.args)}")
    for name in mark.kwargs:
        if name not in known:
            raise _wrong("argument", name, known)
    if not mark.args:
        return mark.kwargs
    return {"whole": True, **mark.kwargs, "scenario": mark.args[0]}


def _check(asked: Asked) -> None:
    _ = asked.told
    for name, value, known in (
        ("login", asked.login, _LOGINS),
        ("inferred", asked.inferred, get_args(Inferred)),
    ):
        if value not in known:
            raise _wrong(name, value, known)


def _wrong(what: str, value: object, known: Iterator[str] | Any) -> UsageFault:
    names = [str(name) for name in known]
    listed = "`clr-conformance scenarios` lists them." if what == "scenario" else f"It is one of {', '.join(names)}."
    return UsageFault(
        "mark-wrong",
        f"the mark clr: there is no {what} {value!r}",
        todo=did_you_mean(near(str(value), names)) or listed,
    )
