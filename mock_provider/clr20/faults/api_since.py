"""API: the filter ``since`` made wrong."""

from __future__ import annotations

from datetime import datetime, timedelta

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import filter_by, restore_since_in_links
from mock_provider.behaviour.model import Fault
from mock_provider.clr20.faults._api import LISTS

library = Library()

library.add(
    Fault(
        id="api-since-ignored",
        title="since is ignored",
        how="since was left for a later release.\nIt is read and checked, but never used.",
        breaks=("CLR20-API-11", "CLR20-API-15"),
        operations=LISTS,
        on_request=filter_by(lambda _: None),
        on_response=restore_since_in_links,
    )
)


def _nine_hours_later(moment: datetime) -> str:
    return (moment + timedelta(hours=9)).isoformat() if moment.year < 9000 else moment.isoformat()


library.add(
    Fault(
        id="api-since-local-time",
        title="since is taken as local time",
        how="The zone is cut off before the text is parsed.\nThe server runs nine hours from UTC.",
        breaks=("CLR20-API-15",),
        touches=("since",),
        operations=LISTS,
        on_request=filter_by(_nine_hours_later),
        on_response=restore_since_in_links,
    )
)


def _wall_clock(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat() + "Z"


library.add(
    Fault(
        id="api-since-zone-ignored",
        title="The zone of since is ignored",
        how="Timestamps are compared as texts.\nThose of another zone fall in the wrong place.",
        breaks=("CLR20-API-15",),
        touches=("since",),
        operations=LISTS,
        on_request=filter_by(_wall_clock),
        on_response=restore_since_in_links,
    )
)


def _next_day(moment: datetime) -> str:
    return (moment + timedelta(days=1)).strftime("%Y-%m-%dT00:00:00Z") if moment.year < 9000 else moment.isoformat()


library.add(
    Fault(
        id="api-since-by-day",
        title="since leaves the whole day of that moment out",
        how="The column of the database is a date.\nWhat is newer is what is of a later day.",
        breaks=("CLR20-API-15",),
        touches=("since",),
        operations=LISTS,
        on_request=filter_by(_next_day),
        on_response=restore_since_in_links,
    )
)

FAULTS = library.faults
