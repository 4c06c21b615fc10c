"""``X-Total-Count``."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.list_changes import drop_header, total_without_since, write_total
from mock_provider.behaviour.model import Fault
from mock_provider.clr10.faults.gcs._common import LISTS

library = Library()


library.add(
    Fault(
        id="gcs-total-one-more",
        title="X-Total-Count is one too many",
        how="The count includes CLRs that are revoked.\nThe list does not.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=write_total(lambda _, total: total + 1),
    )
)


def _length_of_page(response: Response, _: int) -> int:
    return len(response.json["clrs"]) + len(response.json["signedClrs"])


library.add(
    Fault(
        id="gcs-total-of-the-page",
        title="X-Total-Count is the number of CLRs on the page",
        how="The header is filled from the list that is at hand.\nThat is the page.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=write_total(_length_of_page),
    )
)


library.add(
    Fault(
        id="gcs-total-without-since",
        title="X-Total-Count does not mind since",
        how="The count comes from a counter of the account.\nThe filter is not part of it.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=write_total(total_without_since),
    )
)

library.add(
    Fault(
        id="gcs-total-in-words",
        title="X-Total-Count is -1",
        how="The count is expensive, so the storage says -1 for unknown.\nThe header should be left out then.",
        breaks=("CLR10-GCS-017",),
        operations=LISTS,
        on_response=write_total(lambda *_: -1),
    )
)

library.add(
    Fault(
        id="gcs-no-total",
        title="X-Total-Count is not sent",
        how="The header was taken for a leftover of older interfaces.\nClients cannot show how much there is.",
        breaks=("CLR10-GCS-018",),
        operations=LISTS,
        on_response=drop_header("x-total-count"),
    )
)

FAULTS = library.faults
