"""What the control API does for tests in any language: play a scenario, and judge what the consumer did."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar, get_args

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from conformance.consumer.parts import every_scenario
from conformance.consumer.stage import endpoints_of
from conformance.names import did_you_mean, near
from conformance.one_sitting.claims import claims_of
from conformance.one_sitting.judgement import Judgement
from conformance.one_sitting.judging import judge_sitting
from conformance.one_sitting.live import How, without_secrets
from conformance.plan.selection import Inferred
from conformance.standard import facts
from conformance.traffic import End, Run, Sitting
from conformance.traffic.values import PLAIN
from mock_provider.http.endpoint import read_body
from mock_provider.http.status import Refusal
from mock_provider.scenarios import Scenario
from mock_provider.serve import Steered
from mock_provider.starting import played

_MOST_BYTES: Final = 10_000
_MEMBERS: Final = {"scenario", "task", "standard"}
_HOW: Final[tuple[How, ...]] = get_args(How)
_INFERRED: Final[tuple[Inferred, ...]] = get_args(Inferred)
Word = TypeVar("Word", bound=str)


class _CannotError(ValueError):
    """What was asked for cannot be done: a status and a sentence."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Desk:
    """The sitting that goes on at one mock: its scenario and its task, to be read, set and judged by requests.

    It is one with the main edition, until another one that the mock plays is named.
    """

    def __init__(self, steered: Steered, scenario: str) -> None:
        self._steered = steered
        self._book = steered.settings.book
        self._scenario = every_scenario(self._book, with_variations=True)[scenario or PLAIN]
        self._task: str = self._scenario.tasks[0]
        self._whole = bool(scenario)
        self._one_at_a_time = asyncio.Lock()

    async def shown(self, _: Request) -> Response:
        """``GET /scenario``: which one is played, what the mock does in it, and what a right consumer does then."""
        one = self._scenario
        played = {"standard": facts(self._book).id} if len(self._steered.settings.books) > 1 else {}
        return JSONResponse({"scenario": one.id, "task": self._task, **played, "how": one.how, "right": one.right})

    async def set(self, request: Request) -> Response:
        """``PUT /scenario``: from now on another one is played, to a mock as it was before the first request."""
        try:
            asked = _members(await read_body(request, _MOST_BYTES))
            book = self._named(str(asked.get("standard", "")))
            scenario = self._playable(str(asked.get("scenario", PLAIN)), book)
            task = _task(scenario, str(asked.get("task", "")))
            async with self._one_at_a_time:
                await run_in_threadpool(self._begin, scenario)
                self._book, self._scenario, self._task, self._whole = book, scenario, task, True
        except Refusal as refusal:
            return _failed(refusal.status, f"the body has more than {_MOST_BYTES} bytes")
        except _CannotError as why:
            return _failed(why.status, str(why))
        return await self.shown(request)

    async def judged(self, request: Request) -> Response:
        """``GET /judgement``: what the requests of the sitting show so far."""
        asked = request.query_params
        how: How | None = _one_of(_HOW, asked.get("ended", "through" if self._whole else "stopped"))
        inferred: Inferred | None = _one_of(_INFERRED, asked.get("inferred", "warn"))
        if how is None or inferred is None:
            return _failed(400, f"ended is one of {', '.join(_HOW)}; inferred is one of {', '.join(_INFERRED)}")
        more = [name for name in asked.get("claims", "").split(",") if name]
        found = await run_in_threadpool(self._judge, how, inferred, more)
        return JSONResponse({**found.members, "text": str(found)})

    def _judge(self, how: How, inferred: Inferred, more: Sequence[str]) -> Judgement:
        settings, recorder = self._steered.settings, self._steered.recorder
        exchanges, book = recorder.exchanges(), self._book
        sitting = Sitting(
            scenario=self._scenario.id,
            task=self._task,
            base_url=settings.base_url_of(book),
            runs=(Run(1, self._scenario.learners[0], End(how)),),
            exchanges=exchanges,
            handshakes=recorder.handshakes(),
            endpoints=endpoints_of(settings, book),
            client=settings.client_id,
            dropped=recorder.dropped,
        )
        claims = claims_of(book, self._scenario, self._task) | {*more}
        show = without_secrets(recorder, exchanges)
        return judge_sitting(sitting, book, claims=claims, inferred=inferred, show=show)

    def _named(self, standard: str) -> str:
        """The book of the edition that was asked for, that of the sitting so far when none was."""
        known = {facts(book).id: book for book in self._steered.settings.books}
        if standard and standard not in known:
            raise _CannotError(404, f"there is no standard {standard!r} here. It is one of {', '.join(known)}")
        return known[standard] if standard else self._book

    def _playable(self, name: str, book: str) -> Scenario:
        known = every_scenario(book, with_variations=True)
        if name not in known:
            hint = did_you_mean(near(name, known)) or "`clr-conformance scenarios` lists them"
            raise _CannotError(404, f"there is no scenario {name!r}. {hint}")
        scenario = known[name]
        why = not_alone(scenario)
        if why:
            raise _CannotError(409, f"the scenario {name} needs {why[0]}. {why[1]}")
        if not self._started_for(scenario):
            raise _CannotError(409, f"{name} changes how the mock starts: start it with --scenario {name}")
        return scenario

    def _started_for(self, scenario: Scenario) -> bool:
        """True when the mock runs with the settings of the scenario, and nothing in it needs others."""
        own = self._steered.settings
        same = all(getattr(own, name) == value for name, value in scenario.settings.items())
        chosen = played(replace(own, faults=scenario.behaviours))
        return same and not any(behaviour.settings for behaviour, _ in chosen)

    def _begin(self, scenario: Scenario) -> None:
        steered = self._steered
        if steered.reset is None:
            raise _CannotError(409, "only a mock whose store is in memory can begin a scenario")
        chosen = played(replace(steered.settings, faults=scenario.behaviours))
        steered.reset()
        steered.layer.clear()
        for behaviour, trigger in chosen:
            steered.layer.switch_on(behaviour, trigger)


def not_alone(scenario: Scenario) -> tuple[str, str] | None:
    """What a scenario needs that a mock by itself has not, and what to do; ``None`` when it can play it."""
    todo = "Play it with `clr-conformance consumer`, or with clr_mock in pytest."
    if scenario.listener:
        return "another listener", todo
    return ("several starts, or records to verify", todo) if scenario.starts > 1 or scenario.lay else None


def _task(scenario: Scenario, named: str) -> str:
    known = (*scenario.tasks, *scenario.instead)
    if named and named not in known:
        raise _CannotError(400, f"the tasks of {scenario.id} are {', '.join(known)}")
    return named or known[0]


def _one_of(known: tuple[Word, ...], word: str) -> Word | None:
    return next((one for one in known if one == word), None)


def _members(body: bytes) -> dict[str, Any]:
    try:
        members = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        members = None
    if not isinstance(members, dict) or not members.keys() <= _MEMBERS:
        raise _CannotError(400, 'give a JSON object such as {"scenario": "expires-midway", "task": "read"}')
    return members


def _failed(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status)
