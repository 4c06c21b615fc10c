"""Whether a consumer says how its task went: by its exit code, by its outcome, or as a person saw it."""

from __future__ import annotations

from conformance.traffic.seen import readable
from conformance.traffic.values import Run, Sitting, Traffic

HOW_TO_TELL = "an exit code that the plan names as refused, or an outcome whose result is refused or failed, tells"


def tells_failure(sitting: Sitting) -> bool:
    """True when a start of it says that it has refused or failed."""
    return any(map(_failed, sitting.runs))


def claims_success(sitting: Sitting) -> bool:
    """True when every start of it says that all went well, and none reports anything else."""
    return all(run.end.how == "through" for run in sitting.runs) and says_nothing(sitting)


def says_nothing(sitting: Sitting) -> bool:
    """True when no start of it says a word of a failure: it ends as if all went well, or a person saw nothing."""
    return all(run.end.how in ("through", "silent") and not run.unusable and not _failed(run) for run in sitting.runs)


def speaks(traffic: Traffic) -> bool:
    """True when a start of it, in any sitting, ends otherwise than with success, reports something, or was looked at.

    Of one whose exit code is always 0 nobody knows what it means by it.
    """
    runs = [run for sitting in traffic.sittings for run in sitting.runs]
    return any(run.outcome is not None or run.end.how in ("refused", "silent") for run in runs)


def how_it_went(sitting: Sitting) -> str:
    """How its last start ended, and what that start reported where it says otherwise."""
    outcome = sitting.runs[-1].outcome
    if outcome is None or outcome.result == "done":
        return str(sitting.end)
    return f"{sitting.end}, and reports {outcome.result}{readable(f': {outcome.reason}') if outcome.reason else ''}"


def _failed(run: Run) -> bool:
    return run.end.how == "refused" or (run.outcome is not None and run.outcome.result != "done")
