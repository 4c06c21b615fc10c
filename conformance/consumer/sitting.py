"""One sitting: a scenario is played to the consumer from its first request to its end."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from conformance.consumer.invitation import Invitation
from conformance.consumer.late import Door, Lingering
from conformance.consumer.laying import Table, table
from conformance.consumer.login import browser
from conformance.consumer.outcome_box import Box
from conformance.consumer.process import Finished
from conformance.consumer.reported import completing, reported
from conformance.consumer.stage import Stage, staged
from conformance.consumer.terms import Terms
from conformance.traffic import Run, Sitting
from mock_provider.scenarios import Scenario

Starter = Callable[[Invitation], Finished]
"""Starts the consumer once and gives how it ended."""

Beside = Callable[[Stage, Table], AbstractContextManager[None]]
"""What goes on beside the starts of the consumer, as long as its mock is there."""


@dataclass(frozen=True, slots=True)
class Played:
    """A sitting that ended, the seconds that it took, the door of its mock, and the box for outcomes."""

    sitting: Sitting
    seconds: float = 0.0
    door: Door | None = None
    box: Box | None = None

    @property
    def told(self) -> Sitting:
        """The sitting with what has come since it ended: requests, and outcomes."""
        if self.door is None or self.box is None:
            return self.sitting
        return replace(self.sitting, late=self.door.late, late_outcomes=self.box.late)


def play(
    scenario: Scenario,
    task: str,
    start: Starter,
    terms: Terms,
    *,
    mended: tuple[str, ...] = (),
    lingering: Lingering | None = None,
    beside: Beside | None = None,
) -> Played:
    """The sitting of a consumer in that scenario, with that task.

    The consumer is started once for each learner of the scenario; its starts share a folder for what it keeps.
    ``mended`` are departures of the consumer that the mock takes as if they were right. Where ``lingering`` is given,
    a mock that listens stays up there for those who come late. ``beside`` is what goes on as long as the mock is there.
    """
    begun = time.monotonic()
    with ExitStack() as stack:
        folder = stack.enter_context(_folder())
        with ExitStack() as opened:
            stage = opened.enter_context(staged(scenario, terms, mended))
            told = _invitation(scenario, task, stage, Path(folder), terms)
            endpoints = stage.endpoints
            laid = table(scenario, task, stage.mock, terms.claims)
            if beside is not None:
                opened.enter_context(beside(stage, laid))
            runs = _runs(scenario, stage, start, terms, told, laid=laid, endpoints=endpoints)
            stage.door.shut()
            sitting = Sitting(
                scenario=scenario.id,
                task=task,
                base_url=stage.mock.url,
                runs=runs,
                exchanges=stage.mock.recorder.exchanges(),
                handshakes=stage.mock.recorder.handshakes(),
                endpoints=endpoints,
                elsewhere=stage.elsewhere,
                mended=mended,
                client=terms.client.id if terms.client else "",
                dropped=stage.mock.recorder.dropped,
                specimens=laid.specimens,
                handed=laid.handed,
                tells_by=terms.tells_by,
                asked=laid.asked,
            )
            if lingering is not None and stage.app is None:
                lingering.keep(opened.pop_all())
        return Played(sitting, time.monotonic() - begun, stage.door, stage.box)


def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="clr-state-", ignore_cleanup_errors=True)


def _runs(
    scenario: Scenario,
    stage: Stage,
    start: Starter,
    terms: Terms,
    told: Invitation,
    *,
    laid: Table,
    endpoints: dict[str, str],
) -> tuple[Run, ...]:
    """Every start of the consumer, until one does not end by itself; ``endpoints`` takes those that move meanwhile."""
    runs: list[Run] = []
    learners = scenario.learners if len(laid.starts) <= 1 else scenario.learners[:1] * len(laid.starts)
    for number, learner in enumerate(learners, 1):
        stage.mock.recorder.run = number
        if number > 1 and scenario.between is not None:
            scenario.between(stage.mock, number)
            endpoints |= moved(endpoints, stage.endpoints, number)
        if terms.login == "auto":
            stage.mock.app.state.authorization.agree_as(learner)
        with _folder() as own:
            runs.append(_run(number, stage, start, terms, replace(told, username=learner), laid=laid, own=Path(own)))
        if not runs[-1].end.by_itself:
            break
    return tuple(runs)


def _run(number: int, stage: Stage, start: Starter, terms: Terms, told: Invitation, *, laid: Table, own: Path) -> Run:
    """One start of the consumer; its files are in its ``own`` folder, of which no earlier start knew.

    What the consumer keeps of one record must not meet it at the next: such starts know nothing of each other.
    """
    complete = completing(laid.given(number), laid.of_start(number), stage.mock.recorder.exchanges)
    state = own / "state" if len(laid.starts) > 1 else told.state
    if state != told.state:
        state.mkdir()
    invited = replace(
        told,
        password=stage.mock.users[told.username],
        document=laid.serve(number, own),
        outcome_file=own / "outcome.json",
        outcome_url=stage.box.open(stage.mock.origin, complete),
        state=state,
    )
    finished = start(invited)
    came = reported(invited.outcome_file, stage.box, complete)
    return Run(number, told.username, terms.end_of(finished), finished.output, came.outcome, came.unusable)


def moved(known: Mapping[str, str], now: Mapping[str, str], number: int) -> dict[str, str]:
    """Under the number of the start, the endpoints that are not where they were at the first one."""
    return {f"{name}#{number}": url for name, url in now.items() if known[name] != url}


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
        authorization_url=stage.endpoints.get("authorize", ""),
        token_url=stage.endpoints.get("token", ""),
        browser=str(browser(folder, scenario.consent)) if terms.login == "browser" else "",
        app=stage.app,
    )
