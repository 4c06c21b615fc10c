"""A mock provider in this process with what a trial plays, and the plan that goes with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from conformance.plan import Plan
from conformance.selfcheck.blend import Blend
from conformance.selfcheck.rehearsal import plan_for
from conformance.standard import book_of, load
from mock_provider.app import create_app, layer_around
from mock_provider.behaviour import FaultLayer, Trigger
from mock_provider.clr10.content.generator import known_ids
from mock_provider.settings import Settings
from mock_provider.testing import running_mock
from mock_provider.tls import local_authority

CLIENT = {"client_id": "self-check", "client_secret": "self-check-secret-self-check-secret", "client_acts_for": "mira"}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: a plan, and the application that answers it in this process (``None``: over real TLS)."""

    plan: Plan
    app: FaultLayer | None


@dataclass(frozen=True, slots=True)
class _Mock:
    """What ``plan_for`` has to know of a mock that listens nowhere."""

    url: str
    origin: str
    ca_path: Path
    users: Mapping[str, str]
    known_ids: Mapping[str, str]
    settings: Settings


@contextmanager
def subject(played: Blend) -> Iterator[Subject]:
    """The mock with these behaviours, as long as the block lasts; over real TLS when one of them needs it."""
    if played.wire:
        ids = tuple(member.id for member in played.members)
        with running_mock(**{**CLIENT, **played.settings, "faults": ids}) as mock:
            yield Subject(_planned(plan_for(mock), played), None)
        return
    taken = Settings(**{"port": 8440, "http_port": 8441, "data_dir": _folder(), **CLIENT, **played.settings})
    app = create_app(taken)
    layer = layer_around(app, tuple((member, Trigger()) for member in played.members))
    mock_like = _Mock(
        taken.base_url,
        taken.origin,
        local_authority(taken.data_dir).ca_path,
        taken.users,
        known_ids(taken),
        taken,
    )
    try:
        plan = _planned(plan_for(mock_like), played)
        wire_only = load(book_of(plan.standard)).wire_only
        yield Subject(replace(plan, ignore=(*plan.ignore, *wire_only)), layer)
    finally:
        app.state.database.close()


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


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="clr-selfcheck-"))
