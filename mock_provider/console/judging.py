"""Has what came judged while more comes, and puts into the timeline what was not there yet."""

from __future__ import annotations

import contextlib
import logging
import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

from conformance.exchanges.served import Served
from mock_provider.console.timeline import Timeline
from mock_provider.console.values import Found
from mock_provider.recorder import Recorder

Judge = Callable[[Sequence[Served]], Iterable[Found]]
"""Says of all that came what is wrong with it; called in a thread of its own, again and again, so that it sets itself
a bound."""

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def judged(timeline: Timeline, recorder: Recorder, judge: Judge) -> Iterator[None]:
    """Each finding once for each exchange, as soon as it can be seen, as long as the block lasts.

    A judge that fails is asked no more, and the log says why.
    """
    came: queue.SimpleQueue[Served | None] = queue.SimpleQueue()
    thread = threading.Thread(target=_judge, args=(came, timeline, recorder, judge), daemon=True)
    thread.start()
    recorder.on_end.append(came.put)
    try:
        yield
    finally:
        recorder.on_end.remove(came.put)
        came.put(None)
        thread.join(2.0)


def _judge(came: queue.SimpleQueue[Served | None], timeline: Timeline, recorder: Recorder, judge: Judge) -> None:
    told: set[Found] = set()
    over, newest = False, 0
    while not over:
        lot = _together(came)
        over = None in lot
        if lot == [None]:
            return
        exchanges = recorder.exchanges()
        if exchanges and exchanges[-1].number < newest:
            told.clear()  # the mock has begun anew
        newest = exchanges[-1].number if exchanges else 0
        try:
            found = [one for one in dict.fromkeys(judge(exchanges)) if one not in told]
        except Exception:
            _log.exception("what came to the mock could not be judged")
            timeline.note("What came could not be judged; the log says why.")
            return
        timeline.found(found)
        told.update(found)


def _together(came: queue.SimpleQueue[Served | None]) -> list[Served | None]:
    """Waits for an exchange, and takes all that came with it; ``None`` is the last of all."""
    lot = [came.get()]
    with contextlib.suppress(queue.Empty):
        while lot[-1] is not None:
            lot.append(came.get_nowait())
    return lot
