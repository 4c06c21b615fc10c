"""A sitting whose requests were refused is repeated by a mock that takes that departure, so that the rest is seen."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from conformance.consumer.sitting import Played
from conformance.exchanges.served import Served
from conformance.traffic import Sitting
from mock_provider.lenient import IDS_HEADER
from mock_provider.settings import EVERY_MEND

__all__ = ["EVERY_MEND", "mends_taken", "was_refused", "with_mends"]

_REFUSALS: Final = frozenset({400, 401, 403, 406, 415})


def was_refused(sitting: Sitting) -> bool:
    """True when the mock itself refused a request, and not the scenario."""
    return any(_refused(one) for one in sitting.exchanges)


def mends_taken(sitting: Sitting) -> tuple[str, ...]:
    """The ids of the departures that the mock took in this sitting."""
    return tuple(dict.fromkeys(name for one in sitting.exchanges for name in _taken(one)))


def with_mends(played: Played, taken: tuple[str, ...]) -> Played:
    """The same, with the departures that were taken and not all that might have been."""
    return replace(played, sitting=replace(played.sitting, mended=taken))


def _refused(one: Served) -> bool:
    if one.struck or not one.operation:
        return False
    sent_back = one.headers.get("location") or ""
    # A learner who says no is nothing that the consumer could have sent otherwise.
    in_redirect = "error=" in sent_back and "error=access_denied" not in sent_back
    return one.status in _REFUSALS or (one.place != "api" and in_redirect)


def _taken(one: Served) -> tuple[str, ...]:
    noted = one.headers.get(IDS_HEADER) or ""
    return (*one.taken, *(name.strip() for name in noted.split(",") if name.strip()))
