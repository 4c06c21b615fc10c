"""Whether items are served at their URLs, as the documents that they are."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, edited, refusing, when
from mock_provider.clr10.faults.hst._common import ASSERTIONS, ENDORSEMENTS, KEYS, LISTS

library = Library()


library.add(
    Fault(
        id="hst-assertion-404",
        title="Hosted assertions are not served at their URLs",
        how="Assertions are shown by the portal, under other addresses.\nThe ids in the documents lead nowhere.",
        breaks=("CLR10-HST-001",),
        consequences={
            "CLR10-ASR-006": "an id that is not served does not resolve",
            "CLR10-HST-009": "a revoked one is not served either",
            "CLR10-HST-011": "there is no document at the end",
        },
        operations=ASSERTIONS,
        on_response=refusing(404, "unknown", instead_of=200),
    )
)

library.add(
    Fault(
        id="hst-assertion-without-context",
        title="A hosted assertion has no @context",
        how="The assertion is taken out of its CLR as it is.\nInside of a CLR it has no @context.",
        breaks=("CLR10-HST-001",),
        consequences={"CLR10-PAY-001": "documents without @context are its row"},
        operations=ASSERTIONS,
        on_response=when(200, change=edited(lambda body: body.pop("@context"))),
    )
)

library.add(
    Fault(
        id="hst-endorsement-404",
        title="Hosted endorsements are not served at their URLs",
        how="Endorsements are only ever read inside of a CLR.\nThe read of a single one was not built.",
        breaks=("CLR10-HST-002",),
        operations=ENDORSEMENTS,
        on_response=refusing(404, "unknown", instead_of=200),
    )
)

library.add(
    Fault(
        id="hst-endorsement-without-context",
        title="A hosted endorsement has no @context",
        how="The endorsement is taken out of its CLR as it is.\nInside of a CLR it has no @context.",
        breaks=("CLR10-HST-002",),
        consequences={"CLR10-PAY-001": "documents without @context are its row"},
        operations=ENDORSEMENTS,
        on_response=when(200, change=edited(lambda body: body.pop("@context"))),
    )
)

library.add(
    Fault(
        id="hst-key-404",
        title="Keys are not served at their URLs",
        how="The key was thought to be known to those who verify.\nIts URL leads nowhere.",
        breaks=("CLR10-HST-003",),
        operations=KEYS,
        on_response=refusing(404, "unknown", instead_of=200),
        consequences={"CLR10-KEY-005": "a key that is not served is not returned by its id"},
    )
)


def _serve_pem(response: Response) -> None:
    response.body = response.json["publicKeyPem"].encode()
    response.headers["content-type"] = "application/x-pem-file"


library.add(
    Fault(
        id="hst-key-pem",
        title="A key is served as a PEM file",
        how="The file of the key was put on the web server.\nThe contract wants a JSON document around it.",
        breaks=("CLR10-HST-003",),
        consequences={
            "CLR10-KEY-005": "what is served is not the key with its id",
            "CLR10-API-008": "a PEM file is not JSON-LD",
            "CLR10-HST-008": "a PEM file has no id",
        },
        operations=KEYS,
        on_response=when(200, change=_serve_pem),
    )
)

library.add(
    Fault(
        id="hst-revocation-list-404",
        title="Revocation lists are not served at their URLs",
        how="Nothing was ever revoked, so nobody made a list.\nVerifiers cannot tell that from a failure.",
        breaks=("CLR10-HST-004",),
        operations=LISTS,
        on_response=refusing(404, "unknown", instead_of=200),
    )
)

library.add(
    Fault(
        id="hst-revocation-list-503",
        title="Revocation lists are answered 503",
        how="The list is made anew for each request, which takes too long.\nThe gateway gives up.",
        breaks=("CLR10-HST-004",),
        operations=LISTS,
        touches=AVAILABILITY,
        on_response=refusing(503, "server_busy", instead_of=200),
    )
)

FAULTS = library.faults
