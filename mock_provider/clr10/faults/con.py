"""CON: what publishers do with the items that they issue."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import Change, Node, document_fault, drop, has, put

_RICH = has("achievements")
_BADGES = has("assertions/0/badge")


def _mapping(assertion: Node) -> bool:
    return has("achievement/associations/3")(assertion)


def _says_signed(assertion: Node) -> bool:
    creator = assertion["achievement"]["issuer"]["publicKey"]["id"]
    return put("verification", {"type": "Signed", "creator": creator})(assertion)


def _clr_says_signed(clr: Node) -> bool:
    return put("verification", {"type": "Signed", "creator": clr["publisher"]["publicKey"]["id"]})(clr)


FAULTS = (
    document_fault(
        "con-signed-assertion-delivered-plain",
        "An assertion that says Signed is delivered without a signature",
        "The signature is made when somebody downloads.\nThe API sends the object.",
        "CLR10-CON-014",
        Change("Assertion", _says_signed, _mapping),
    ),
    document_fault(
        "con-signed-clr-delivered-plain",
        "A CLR that says Signed is delivered without a signature",
        "Old records were signed in another system.\nTheir payload was imported, the signature was not.",
        "CLR10-CON-014",
        Change("Clr", _clr_says_signed, lambda clr: _RICH(clr) and has("publisher/publicKey/id")(clr)),
    ),
    document_fault(
        "con-assertion-not-verifiable",
        "An assertion has no verification",
        "The member is optional in the schema.\nNobody fills it.",
        "CLR10-CON-015",
        Change("Assertion", drop("verification"), _mapping),
    ),
    document_fault(
        "con-clr-not-verifiable",
        "A CLR has no verification",
        "The member is optional in the schema.\nNobody fills it.",
        "CLR10-CON-015",
        Change("Clr", drop("verification"), _BADGES),
    ),
)
