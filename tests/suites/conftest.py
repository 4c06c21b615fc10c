"""Deliberately wrong providers: the real mock over TLS with one thing broken, judged as the command judges it.

    def test_a_page_too_large(judged):
        def ignore_limit(request):
            request.query.pop("limit", None)

        assert judged(asked(ignore_limit), select=["CLR10-GCS-008"])["CLR10-GCS-008"] == "fail"

``asked`` changes what the mock gets to see, ``told`` what the consumer gets to see; any other ASGI
middleware will do too. All runs share one mock (``mock``) unless ``settings`` ask for another.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

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
from conformance.selfcheck import rehearsal
from conformance.standard import load
from conformance.verdicts import selected
from mock_provider.testing import MockServer, running_mock

BASE = "/ims/clr/v1p0"
SERVICE = {"client_id": "service", "client_secret": "a-secret-of-the-service", "client_acts_for": "mira"}
"""Settings of a mock that knows a client for the client credentials grant."""
PROVIDER = Path(provider.__file__).parent
Breakage = Callable[[ASGIApp], ASGIApp]


class Judged(dict[str, Verdict]):
    """Verdicts by requirement id, with the whole run record behind them."""

    record: RunRecord

    @property
    def named(self) -> set[str]:
        """The requirements that are told to be broken."""
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


@dataclass
class Asked:
    """A request on its way to the mock; change what you like."""

    method: str
    path: str
    query: dict[str, str]
    headers: MutableHeaders


@dataclass
class Told:
    """An answer on its way to the consumer; change what you like."""

    request: Asked
    status: int
    headers: MutableHeaders
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @json.setter
    def json(self, value: Any) -> None:
        self.body = json.dumps(value, ensure_ascii=False).encode()

    def is_(self, method: str, path: str) -> bool:
        """True for the answer to that method and path; a path that ends in / stands for all below it."""
        here = self.request.path.removeprefix(BASE)
        return self.request.method == method and (
            here == path or (path.endswith("/") and here.startswith(path) and here != path)
        )


def asked(change: Callable[[Asked], object]) -> Breakage:
    """A provider that sees each request as ``change`` leaves it."""

    def breakage(app: ASGIApp) -> ASGIApp:
        async def wrong(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                scope = dict(scope, headers=list(scope["headers"]))
                request = _asked(scope, MutableHeaders(raw=scope["headers"]))
                change(request)
                scope |= {
                    "method": request.method,
                    "path": request.path,
                    "raw_path": request.path.encode(),
                    "query_string": urlencode(request.query).encode(),
                }
            await app(scope, receive, send)

        return wrong

    return breakage


def told(change: Callable[[Told], object]) -> Breakage:
    """A provider whose answers are as ``change`` leaves them."""

    def breakage(app: ASGIApp) -> ASGIApp:
        async def wrong(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            kept: list[Message] = []

            async def keep(message: Message) -> None:
                kept.append(message)

            await app(scope, receive, keep)
            answer = _told(scope, kept)
            change(answer)
            if answer.status not in (204, 304):
                answer.headers["content-length"] = str(len(answer.body))
            await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers.raw})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})

        return wrong

    return breakage


def on(method: str, path: str, change: Callable[[Told], object]) -> Breakage:
    """``told``, for the answers to one method and path (below the base path) only."""
    return told(lambda answer: change(answer) if answer.is_(method, path) else None)


def status(code: int) -> Callable[[Told], object]:
    """A change for ``told``: another status code."""
    return lambda answer: setattr(answer, "status", code)


def both(*breakages: Breakage) -> Breakage:
    """A provider that is wrong in several ways."""

    def breakage(app: ASGIApp) -> ASGIApp:
        for one in breakages:
            app = one(app)
        return app

    return breakage


def minor(value: str) -> Callable[[Told], object]:
    """A change for ``told``: the code minor of every status object."""

    def change(answer: Told) -> None:
        if answer.status >= 400 and b"imsx_codeMinorFieldValue" in answer.body:
            body = answer.json
            for entry in body["imsx_codeMinor"]["imsx_codeMinorField"]:
                entry["imsx_codeMinorFieldValue"] = value
            answer.json = body

    return change


def page(answer: Told) -> None:
    """A change for ``told``: the HTML page that a framework sends by default."""
    answer.headers["content-type"] = "text/html; charset=utf-8"
    answer.body = b"<!doctype html><title>Error</title><h1>Something went wrong</h1>"


def members(**values: Any) -> Callable[[Told], object]:
    """A change for ``told``: members of the JSON body set, or taken out by ``None``; errors stay as they are."""

    def change(answer: Told) -> None:
        if answer.status < 300:
            body = {**answer.json, **values}
            answer.json = {name: value for name, value in body.items() if value is not None}

    return change


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
        targets.append(clr_target(change(rehearsal.plan_for(server))))
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
    """``judged(breakage, select=[...])`` runs the suites against the mock, broken like that, and gives the verdicts.

    ``select`` names areas or requirement ids. The plan is provider-full with ``inferred: fail``; ``claims`` takes
    claims out (``claims={"write": False}``), ``owner`` is another first user (those but mira have few CLRs, which
    is quicker), ``change`` makes any other change to the plan, and ``settings`` are those of the mock.
    """
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards

    def judge(
        breakage: Breakage | None = None,
        select: Sequence[str] = (),
        *,
        claims: Mapping[str, bool] | None = None,
        owner: str = "mira",
        change: Callable[[Plan], Plan] = lambda plan: plan,
        settings: Mapping[str, Any] | None = None,
    ) -> Judged:
        server = mocks(**(settings or {}))
        plan = rehearsal.plan_for(server)
        wanted = {name for name in plan.claims if (claims or {}).get(name, True)}
        login = replace(plan.login, owner=Credentials(owner, server.users[owner]))
        plan = replace(plan, login=login) if owner != "mira" else plan
        plan = change(replace(plan, select=tuple(select), claims=frozenset(wanted), inferred="fail"))
        with broken(server, breakage):
            run = ProviderRun(plan)
            run_suites(run, _quicker(plan))
        found = Judged({result.id: result.verdict for result in run.record.requirements})
        found.record = run.record
        return found

    return judge


def _quicker(plan: Plan) -> list[str]:
    """Arguments that keep pytest from collecting modules without a selected check."""
    wanted = {check.split(".")[1] for row in load() if selected(row, plan.selection) for check in row.checks}
    others = [path for path in PROVIDER.glob("test_*.py") if path.stem.split("_")[1] not in wanted]
    return ["-p", "no:unraisableexception", *(f"--ignore={path}" for path in others)]


@contextlib.contextmanager
def broken(server: MockServer, breakage: Breakage | None) -> Iterator[None]:
    """The running mock behind this middleware, as long as the block does."""
    right = server.app.middleware_stack
    assert right is not None
    server.app.middleware_stack = breakage(right) if breakage else right
    try:
        yield
    finally:
        server.app.middleware_stack = right


def _asked(scope: Scope, headers: MutableHeaders) -> Asked:
    query = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    return Asked(scope["method"], scope["path"], query, headers)


def _told(scope: Scope, messages: Sequence[Message]) -> Told:
    start = next(message for message in messages if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
    request = _asked(scope, MutableHeaders(raw=list(scope["headers"])))
    headers = Headers(raw=start["headers"]).mutablecopy()
    return Told(request, start["status"], headers, body)
