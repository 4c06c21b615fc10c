"""GCS: links of lists that lead to a host which only the provider's own network knows."""

from __future__ import annotations

import re

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, when

library = Library()
LIST = ("getClrs",)


def _on_internal_host(relation: str) -> Change:
    """Let the links of this relation (a pattern) name the host behind the proxy."""
    link = re.compile(rf'<https://[^/>]+([^>]*>; rel="{relation}")')

    def change(response: Response) -> None:
        response.headers["link"] = link.sub(r"<https://clr.internal\1", response.headers["link"])

    return when(200, change=change)


library.add(
    Fault(
        id="gcs-links-on-another-host",
        title="Link targets name the host behind the proxy",
        how="The application builds links from the host that it listens on.\nThe proxy in front has another name.",
        breaks=("CLR10-GCS-024",),
        consequences={"CLR10-CON-010": "the pages cannot be had by following the links"},
        operations=LIST,
        on_response=_on_internal_host(r"\w+"),
    )
)

library.add(
    Fault(
        id="gcs-next-on-another-host",
        title="The link next names the host behind the proxy",
        how="The proxy rewrites the first link of a header.\nThe others keep the name of the application's host.",
        breaks=("CLR10-GCS-024",),
        consequences={"CLR10-CON-010": "the pages cannot be had by following the links"},
        operations=LIST,
        on_response=_on_internal_host("next"),
    )
)


FAULTS = library.faults
