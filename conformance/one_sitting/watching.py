"""Judges what comes to a mock that somebody tries a consumer on, while more comes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from conformance.consumer.stage import endpoints_of
from conformance.exchanges.served import Served
from conformance.one_sitting.judging import judge_sitting
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
        sitting = _sitting(_since_registration(exchanges)[:MOST_JUDGED], settings, recorder, scenario)
        if not sitting.exchanges:
            return
        for one in sitting.exchanges:
            recorder.shown.text(one, "")  # so that a secret of any exchange is known to all
        last = sitting.exchanges[-1]
        found = judge_sitting(
            sitting,
            settings.book,
            claims=_claims(settings, sitting),
            show=lambda text: recorder.shown.text(last, text),
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


def _leads_to_it(one: Served) -> bool:
    """Whether an exchange is another try at registration, or needs no token as discovery does."""
    return one.operation in (_REGISTER, "metadata") or (one.place == "api" and not one.bearer)


def _sitting(exchanges: tuple[Served, ...], settings: Settings, recorder: Recorder, scenario: str) -> Sitting:
    changed = settings.faults or any(one.struck for one in exchanges)
    return Sitting(
        scenario=scenario or (_CHANGED if changed else PLAIN),
        task="read",
        base_url=settings.base_url,
        runs=(Run(1, settings.first_user, End("stopped")),),
        exchanges=exchanges,
        handshakes=recorder.handshakes(),
        endpoints=endpoints_of(settings),
        mended=settings.lenient,
        client=settings.client_id,
        dropped=recorder.dropped,
    )


def _claims(settings: Settings, sitting: Sitting) -> frozenset[str]:
    """What the consumer does; one that never registered may have got its token in another way."""
    operations = {one.claim for one in facts(settings.book).operations.values() if one.claim}
    registers = sitting.first(_REGISTER) is not None
    return frozenset(operations | {"refresh"} if registers else operations - {_BY_ITSELF} | {"refresh"})
