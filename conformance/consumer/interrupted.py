"""What a run says that was stopped before all was played."""

from __future__ import annotations

from pathlib import Path

from conformance.record import Problem


def interrupted(left: int, todo: int, out: Path) -> Problem:
    """The problem of a run of which so many of the parts are left."""
    return Problem(
        "run-interrupted",
        f"The run was stopped when {todo - left} of {todo} parts were played.",
        todo=f"The same command with --resume {out} goes on where it was stopped.",
    )
