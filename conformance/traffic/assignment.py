"""What a consumer of ours is told, and how it says that it stops: the reference consumer and the wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from conformance.access import ClientSpec


class RefusedError(Exception):
    """The consumer refuses what it has met, and says why."""


class UnableError(Exception):
    """The consumer does not do this task."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What a consumer is told: where the provider is, for whom it acts, and what it has to do (``read``, ``write`` …).

    ``state`` is a folder that lasts from one start to the next. ``client`` was registered by hand, and
    ``client_credentials`` says that it acts for itself. ``document`` is the record to verify (``None``: those of the
    list), ``outcome`` the file for what comes of it, ``outcome_url`` the URL that takes the same by POST.
    """

    url: str
    task: str
    username: str
    password: str = field(repr=False)
    ca: Path | None = None
    state: Path | None = None
    client: ClientSpec | None = None
    client_credentials: bool = False
    document: Path | None = None
    outcome: Path | None = None
    outcome_url: str = ""
    app: Callable[..., Any] | None = None


class OwnConsumer(Protocol):
    """A consumer of ours, made for one start.

    ``run`` raises ``RefusedError`` where it stops, ``UnableError`` for a task that is not its own; anything else that
    it raises is a crash.
    """

    def __init__(self, assignment: Assignment) -> None: ...
    def run(self) -> None:
        """Do the task."""

    def close(self) -> None:
        """Close all connections."""
