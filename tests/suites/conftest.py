"""Runs against the real mock over TLS that does one thing otherwise, judged as the command judges it.

    def test_a_page_too_large(judged):
        assert "holds 100" in judged("gcs-limit-ignored", select=["CLR10-GCS-008"]).why("CLR10-GCS-008")

That each fault of the mock is named, and a right mock never, is what ``clr-conformance selfcheck`` proves. The tests
here look at what it does not: the reasons that are given, what stays undecided, and what the plan has to do with it.
``behaviour`` makes what no fault of the mock does. All runs share one mock unless ``settings`` ask for another.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from conformance.access import Credentials
from conformance.exchanges import Failure, Response
from conformance.exchanges import Headers as WireHeaders
from conformance.plan import Plan
from conformance.record import Finding, RunRecord, Verdict
from conformance.rulebooks import target_of
from conformance.rulebooks.clr10 import provider
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.selfcheck.own_mock import plan_for
from conformance.standard import load
from conformance.suites.memory import Memory
from conformance.verdicts import selected
from mock_provider.behaviour import Behaviour, Fault
from mock_provider.behaviour import Request as MockRequest
from mock_provider.behaviour import Response as MockResponse
from mock_provider.behaviours import everything
from mock_provider.testing import MockServer, running_mock

SERVICE = {"client_id": "service", "client_secret": "a-secret-of-the-service", "client_acts_for": "mira"}
"""Settings of a mock that knows a client for the client credentials grant."""
PROVIDER = Path(provider.__file__).parent
MEMORY = Memory()
"""What the runs of these tests share."""


class Judged(dict[str, Verdict]):
    """Verdicts by requirement id, with the whole run record behind them."""

    record: RunRecord

    @property
    def named(self) -> set[str]:
        """The requirements that are reported as broken."""
        return {requirement for requirement, verdict in self.items() if verdict in (Verdict.FAIL, Verdict.WARN)}

    def why(self, requirement: str) -> str:
        """The reason that stands beside the verdict."""
        return next(result.reason or "" for result in self.record.requirements if result.id == requirement)

    def undecided(self) -> dict[str, str]:
        """The requirements that stayed incomplete, with the reasons."""
        return {one: self.why(one) for one, verdict in self.items() if verdict is Verdict.INCOMPLETE}

    def findings(self, requirement: str) -> list[Finding]:
        """All findings of the requirement."""
        (result,) = (result for result in self.record.requirements if result.id == requirement)
        return [finding for check in result.checks for finding in check.findings]

    def messages(self, requirement: str) -> list[str]:
        """The messages of all findings of the requirement."""
        return [finding.message for finding in self.findings(requirement)]


_numbers = itertools.count(1)


def behaviour(
    *operations: str,
    on_request: Callable[[MockRequest], object] | None = None,
    on_response: Callable[[MockResponse], object] | None = None,
) -> Fault:
    """The mock doing something otherwise, at these operations (none: at all of them)."""
    name = f"test-{next(_numbers)}"
    return Fault(name, name, "Only a test does so.", (), {}, operations, on_request, on_response)


def status(code: int) -> Callable[[MockResponse], object]:
    """A change of a response: another status code."""
    return lambda response: setattr(response, "status", code)


def reply(
    body: bytes | str | dict[str, Any] | list[Any] | None = None,
    code: int | None = 200,
    *,
    url: str = "https://provider.example/ims/clr/v1p0/clrs",
    method: str = "GET",
    failure: Failure | None = None,
    index: int = 0,
    content_type: str = "application/ld+json",
    **headers: str,
) -> Response:
    """A reply as the wire gives it, without any network; underscores in header names stand for hyphens."""
    content = json.dumps(body).encode() if isinstance(body, dict | list) else (body or b"")
    content = content.encode() if isinstance(content, str) else content
    fields = [("Content-Type", content_type), *((name.replace("_", "-"), value) for name, value in headers.items())]
    return Response(index, "", method, url, (), b"", code, WireHeaders(fields), content, 0.0, "", failure=failure)


Open = Callable[..., ClrTarget]


@pytest.fixture
def server(mocks: Any) -> Iterator[MockServer]:
    """A mock of its own settings, shared with other tests, without faults afterwards."""
    server: MockServer = mocks(**SERVICE)
    yield server
    server.faults.clear()


def clr_target(plan: Plan) -> ClrTarget:
    """The target of a plan, as a run opens it."""
    target = target_of(plan)
    assert isinstance(target, ClrTarget)
    return target


@pytest.fixture
def opened(server: MockServer) -> Iterator[Open]:
    """``opened(change)`` gives the target of the plan provider-full, changed."""
    targets: list[ClrTarget] = []

    def make(change: Callable[[Plan], Plan] = lambda plan: plan) -> ClrTarget:
        targets.append(clr_target(change(plan_for(server))))
        return targets[-1]

    yield make
    for target in targets:
        target.close()


@pytest.fixture(scope="session")
def mocks() -> Iterator[Callable[..., MockServer]]:
    """Mock providers by their settings, each started once."""
    with contextlib.ExitStack() as stack:
        known: dict[str, MockServer] = {}

        def mock_with(**settings: Any) -> MockServer:
            key = repr(sorted(settings.items()))
            if key not in known:
                known[key] = stack.enter_context(running_mock(**settings))
            return known[key]

        yield mock_with


@pytest.fixture(scope="session")
def mock(mocks: Callable[..., MockServer]) -> MockServer:
    """The mock provider with its default settings."""
    return mocks()


@pytest.fixture
def judged(mocks: Callable[..., MockServer], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Judged]:
    """``judged(played, select=[...])`` runs the suites against the mock that does this, and gives the verdicts.

    ``played`` is a behaviour or several, each as it is or by the id of one of the mock's own.
    ``select`` names areas or requirement ids. The plan is provider-full with ``inferred: fail``; ``claims`` takes
    claims out (``claims={"write": False}``), ``owner`` is another first user (those but mira have few CLRs, which
    is quicker), ``change`` makes any other change to the plan, and ``settings`` are those of the mock.
    """
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards

    def judge(
        played: str | Behaviour | Iterable[str | Behaviour] = (),
        select: Sequence[str] = (),
        *,
        claims: Mapping[str, bool] | None = None,
        owner: str = "mira",
        change: Callable[[Plan], Plan] = lambda plan: plan,
        settings: Mapping[str, Any] | None = None,
    ) -> Judged:
        server = mocks(**(settings or {}))
        plan = plan_for(server)
        wanted = {name for name in plan.claims if (claims or {}).get(name, True)}
        login = replace(plan.login, owner=Credentials(owner, server.users[owner]))
        plan = replace(plan, login=login) if owner != "mira" else plan
        plan = change(replace(plan, select=tuple(select), claims=frozenset(wanted), inferred="fail"))
        several = (played,) if isinstance(played, str | Behaviour) else tuple(played)
        with doing(server, *several):
            run = ProviderRun(plan, memory=MEMORY)
            run_suites(run, quicker(plan))
        found = Judged({result.id: result.verdict for result in run.record.requirements})
        found.record = run.record
        return found

    return judge


def quicker(plan: Plan) -> list[str]:
    """Arguments that keep pytest from collecting modules without a selected check."""
    wanted = {check.split(".")[1] for row in load("clr10") if selected(row, plan.selection) for check in row.checks}
    others = [path for path in PROVIDER.glob("test_*.py") if path.stem.split("_")[1] not in wanted]
    return ["-p", "no:unraisableexception", *(f"--ignore={path}" for path in others)]


@contextlib.contextmanager
def doing(server: MockServer, *played: str | Behaviour) -> Iterator[None]:
    """The running mock with these behaviours, given by id or as they are, as long as the block does."""
    for each in played:
        known = everything()[each] if isinstance(each, str) else each
        assert not known.settings, f"{known.id} wants another start of the mock"
        server.faults.switch_on(known)
    try:
        yield
    finally:
        server.faults.clear()
