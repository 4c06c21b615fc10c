"""The plan as a record shows it: as JSON, without its secrets and without what it says of persons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

REDACTED: Final = "[redacted]"
_SECRETS: Final = frozenset({"secret", "password", "access_token", "refresh_token", "proxy", "headers", "learners"})


class StandIns(Protocol):
    """Puts something of the same shape in the place of what is a learner's own."""

    def text(self, text: str) -> str:
        """The text with stand-ins."""

    def person(self, value: Any) -> Any:
        """The data of a person with stand-ins."""


class Withholder(Protocol):
    """Knows what a text may not show."""

    @property
    def persons(self) -> StandIns | None:
        """Stand-ins for what is a learner's own; ``None`` when it is kept."""

    def by_name(self, text: str) -> str:
        """The text without values that are known to be secret, or stand behind a name that says so."""


def public(plan: DataclassInstance, withholder: Withholder) -> dict[str, Any]:
    """The plan of a run as JSON without its secrets and what it says of persons; where the target is stays as given."""
    plain: dict[str, Any] = _json(asdict(plan))
    cleaned = {
        name: _hidden(value) if name in _SECRETS else _cleaned(value, withholder, whole=name == "target")
        for name, value in plain.items()
    }
    data = cleaned.get("data")
    if withholder.persons and isinstance(data, dict) and plain["data"].get("learner"):
        cleaned["data"] = {**data, "learner": withholder.persons.person(plain["data"]["learner"])}
    return cleaned


def _json(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _json(entry) for key, entry in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (list, tuple)):
        return [_json(entry) for entry in value]
    return value.isoformat() if isinstance(value, date) else value


def _cleaned(value: Any, withholder: Withholder, *, whole: bool) -> Any:
    if isinstance(value, Mapping):
        secrets = _SECRETS | {"value"} if _types_a_fixed_value(value) else _SECRETS
        return {
            key: _hidden(entry) if key in secrets else _cleaned(entry, withholder, whole=whole)
            for key, entry in value.items()
        }
    if isinstance(value, list):
        return [_cleaned(entry, withholder, whole=whole) for entry in value]
    if not isinstance(value, str):
        return value
    named = withholder.by_name(value)
    return named if whole or withholder.persons is None else withholder.persons.text(named)


def _types_a_fixed_value(step: Mapping[str, Any]) -> bool:
    """True for a step in a browser that types a fixed value, which may be a PIN."""
    return step.get("action") == "fill" and "{" not in step["value"]


def _hidden(value: Any) -> Any:
    """A mark in the place of a secret; a mapping keeps its names, and a number is not a secret."""
    if isinstance(value, Mapping):
        return dict.fromkeys(value, REDACTED)
    return REDACTED if isinstance(value, str) and value else value
