"""The console of a mock that somebody runs by itself: where to connect, and everything that comes."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from conformance.standard.facts import facts
from mock_provider.accounts import INVENTED
from mock_provider.console import Console, Judge, Onlooker, Place, Timeline, View, judged
from mock_provider.recorder import Recorder
from mock_provider.settings import Settings

JudgeOf = Callable[[Settings, Recorder], Judge]
"""Makes the judge of what comes to a mock with these settings."""


@contextlib.contextmanager
def watched(
    settings: Settings, ca_path: Path, recorder: Recorder, judge: JudgeOf | None = None
) -> Iterator[Console | None]:
    """The console as long as the block lasts, where the settings ask for one."""
    if not settings.console:
        yield None
        return
    timeline = Timeline()
    with contextlib.ExitStack() as stack:
        stack.enter_context(timeline.following(recorder))
        if judge is not None:
            stack.enter_context(judged(timeline, recorder, judge(settings, recorder)))
        yield Console(Onlooker(View(settings.name, places_of(settings, ca_path))), timeline)


def places_of(settings: Settings, ca_path: Path) -> tuple[Place, ...]:
    """What a consumer has to be told of a mock: its address, whom to trust, and who can log in.

    A password that was configured is not among it.
    """
    users = settings.users.items() if settings.with_login else ()
    return (
        Place("API", settings.base_url),
        *(Place(f"API {facts(book).name}", settings.base_url_of(book)) for book in settings.books[1:]),
        Place("CA to trust", str(ca_path)),
        *(
            Place(f"Password of {name}", account.password if account == INVENTED.get(name) else "(as configured)")
            for name, account in users
        ),
    )
