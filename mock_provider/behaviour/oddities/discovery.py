"""A discovery document that may not be kept."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.kinds import DESCRIPTION
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity

library = Library()


def _forbid_to_keep(response: Response) -> None:
    if response.good:
        response.headers["cache-control"] = "no-store"


library.add(
    Oddity(
        id="odd-discovery-no-store",
        title="The discovery document is marked no-store",
        how="Endpoints move from time to time.\nRFC 9111, section 5.2.2.5: it is not to be kept.",
        operations=(DESCRIPTION,),
        on_response=_forbid_to_keep,
    )
)

ODDITIES = library.oddities
