"""Judges what comes to a mock that somebody tries a consumer on, while more comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from conformance.consumer.stage import endpoints_of
from conformance.exchanges.served import Served
from conformance.one_sitting.judging import judge_sitting
from conformance.rulebooks import find
from conformance.standard import facts
from conformance.traffic import End, Run, Sitting
from conformance.traffic.values import PLAIN
from mock_provider.console import Found, Judge
from mock_provider.recorder import Recorder
from mock_provider.settings import Settings

MOST_JUDGED: Final = 300
"""Exchanges from one registration on; what comes after them is not judged."""

_REGISTER: Final = "register"
_BY_ITSELF: Final = "dynamic_registration"
_CHANGED: Final = "changed"
"""The scenario of a mock that does something otherwise, which is none of those that there are."""


def judge_of(settings: Settings, recorder: Recorder, scenario: str = "") -> Judge:
    """What judges the exchanges of that mock, in the scenario that it plays (empty: none).

    People start their consumer again and again, each time from its registration: each such sitting is judged by
    itself, and nobody knows whether it has ended, so that nothing counts that was left undone.
    """

    def judge(exchanges: Sequence[Served]) -> Iterator[Found]:
        since = _since_registration(exchanges)[:MOST_JUDGED]
        for one in since:
            recorder.shown.text(one, "")  # so that a secret of any exchange is known to all
        for book in _called(since, settings):
            yield from judge_by(book, tuple(one for one in since if _is_of(one, settings) in ("", book)))

    def judge_by(book: str, exchanges: tuple[Served, ...]) -> Iterator[Found]:
        sitting = _sitting(exchanges, settings, recorder, scenario, book)
        last = exchanges[-1]
        found = judge_sitting(
            sitting, book, claims=_claims(sitting, book), show=lambda text: recorder.shown.text(last, text)
        )
        for breach in found.breaches:
            number = breach.exchanges[0] if breach.exchanges else 0
            yield Found(breach.requirement, breach.message, "fail" if breach.fails else "warn", number)

    return judge


def _since_registration(exchanges: Sequence[Served]) -> tuple[Served, ...]:
    """The exchanges from the last registration on, with what was discovered before it; all, when there was none."""
    first = next((at for at in reversed(range(len(exchanges))) if exchanges[at].operation == _REGISTER), 0)
    while first and _leads_to_it(exchanges[first - 1]):
        first -= 1
    return tuple(exchanges[first:])


def _called(exchanges: Sequence[Served], settings: Settings) -> Iterator[str]:
    """The editions whose APIs were called, the main one when none was; those of which consumers can be judged."""
    books = dict.fromkeys(filter(None, (_is_of(one, settings) for one in exchanges)))
    for book in books or ((settings.book,) if exchanges else ()):
        if find(book).consumer is not None:
            yield book


def _is_of(one: Served, settings: Settings) -> str:
    """The edition whose API an exchange was with, empty for what all share."""
    path = urlsplit(one.url).path
    bases = ((book, urlsplit(settings.base_url_of(book)).path) for book in settings.books)
    return next((book for book, base in bases if path.startswith(f"{base}/")), "")


def _leads_to_it(one: Served) -> bool:
    """Whether an exchange is another try at registration, or needs no token as discovery does."""
    return one.operation in (_REGISTER, "metadata") or (one.place == "api" and not one.bearer)


def _sitting(
    exchanges: tuple[Served, ...], settings: Settings, recorder: Recorder, scenario: str, book: str
) -> Sitting:
    changed = settings.faults or any(one.struck for one in exchanges)
    return Sitting(
        scenario=scenario or (_CHANGED if changed else PLAIN),
        task="read",
        base_url=settings.base_url_of(book),
        runs=(Run(1, settings.first_user, End("stopped")),),
        exchanges=exchanges,
        handshakes=recorder.handshakes(),
        endpoints=endpoints_of(settings, book),
        mended=settings.lenient,
        client=settings.client_id,
        dropped=recorder.dropped,
    )


def _claims(sitting: Sitting, book: str) -> frozenset[str]:
    """What the consumer does; one that never registered may have got its token in another way."""
    operations = {one.claim for one in facts(book).operations.values() if one.claim}
    registers = sitting.first(_REGISTER) is not None
    return frozenset(operations | {"refresh"} if registers else operations - {_BY_ITSELF} | {"refresh"})
