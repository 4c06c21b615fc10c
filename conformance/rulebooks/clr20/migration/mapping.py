"""The mapping of CLR 1.0 to 2.0 as it stands in ``mapping.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from conformance.standard.data import read_yaml

_BAD: Final = re.compile(r"[^A-Za-z0-9._-]")
_OWN: Final = "ext:"


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one member: ``name`` is the function that does it, ``to`` the name in 2.0.

    ``argument`` is the class, the vocabulary or the identity type; ``why`` and ``form`` are those of a member that has
    no place.
    """

    name: str
    to: str
    argument: str = ""
    why: str = ""
    form: bool = False


@dataclass(frozen=True, slots=True)
class ClassMap:
    """One class of 1.0: the ``type`` that it has in 2.0 (``None``: none), and a step for each member."""

    type: list[str] | str | None
    steps: Mapping[str, Step]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How the values of one vocabulary go over; ``coarser`` are values for which a wider one stands in 2.0."""

    open: bool
    values: Mapping[str, str]
    coarser: Mapping[str, str]

    def value(self, old: str) -> tuple[str, bool] | None:
        """The value of 2.0 and whether it says less than the old one; ``None`` where there is none."""
        if old in self.values:
            return self.values[old], False
        if old in self.coarser:
            return self.coarser[old], True
        if not self.open:
            return None
        bare = old.removeprefix(_OWN).replace(" ", "")
        term = _BAD.sub("", bare)
        return (_OWN + term, term != bare) if term else None


@dataclass(frozen=True, slots=True)
class Mapped:
    """The whole mapping; see ``mapping.yaml`` for each part. ``classes`` have their names in small letters."""

    classes: Mapping[str, ClassMap]
    envelopes: Mapping[str, Step]
    vocabularies: Mapping[str, Vocabulary]
    documents: Mapping[str, str]
    contexts: Mapping[str, list[str]]
    unknown: str


@cache
def mapped() -> Mapped:
    """The mapping, read once."""
    data = read_yaml(Path(__file__).parent / "mapping.yaml")
    return Mapped(
        classes={name.lower(): _class(row) for name, row in data["classes"].items()},
        envelopes=_steps(data["envelopes"]),
        vocabularies={name: _vocabulary(row) for name, row in data["vocabularies"].items()},
        documents=data["documents"],
        contexts=data["contexts"],
        unknown=data["unknown"],
    )


def _class(row: Mapping[str, Any]) -> ClassMap:
    return ClassMap(row.get("types") or row.get("type"), _steps(row["members"]))


def _steps(members: Mapping[str, Any]) -> Mapping[str, Step]:
    return {member: _step(member, rule) for member, rule in members.items()}


def _step(member: str, rule: str | Mapping[str, Any]) -> Step:
    if isinstance(rule, str):
        return Step(rule, member)
    to = rule.get("to", member)
    if "gone" in rule:
        return Step("gone", "", why=rule["gone"], form=rule.get("form", False))
    if "as" in rule:
        return Step(rule["as"], to)
    if "by" in rule:
        return Step(rule["by"], to)
    name = next(each for each in ("one", "each", "values", "identity") if each in rule)
    argument = rule[name] if name in ("values", "identity") else rule[name].lower()
    return Step(name, to, argument)


def _vocabulary(row: Mapping[str, Any]) -> Vocabulary:
    values = {each: each for each in row["same"]} | row["values"]
    return Vocabulary(row.get("open", False), values, row.get("coarser", {}))
