"""The ways in which a consumer is started: as a process, or as a function of this one."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence

from conformance.consumer.invitation import Invitation
from conformance.consumer.process import Finished, Stop, run
from conformance.consumer.sitting import Starter
from conformance.consumer.terms import Terms

Consumer = Callable[[Invitation], int | None]
"""A consumer in this process: it gives its exit code, none when all went well."""


def as_process(command: Sequence[str], terms: Terms, stop: Stop | None = None) -> Starter:
    """Starts that command for each invitation; see ``process.run`` for its bounds and what is raised."""
    asked = stop or Stop()

    def start(invitation: Invitation) -> Finished:
        return run(
            invitation.arguments(command),
            invitation.environment(authority=terms.authority),
            limit=terms.limits.start,
            grace=terms.limits.stop,
            stop=asked,
        )

    return start


def in_process(consumer: Consumer, crashed: int = 1) -> Starter:
    """Calls that function for each invitation; what it raises is its output, and ends it with the code ``crashed``."""

    def start(invitation: Invitation) -> Finished:
        begun = time.monotonic()
        try:
            code, output = consumer(invitation) or 0, ""
        except Exception:
            code, output = crashed, traceback.format_exc()
        return Finished(code, output=output, printed=len(output), seconds=time.monotonic() - begun)

    return start
