"""Waits for a target that is starting, as one in a container does, before the run begins."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from conformance.exchanges import Response
from conformance.record import Diagnosis
from conformance.suites.session import network_of
from conformance.suites.target import Target
from conformance.wire import Wire

PAUSE_SECONDS = 0.5
_STARTING = frozenset({502, 503, 504})
"""What a proxy in front answers while nobody is behind it yet."""


def await_target(target: Target) -> Iterator[Diagnosis]:
    """Ask the target until it answers, for as long as the plan's ``network.wait_for`` says; tell how it went."""
    plan = target.plan
    if not plan.network.wait_for or target.session.in_process:
        return
    begun = time.monotonic()
    limits = replace(plan.limits, run=math.inf, exchanges=1_000_000)  # the loop below ends by itself
    ca = Path(plan.target.ca) if plan.target.ca else None
    with Wire(limits=limits, ca=ca, allow_http=plan.target.allow_http, **network_of(plan)) as wire:
        response = wire.send("GET", target.session.discovery_url)
        while not _there(response) and time.monotonic() - begun < plan.network.wait_for:
            time.sleep(PAUSE_SECONDS)
            response = wire.send("GET", target.session.discovery_url)
    waited = time.monotonic() - begun
    if _there(response):
        yield Diagnosis("waiting", "ok", f"the target answers after {waited:.0f} s")
    else:
        why = response.failure.message if response.failure else f"it answers {response.status}"
        yield Diagnosis("waiting", "warning", f"the target did not come up in {waited:.0f} s: {why}")


def _there(response: Response) -> bool:
    """True when waiting longer changes nothing: an answer, or a failure that is not one of a service that starts."""
    if response.failure is not None:
        return response.failure.code not in {"refused", "reset", "timeout", "too-slow", "unreachable", "name-not-found"}
    return response.status not in _STARTING
