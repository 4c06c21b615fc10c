"""The values that the generator hands over to the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Node = dict[str, Any]
"""A JSON object of the model; equal ids always stand for equal nodes."""


@dataclass(frozen=True, slots=True)
class Record:
    """A CLR of one user; ``jws`` is its signed form when it is delivered signed."""

    username: str
    clr: Node
    jws: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """Everything generated: CLRs, the learner's profile id of each user, and the public documents by kind and name."""

    records: tuple[Record, ...]
    learners: Mapping[str, str]
    documents: Mapping[tuple[str, str], bytes]
