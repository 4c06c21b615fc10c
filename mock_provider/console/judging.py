"""Has what came judged while more comes, and puts into the timeline what was not there yet."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence

from conformance.exchanges.served import Served
from mock_provider.console.timeline import Timeline
from mock_provider.console.values import Found
from mock_provider.recorder import Recorder

Judge = Callable[[Sequence[Served]], Iterable[Found]]
"""Says of all that came what is wrong with it; called in a thread of its own, again and again, so that it sets itself
a bound. There is at least one exchange."""

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def judged(timeline: Timeline, recorder: Recorder, judge: Judge) -> Iterator[None]:
    """Each finding once for each exchange, as soon as it can be seen, as long as the block lasts.

    A judge that fails is asked no more, and the log says why.
    """
    came, over = threading.Event(), threading.Event()

    def ended(_: Served) -> None:
        came.set()

    thread = threading.Thread(target=_judge, args=(came, over, timeline, recorder, judge), daemon=True)
    thread.start()
    recorder.on_end.append(ended)
    try:
        yield
    finally:
        recorder.on_end.remove(ended)
        over.set()
        came.set()
        thread.join(2.0)


def _judge(came: threading.Event, over: threading.Event, timeline: Timeline, recorder: Recorder, judge: Judge) -> None:
    told: set[Found] = set()
    last, newest = False, 0
    while not last:
        came.wait()
        came.clear()
        last = over.is_set()
        exchanges = recorder.exchanges()
        if not exchanges:
            continue
        if exchanges[-1].number < newest:
            told.clear()  # the mock has begun anew
        newest = exchanges[-1].number
        try:
            found = [one for one in dict.fromkeys(judge(exchanges)) if one not in told]
        except Exception:
            _log.exception("what came to the mock could not be judged")
            timeline.note("What came could not be judged; the log says why.")
            return
        timeline.found(found)
        told.update(found)
