"""Waiting for a target that is starting: however slowly the run may ask, it ends, and says how."""

from __future__ import annotations

import socket
from dataclasses import replace

from conformance.access import NetworkSpec
from conformance.limits import Limits
from conformance.plan import Plan, TargetSpec
from conformance.suites.waiting import await_target

from .conftest import clr_target


def test_a_rate_slower_than_an_exchange_may_last_ends_the_waiting_and_not_the_run() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        url = f"https://127.0.0.1:{bound.getsockname()[1]}"
        limits = replace(Limits(), connect=0.2, exchange=0.2)
        network = NetworkSpec(rate=1.0, wait_for=0.7)
        plan = Plan("p", TargetSpec(url), frozenset(), standard="clr-v1p0", limits=limits, network=network)
        (told,) = await_target(clr_target(plan))

    assert told.status == "warning"
    assert "did not come up in 1 s" in told.message
