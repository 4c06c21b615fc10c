"""CRT: what a role of the certification takes, left out."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import refuse, refusing

library = Library()

library.add(
    Fault(
        id="crt-no-profile",
        title="Nobody has a profile",
        how="The product knows its users by their login alone.\nAs there is no profile, 404 seemed right.",
        breaks=("CLR20-CRT-12",),
        consequences={
            "CLR20-API-30": "there is no profile to answer with",
            "CLR20-API-32": "what was put cannot be read again",
        },
        operations=("getProfile",),
        on_response=refusing(404, "not_found", instead_of=200),
    )
)


def _not_offered(response: Response) -> None:
    if response.good:
        refuse(response, 405, "not_allowed")


library.add(
    Fault(
        id="crt-no-upsert",
        title="No record can be sent",
        how="Records come from the student system alone.\nThe endpoint is there, and answers 405.",
        breaks=("CLR20-CRT-13",),
        consequences={"CLR20-API-21": "no record is taken"},
        operations=("upsertCredential",),
        on_response=_not_offered,
    )
)


FAULTS = library.faults
