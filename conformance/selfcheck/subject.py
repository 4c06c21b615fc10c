"""A mock provider in this process with what a trial plays, and the plan that goes with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from conformance.plan import Plan
from conformance.selfcheck.blend import Blend
from conformance.selfcheck.own_mock import plan_for
from conformance.standard import book_of, facts, load
from mock_provider.behaviour import Behaviour, FaultLayer, Trigger
from mock_provider.editions import default_book
from mock_provider.testing import MockServer, mock_in_process, running_mock

CLIENT = {"client_id": "self-check", "client_secret": "self-check-secret-self-check-secret", "client_acts_for": "mira"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: a plan, and the application that answers it in this process (``None``: over real TLS)."""

    plan: Plan
    app: FaultLayer | None
    mock: MockServer

    def begin_anew(self, behaviours: Iterable[Behaviour]) -> None:
        """Bring the mock back to its start and switch these on."""
        self.mock.reset()
        for one in behaviours:
            self.mock.faults.switch_on(one)


@contextmanager
def subject(played: Blend) -> Iterator[Subject]:
    """The mock with these behaviours, as long as the block lasts; over real TLS when one of them needs it."""
    settings = {**CLIENT, **played.settings, "standard": facts(played.book or default_book()).id}
    if played.wire:
        ids = tuple(member.id for member in played.members)
        with running_mock(**{**settings, "faults": ids}) as mock:
            yield Subject(_planned(plan_for(mock), played), None, mock)
        return
    with mock_in_process(**settings) as mock:
        for member in played.members:
            mock.faults.switch_on(member, Trigger())
        plan = _planned(plan_for(mock), played)
        wire_only = load(book_of(plan.standard)).wire_only
        yield Subject(replace(plan, ignore=(*plan.ignore, *wire_only)), mock.faults, mock)


def _planned(plan: Plan, played: Blend) -> Plan:
    """The plan of the self-check: inferred rules fail too, and what the behaviours say of the plan holds."""
    for member in played.members:
        plan = _asked_by(plan, member.plan)
    return replace(plan, inferred="fail")


def _asked_by(plan: Plan, wanted: Mapping[str, Any]) -> Plan:
    changes = {name: value for name, value in wanted.items() if name in _PLAN_MEMBERS}
    claimed: Mapping[str, bool] = changes.pop("claims", {})
    claims = frozenset(name for name in plan.claims if claimed.get(name, True))
    left_out = (*plan.ignore, *changes.pop("ignore", ()))
    changed: dict[str, Any] = {name: _merged(getattr(plan, name), value) for name, value in changes.items()}
    return replace(plan, claims=claims, ignore=left_out, **changed)


def _merged(now: Any, wanted: Any) -> Any:
    """A member of the plan as wanted; of one that has members itself only those that are named are replaced."""
    if isinstance(wanted, Mapping) and is_dataclass(now) and not isinstance(now, type):
        return replace(now, **{name: _merged(getattr(now, name), value) for name, value in wanted.items()})
    return wanted


_PLAN_MEMBERS = frozenset(item.name for item in fields(Plan))
