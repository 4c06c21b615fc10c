"""One sitting: a scenario is played to the consumer from its first request to its end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from conformance.access import ClientSpec
from conformance.consumer.invitation import Invitation
from conformance.consumer.process import Finished
from conformance.consumer.stage import Stage, staged
from conformance.consumer.terms import Terms
from conformance.traffic import Run, Sitting
from mock_provider.scenarios import Scenario

Starter = Callable[[Invitation], Finished]
"""Starts the consumer once and gives how it ended."""


def play(scenario: Scenario, task: str, start: Starter, terms: Terms) -> Sitting:
    """The sitting of a consumer in that scenario, with that task.

    The consumer is started once for each learner of the scenario; its starts share a folder for what it keeps.
    """
    with (
        tempfile.TemporaryDirectory(prefix="clr-state-", ignore_cleanup_errors=True) as folder,
        staged(scenario, terms) as stage,
        terms.browser(stage.mock, scenario) as browser,
    ):
        runs = _runs(scenario, stage, start, terms, _invitation(stage, task, Path(folder), browser, terms.client))
        return Sitting(
            scenario=scenario.id,
            task=task,
            base_url=stage.mock.url,
            runs=runs,
            exchanges=stage.recorder.exchanges(),
            handshakes=stage.recorder.handshakes(),
            endpoints=stage.endpoints,
        )


def _runs(scenario: Scenario, stage: Stage, start: Starter, terms: Terms, told: Invitation) -> tuple[Run, ...]:
    """Every start of the consumer, until one does not end by itself."""
    runs: list[Run] = []
    for number, learner in enumerate(scenario.learners, 1):
        stage.recorder.run = number
        if number > 1 and scenario.between is not None:
            scenario.between(stage.mock, number)
        finished = start(replace(told, username=learner, password=stage.mock.users[learner]))
        runs.append(Run(number, learner, terms.end_of(finished), finished.output))
        if not runs[-1].end.by_itself:
            break
    return tuple(runs)


def _invitation(stage: Stage, task: str, folder: Path, browser: str, client: ClientSpec | None) -> Invitation:
    state = folder / "state"
    state.mkdir()
    return Invitation(
        url=stage.address,
        origin=stage.mock.origin,
        ca=stage.mock.ca_path,
        username="",
        password="",
        task=task,
        state=state,
        client_id=client.id if client else "",
        client_secret=client.secret if client else "",
        outcome_file=folder / "outcome.json",
        browser=browser,
    )
