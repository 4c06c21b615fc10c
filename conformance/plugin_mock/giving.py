"""What the fixtures give: a mock for one test, over TLS or in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest

from conformance.consumer.stage import new_places, staged
from conformance.consumer.standing import Standing
from conformance.consumer.terms import Terms
from conformance.errors import UsageFault, in_sentences
from conformance.one_sitting.live import LiveSitting
from conformance.plugin_mock.asked import Asked, asked_by
from conformance.plugin_mock.mock import ClrMock

if TYPE_CHECKING:
    from conformance.plugin_mock.respx_mock import ClrMockRespx


@contextmanager
def over_tls(asked: Asked) -> Iterator[ClrMock]:
    """A mock on ports of its own for a test."""
    scenario = asked.played
    with staged(scenario, Terms(asked.book, login=asked.login)) as stage, _folder() as folder:
        yield ClrMock(LiveSitting(stage, scenario, asked.told, asked.claimed, Path(folder)), asked, Path(folder))


@contextmanager
def in_process(asked: Asked, mocks: Standing) -> Iterator[ClrMockRespx]:
    """A mock that listens nowhere for a test, in front of every httpx client of this process."""
    from conformance.plugin_mock.respx_mock import ClrMockRespx, answering

    scenario = asked.played
    if scenario.wire or scenario.listener:
        pytest.fail(f"the scenario {scenario.id} shows over a real connection only: use clr_mock for it", pytrace=False)
    terms = Terms(asked.book, login=asked.login, real_tls=False, standing=mocks)
    with staged(scenario, terms) as stage, _folder() as folder:
        stage.mock.move(new_places())
        assert stage.app is not None
        sitting = LiveSitting(stage, scenario, asked.told, asked.claimed, Path(folder))
        with answering(stage.mock.origin, stage.app) as answers:
            yield ClrMockRespx(sitting, asked, Path(folder), answers)


standing = Standing


def _folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="clr-mock-", ignore_cleanup_errors=True)


def asked_of(item: pytest.Item) -> Asked:
    """What the marks of a test ask for; a mark that cannot be played fails it."""
    try:
        return asked_by(item)
    except UsageFault as fault:
        pytest.fail(in_sentences(fault.problem.message, fault.problem.todo), pytrace=False)
