"""The list of records as the checks of ``GET /credentials`` look at it, each view of it asked for once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from conformance.rulebooks.clr20.provider.api import ProviderApi
from conformance.rulebooks.clr20.provider.listing import Entry, pager
from conformance.suites.answer import Answer
from conformance.suites.lists import ListRows, Lists, moment
from conformance.suites.outcomes import CheckEnd, incomplete
from conformance.suites.walking import Walked

ROWS = ListRows(
    limit="CLR20-API-14",
    offset="CLR20-API-13",
    cover="CLR20-API-20",
    total="CLR20-API-16",
    links="CLR20-API-17",
    targets="CLR20-API-19",
)

DATES = ("validFrom", "issuanceDate", "awardedDate")
"""Members that a provider may take for the moment of issue: the standard does not say which one counts."""

ANOTHER_ZONE = timezone(timedelta(hours=2))


class RecordLists(Lists[Entry]):
    """The list of a resource owner: ``pages`` is the most that a walk reads, ``stock_up`` fills it before."""

    def __init__(self, api: ProviderApi, pages: int, stock_up: Callable[[], None] | None = None) -> None:
        super().__init__(pager(api), pages, ROWS)
        self._stock_up = stock_up

    def ask_first(self) -> Answer:
        """Ask for the list when enough is in it."""
        if self._stock_up is not None:
            with suppress(CheckEnd):  # other rows speak of lists and records that fail
                self._stock_up()
        return super().ask_first()


@dataclass(frozen=True, slots=True)
class Dated:
    """A record with all the moments that may count as that of its issue, the earliest first."""

    id: str
    moments: Sequence[datetime]

    def surely_after(self, border: datetime, now: datetime) -> bool:
        """True when each of the moments is later, and none still to come: whoever lists it has had it since then."""
        return self.moments[0] > border and self.moments[-1] <= now

    def surely_not_after(self, border: datetime) -> bool:
        """True when none of the moments is later."""
        return self.moments[-1] <= border


def dated(entries: Iterable[Entry]) -> list[Dated]:
    """The records that have an id and a moment of issue."""
    found = ((entry.id, sorted(moments_of(entry.credential))) for entry in entries)
    return [Dated(name, moments) for name, moments in found if name and moments]


def moments_of(credential: Any) -> list[datetime]:
    """All that may be meant by the moment of issue of a record."""
    values = (moment(text) for name in DATES if isinstance(text := credential.get(name), str))
    return [value for value in values if value is not None]


def middle_of(whole: Walked[Entry]) -> datetime:
    """The second before a record in the middle of the list was issued, by each of its moments."""
    found = sorted(one.moments[0] for one in dated(whole.entries))
    if not found:
        incomplete("no listed record has an id and a timestamp with time zone as its validFrom")
    return found[len(found) // 2].astimezone(UTC) - timedelta(seconds=1)


def text_of(value: datetime) -> str:
    """A moment as a query holds it, in UTC."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
