"""Scenarios of HTTP itself, which any edition can play."""

from __future__ import annotations

from mock_provider.scenarios.model import Scenario

SCENARIOS = (
    Scenario(
        "plain",
        "Nothing is wrong",
        how="The mock does what a strict provider does, under random paths.",
        right="It discovers, registers, sends the learner to log in, gets a token and reads every page of the list.",
        tasks=("read", "write", "delete", "verify"),
    ),
)
