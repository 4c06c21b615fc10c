"""``since``: which CLRs are in a list that is filtered."""

from __future__ import annotations

from datetime import datetime, timedelta

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import filter_by, restore_since_in_links
from mock_provider.behaviour.model import Fault
from mock_provider.clr10.faults.gcs._common import LISTS

library = Library()


library.add(
    Fault(
        id="gcs-since-ignored",
        title="since is ignored",
        how="since was left for a later release.\nIt is read and checked, but never used.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=filter_by(lambda _: None),
        on_response=restore_since_in_links,
    )
)


def _second_before(moment: datetime) -> str:
    return (moment - timedelta(seconds=1)).isoformat() if moment.year > 1 else moment.isoformat()


library.add(
    Fault(
        id="gcs-since-inclusive",
        title="since lets a CLR through that was issued at that very moment",
        how="The filter says greater or equal.\nThe standard says after.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=filter_by(_second_before),
        on_response=restore_since_in_links,
    )
)


def _whole_day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT00:00:00Z")


library.add(
    Fault(
        id="gcs-since-by-day",
        title="since is cut down to its day",
        how="The column in the database is a date.\nThe time of day is lost when it is compared.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=filter_by(_whole_day),
        on_response=restore_since_in_links,
    )
)


def _local_time(moment: datetime) -> str:
    return (moment + timedelta(hours=9)).isoformat() if moment.year < 9000 else moment.isoformat()


library.add(
    Fault(
        id="gcs-since-local-time",
        title="since is taken as local time",
        how="The zone is cut off before the text is parsed.\nThe server runs nine hours from UTC.",
        breaks=("CLR10-GCS-013",),
        operations=LISTS,
        on_request=filter_by(_local_time),
        on_response=restore_since_in_links,
    )
)

FAULTS = library.faults
