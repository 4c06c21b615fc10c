"""Many trials in one session of pytest: the checks are collected once, and the mock begins anew for each trial."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from conformance.run.provider import ProviderRun
from conformance.selfcheck.blend import CLEAN, Blend, blend_of
from conformance.selfcheck.one_session import Play, in_one_session
from conformance.selfcheck.subject import Subject, subject
from conformance.selfcheck.trial import Trial, failed, learnt, watch
from conformance.suites.memory import Memory


def series(ids: Iterable[str], deliver: Callable[[Trial], None], book: str = "") -> None:
    """Run these trials one after the other and deliver what each learnt, before the next id is taken.

    ``book`` is the edition (empty: the one that the mock plays when none is named).
    """
    memory = Memory()
    with subject(blend_of(CLEAN, book)) as common:

        def trial(blend_id: str, play: Play) -> Trial:
            start = time.perf_counter()
            played = blend_of(blend_id, book)
            try:
                with _judged(common, played) as judged:
                    run = ProviderRun(judged.plan, app=judged.app, keep_exchanges=False, memory=memory)
                    touched = watch(judged, played, run)
                    play(run)
                    return learnt(played, run.finish(), touched, time.perf_counter() - start)
            except Exception as error:
                return failed(blend_id, f"{type(error).__name__}: {error}", book)

        def play_all(play: Play) -> None:
            for blend_id in ids:
                deliver(trial(blend_id, play))

        first = ProviderRun(common.plan, app=common.app, keep_exchanges=False, memory=memory)
        in_one_session(first, play_all)


@contextmanager
def _judged(common: Subject, played: Blend) -> Iterator[Subject]:
    """The common mock, begun anew, with that blend on; another one when it needs other settings, plan or wire."""
    if played.needs_own_mock:
        with subject(played) as own:
            yield own
        return
    common.begin_anew(played.members)
    yield common
