"""The verifier of other hands, for tests: as a process, or as a function that asks a mock in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import httpx
import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from conformance.consumer import own
from conformance.consumer.invitation import Invitation
from conformance.consumer.parts import Key, parts_of
from conformance.consumer.quiet import quiet_mock
from conformance.consumer.run import ConsumerRun, consumer_rules
from conformance.consumer.series import Means
from conformance.consumer.sitting import Played
from conformance.consumer.standing import Standing
from conformance.consumer.starting import Consumer, in_process
from conformance.consumer.terms import Terms
from conformance.exchanges.specimens import TellsBy
from conformance.plan.consumer import ConsumerPlan
from conformance.wire.inprocess import InProcess
from tests.consumer.strangers import FOREIGN, Told, plan_for
from tests.foreign.consumer import verifier

VERIFIER = (sys.executable, str(FOREIGN / "verifier.py"))
WAYS: Final[Mapping[str, TellsBy]] = {"file": "report", "post": "report", "code": "exit-code"}
"""How the verifier tells what it makes of a record, and what a plan calls that."""


def ours(invitation: Invitation) -> int | None:
    """The reference consumer as a function of this process."""
    return own.called(consumer_rules("clr10").reference_consumer)(invitation)


def plan_of(*arguments: str, tell: str = "file", without: Sequence[str] = ()) -> ConsumerPlan:
    """The plan of a verifier, for the one of other hands with these arguments."""
    plan = plan_for((*VERIFIER, "--tell", tell, *arguments), "consumer-verify", without=without)
    return replace(plan, outcome=WAYS[tell])


def here(plan: ConsumerPlan, only: Collection[str] | None, mocks: Standing, consumer: Consumer | None = None) -> Told:
    """Plays the plan in this process, with ``only`` these scenarios beside the plain one.

    The consumer is the verifier of other hands with the arguments of the plan, unless another one is given.
    """
    chosen = [part for part in parts_of(plan) if part.plain or only is None or part.scenario.id in only]
    terms = replace(Terms.of(plan), real_tls=False, standing=mocks)
    start = in_process(consumer or called(plan.command[len(VERIFIER) :]))
    played: dict[Key, tuple[Played, ...]] = {}
    run = ConsumerRun(plan, Means(start, terms, keep=lambda part, one: played.update({part.key: one})), chosen)
    with quiet_mock():
        run.play()
    return Told(run, played)


def verified(consumer: Consumer | None = None) -> Mapping[Key, tuple[Played, ...]]:
    """Every sitting in which that verifier is given files, for a plan that holds more; left out: that of other hands.

    As processes they would take a minute; that it is the same then is tested once.
    """
    with Standing() as mocks:
        return here(plan_of(), None, mocks, consumer).played


def called(arguments: Sequence[str]) -> Consumer:
    """The verifier with these arguments as a function of this process; it asks where the mock listens, if it does."""

    def call(invitation: Invitation) -> int:
        if invitation.app is None:
            return verifier.main(arguments, invitation.environment())
        with requests.Session() as http, Inside(invitation.app) as inside:
            http.mount("https://", inside)
            return verifier.main(arguments, invitation.environment(), http)

    return call


class Inside(HTTPAdapter):
    """Sends what requests is asked to send to an application of this process."""

    def __init__(self, app: Any) -> None:
        super().__init__()
        self._transport = InProcess(app)

    def __enter__(self) -> Inside:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._transport.close()

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """The response of the application; an error of the transport is one of requests."""
        asked = httpx.Request(str(request.method), str(request.url), headers=request.headers, content=request.body)  # type: ignore[arg-type]
        try:
            came = self._transport.handle_request(asked)
            body = came.read()
        except Exception as error:  # the application breaks off by an exception of its own
            raise requests.exceptions.ConnectionError(f"{error}", request=request) from error
        raw = HTTPResponse(
            io.BytesIO(body), HTTPHeaderDict(came.headers.multi_items()), came.status_code, preload_content=False
        )
        return self.build_response(request, raw)
