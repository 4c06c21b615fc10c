"""The members that the plans of all roles have in common: the edition, what is judged, and how strictly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from conformance.names import requirement_or_area
from conformance.plan.edition import usual_edition
from conformance.plan.selection import Selection, Sighting, Waiver
from conformance.standard import Standard


def standard_of(raw: Mapping[str, Any]) -> str:
    """The edition that a plan names, or else the first one."""
    return raw.get("standard") or usual_edition()


def selection_of(raw: Mapping[str, Any]) -> Selection:
    """What a plan says of what is judged."""
    return Selection(
        select=tuple(raw.get("select") or ()),
        ignore=tuple(raw.get("ignore") or ()),
        inferred=raw.get("inferred", "warn"),
        claims=frozenset(claim for claim, made in raw["claims"].items() if made) if "claims" in raw else None,
        waivers=tuple(_waiver(entry) for entry in raw.get("waivers") or ()),
        seen_by_hand=tuple(_sighting(entry) for entry in raw.get("seen_by_hand") or ()),
        strict_manual=raw.get("strict_manual", False),
    )


def _waiver(raw: Mapping[str, Any]) -> Waiver:
    return Waiver(**{**raw, "expires": date.fromisoformat(raw["expires"]), "covers": tuple(raw.get("covers") or ())})


def _sighting(raw: Mapping[str, Any]) -> Sighting:
    return Sighting(**{**raw, "when": date.fromisoformat(raw["when"])})


def adjusted(
    selection: Selection,
    standard: Standard,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    inferred: str | None = None,
    strict_manual: bool = False,
) -> Selection:
    """The selection with what the command line says on top, every requirement and area by its whole name.

    ``select`` replaces the plan's, ``ignore`` adds to it. Raises ``UsageFault`` for an unknown id or area.
    """

    def whole(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(requirement_or_area(standard, name) for name in names)

    return replace(
        selection,
        select=whole(tuple(select) or selection.select),
        ignore=whole((*selection.ignore, *ignore)),
        waivers=tuple(replace(one, requirement=whole([one.requirement])[0]) for one in selection.waivers),
        seen_by_hand=tuple(replace(one, requirement=whole([one.requirement])[0]) for one in selection.seen_by_hand),
        inferred="fail" if inferred == "fail" else "warn" if inferred == "warn" else selection.inferred,
        strict_manual=strict_manual or selection.strict_manual,
    )
