"""What publishers do with the items that they issue: signed ones without signature, others without verification."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    Change,
    document_fault,
    drop,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    BADGES,
    RICH,
    mapping,
)

library = Library()


def _say_signed(assertion: Node) -> bool:
    creator = assertion["achievement"]["issuer"]["publicKey"]["id"]
    return put("verification", {"type": "Signed", "creator": creator})(assertion)


library.add(
    document_fault(
        id="con-signed-assertion-delivered-plain",
        title="An assertion that says Signed is delivered without a signature",
        how="The signature is made when somebody downloads.\nThe API sends the object.",
        breaks=("CLR10-CON-014",),
        changes=[Change("Assertion", _say_signed, where=mapping)],
    )
)


def _say_clr_signed(clr: Node) -> bool:
    return put("verification", {"type": "Signed", "creator": clr["publisher"]["publicKey"]["id"]})(clr)


library.add(
    document_fault(
        id="con-signed-clr-delivered-plain",
        title="A CLR that says Signed is delivered without a signature",
        how="Old records were signed in another system.\nTheir payload was imported, the signature was not.",
        breaks=("CLR10-CON-014",),
        changes=[Change("Clr", _say_clr_signed, where=lambda clr: RICH(clr) and has("publisher/publicKey/id")(clr))],
    )
)

library.add(
    document_fault(
        id="con-assertion-not-verifiable",
        title="An assertion has no verification",
        how="The member is optional in the schema.\nNobody fills it.",
        breaks=("CLR10-CON-015",),
        changes=[Change("Assertion", drop("verification"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="con-clr-not-verifiable",
        title="A CLR has no verification",
        how="The member is optional in the schema.\nNobody fills it.",
        breaks=("CLR10-CON-015",),
        changes=[Change("Clr", drop("verification"), where=BADGES)],
    )
)

FAULTS = library.faults
