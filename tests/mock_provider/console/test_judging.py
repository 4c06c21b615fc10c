"""What came is judged as it comes, and each finding is said once."""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterator, Sequence

import pytest

from conformance.exchanges.served import Served
from mock_provider.console import Found, Timeline, judged
from mock_provider.recorder import Recorder
from tests.mock_provider.console.test_timeline import ended


def lines(timeline: Timeline) -> list[str]:
    return [line.get("message") or line["text"] for line in timeline.after(0)]


def test_each_finding_is_said_once_and_as_soon_as_it_shows() -> None:
    timeline, recorder = Timeline(), Recorder()

    def judge(exchanges: Sequence[Served]) -> list[Found]:
        return [Found("X-1", f"{one.path} is wrong", exchange=one.number) for one in exchanges if one.path != "/right"]

    with judged(timeline, recorder, judge):
        ended(recorder, url="https://mock.example/right")
        ended(recorder, url="https://mock.example/a")
        ended(recorder, url="https://mock.example/b")
    ended(recorder, url="https://mock.example/c")
    assert lines(timeline) == ["/a is wrong", "/b is wrong"]


def test_what_is_wrong_again_is_said_again() -> None:
    """Whoever has mended a consumer and tries it once more wants to know whether that has helped."""
    timeline, recorder = Timeline(), Recorder()

    judgements: queue.SimpleQueue[int] = queue.SimpleQueue()

    def judge(exchanges: Sequence[Served]) -> Iterator[Found]:
        yield from [Found("X-1", "wrong", exchange=one.number) for one in exchanges] * 2
        judgements.put(len(exchanges))

    with judged(timeline, recorder, judge):
        for _ in range(2):
            ended(recorder)
            assert judgements.get(timeout=60) == 1
            ended(recorder)
            assert judgements.get(timeout=60) == 2
            recorder.reset()
    assert [line["number"] for line in timeline.after(0)] == [1, 2, 1, 2]


def test_a_judge_that_fails_is_said_so_and_asked_no_more(caplog: pytest.LogCaptureFixture) -> None:
    timeline, recorder = Timeline(), Recorder()
    asked: list[int] = []

    def judge(exchanges: Sequence[Served]) -> list[Found]:
        asked.append(len(exchanges))
        raise RuntimeError("canary")

    with caplog.at_level(logging.ERROR), judged(timeline, recorder, judge):
        ended(recorder)
    assert asked == [1]
    assert lines(timeline) == ["What came could not be judged; the log says why."]
    assert "canary" in caplog.text
