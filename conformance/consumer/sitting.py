"""One sitting: a scenario is played to the consumer from its first request to its end."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from conformance.consumer.invitation import Invitation
from conformance.consumer.login import browser
from conformance.consumer.process import Finished
from conformance.consumer.stage import Stage, staged
from conformance.consumer.terms import Terms
from conformance.traffic import Run, Sitting
from mock_provider.scenarios import Scenario

Starter = Callable[[Invitation], Finished]
"""Starts the consumer once and gives how it ended."""


def play(scenario: Scenario, task: str, start: Starter, terms: Terms, *, mended: tuple[str, ...] = ()) -> Sitting:
    """The sitting of a consumer in that scenario, with that task.

    The consumer is started once for each learner of the scenario; its starts share a folder for what it keeps.
    ``mended`` are departures of the consumer that the mock takes as if they were right.
    """
    with (
        tempfile.TemporaryDirectory(prefix="clr-state-", ignore_cleanup_errors=True) as folder,
        staged(scenario, terms, mended) as stage,
    ):
        runs = _runs(scenario, stage, start, terms, _invitation(scenario, task, stage, Path(folder), terms))
        return Sitting(
            scenario=scenario.id,
            task=task,
            base_url=stage.mock.url,
            runs=runs,
            exchanges=stage.recorder.exchanges(),
            handshakes=stage.recorder.handshakes(),
            endpoints=stage.endpoints,
            elsewhere=stage.elsewhere,
            mended=mended,
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


def _invitation(scenario: Scenario, task: str, stage: Stage, folder: Path, terms: Terms) -> Invitation:
    state = folder / "state"
    state.mkdir()
    client = terms.client
    return Invitation(
        url=stage.address,
        origin=stage.mock.settings.root_url,
        ca=stage.mock.ca_path,
        username="",
        password="",
        task=task,
        state=state,
        client_id=client.id if client else "",
        client_secret=client.secret if client else "",
        client_credentials=terms.acts_for_itself,
        outcome_file=folder / "outcome.json",
        browser=str(browser(folder, scenario.consent)) if terms.login == "browser" else "",
        app=None if terms.real_tls else stage.application,
    )
