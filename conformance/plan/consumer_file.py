"""Reads the plan of a consumer run: a shipped name or a YAML file, with the environment filled in."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.access import ClientSpec
from conformance.errors import UsageFault
from conformance.plan.common import adjusted, selection_of, standard_of
from conformance.plan.consumer import TASKS, ConsumerPlan, Exits, SittingLimits
from conformance.plan.source import filled, read
from conformance.standard import book_of
from conformance.standard import load as load_standard

_OPTIONAL_BLOCKS = frozenset({"client", "learners"})


def load(source: str, environment: Mapping[str, str] | None = None) -> ConsumerPlan:
    """The plan of that shipped name or file path.

    Raises ``UsageFault`` when the plan cannot be read, breaks the schema, names an environment variable that is not
    set or a requirement that there is not, or claims no task.
    """
    environment = os.environ if environment is None else environment
    raw = filled(read(source, "consumer"), environment, source, optional=_OPTIONAL_BLOCKS)
    plan = adjust(_plan(raw, source))
    _check(plan, source)
    return plan


def adjust(
    plan: ConsumerPlan,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    inferred: str | None = None,
    strict_manual: bool = False,
) -> ConsumerPlan:
    """The plan with what the command line says on top; see ``common.adjusted``."""
    standard = load_standard(book_of(plan.standard))
    selection = adjusted(
        plan.selection, standard, select=select, ignore=ignore, inferred=inferred, strict_manual=strict_manual
    )
    return plan.judging(selection)


def _check(plan: ConsumerPlan, source: str) -> None:
    if not plan.tasks:
        raise _invalid(source, f"it claims none of the tasks {', '.join(TASKS)}", "Claim one: claims: {read: true}")
    codes = (plan.exits.through, plan.exits.refused, plan.exits.unable)
    if len(set(codes)) < len(codes):
        raise _invalid(source, "exits gives one code two meanings", "Give each of through, refused, unable its own.")
    if "client_credentials" in plan.claims and plan.client is None:
        raise _invalid(
            source,
            "claims.client_credentials needs a client that was registered by hand",
            "Set client.id and client.secret, or claims.client_credentials: false.",
        )


def _invalid(source: str, what: str, todo: str) -> UsageFault:
    return UsageFault("plan-invalid", f"{source} is not a valid plan: {what}", todo=todo)


def _plan(raw: Mapping[str, Any], source: str) -> ConsumerPlan:
    client, selection = raw.get("client"), selection_of(raw)
    return ConsumerPlan(
        name=raw.get("name") or Path(source).stem,
        claims=selection.claims or frozenset(),
        command=tuple(raw.get("command") or ()),
        exits=Exits(**(raw.get("exits") or {})),
        limits=SittingLimits(**(raw.get("limits") or {})),
        workers=raw.get("workers", 0),
        login=raw.get("login", "pages"),
        client=ClientSpec(**client) if client else None,
        learners=dict(raw.get("learners") or {}),
        ca_environment=raw.get("ca_environment", True),
        outcome=raw.get("outcome", "report"),
        keep_personal_data=raw.get("keep_personal_data", False),
        standard=standard_of(raw),
    ).judging(selection)
