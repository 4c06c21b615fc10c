"""A mock provider in this process, with one fault or variation at most, and the plan that goes with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from conformance.plan import Plan
from conformance.selfcheck.rehearsal import plan_for
from mock_provider.app import create_app
from mock_provider.content.generator import known_ids
from mock_provider.faults import Fault, FaultLayer, Trigger, layer_around
from mock_provider.settings import Settings
from mock_provider.testing import running_mock
from mock_provider.tls import local_authority

CLIENT = {"client_id": "self-check", "client_secret": "self-check-secret-self-check-secret", "client_acts_for": "mira"}

# What only shows on a real connection: TLS versions, plain http, bytes that an HTTP client hides.
WIRE_ONLY = (
    "CLR10-API-002",
    "CLR10-API-003",
    "CLR10-API-004",
    "CLR10-API-005",
    "CLR10-API-006",
    "CLR10-PST-011",
    "CLR10-TOK-016",
)


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
def subject(fault: Fault | None) -> Iterator[Subject]:
    """The mock with that fault, as long as the block lasts; over real TLS when the fault needs it."""
    settings = dict(fault.settings) if fault else {}
    if fault is not None and fault.wire:
        with running_mock(**{**CLIENT, **settings, "faults": (fault.id,)}) as mock:
            yield Subject(_planned(plan_for(mock), fault), None)
        return
    taken = Settings(**{"port": 8440, "http_port": 8441, "data_dir": _folder(), **CLIENT, **settings})
    app = create_app(taken)
    layer = layer_around(app, ((fault, Trigger()),) if fault else ())
    mock_like = _Mock(
        taken.base_url,
        taken.origin,
        local_authority(taken.data_dir).ca_path,
        taken.users,
        known_ids(taken),
        taken,
    )
    try:
        plan = _planned(plan_for(mock_like), fault)
        yield Subject(replace(plan, ignore=(*plan.ignore, *WIRE_ONLY)), layer)
    finally:
        app.state.database.close()


def _planned(plan: Plan, fault: Fault | None) -> Plan:
    """The plan of the self-check: inferred rules fail too, and what the fault says of the plan holds."""
    changes = {name: value for name, value in (fault.plan if fault else {}).items() if name in _PLAN_MEMBERS}
    claims = plan.claims
    if fault is not None and "claims" in fault.plan:
        wanted: Mapping[str, bool] = fault.plan["claims"]
        claims = frozenset(name for name in plan.claims if wanted.get(name, True))
        changes.pop("claims", None)
    changed: dict[str, Any] = {name: _merged(getattr(plan, name), value) for name, value in changes.items()}
    return replace(plan, inferred="fail", claims=claims, **changed)


def _merged(now: Any, wanted: Any) -> Any:
    """A member of the plan as wanted; of one that has members itself only those that are named are replaced."""
    if isinstance(wanted, Mapping) and is_dataclass(now) and not isinstance(now, type):
        return replace(now, **{name: _merged(getattr(now, name), value) for name, value in wanted.items()})
    return wanted


_PLAN_MEMBERS = frozenset(item.name for item in fields(Plan))


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="clr-selfcheck-"))
