"""What the payload of a JWS says, and who signs it."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10 import FACTS
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    Change,
    both,
    document_fault,
    drop,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    licence,
)

library = Library()


library.add(
    document_fault(
        id="jws-payload-without-context",
        title="The payload of a signed assertion has no @context",
        how="The context stands on the record around it.\nThe payload is the inner object as it is.",
        breaks=("CLR10-JWS-008",),
        changes=[Change("Assertion", drop("@context"), where=licence)],
    )
)


def _signed_endorsement(endorsement: Node) -> bool:
    return has("verification/creator")(endorsement)


library.add(
    document_fault(
        id="jws-endorsement-without-context",
        title="The payload of a signed endorsement has no @context",
        how="The context stands on the record around it.\nThe payload is the inner object as it is.",
        breaks=("CLR10-JWS-008",),
        changes=[Change("Endorsement", drop("@context"), where=_signed_endorsement)],
    )
)


def _hosted_id(assertion: Node) -> str:
    """A URL below the address of the issuer."""
    origin = str(assertion["achievement"]["issuer"]["id"]).partition("/profiles/")[0]
    return f"{origin}{FACTS.base_path}/assertions/licence"


library.add(
    document_fault(
        id="jws-payload-says-hosted",
        title="The payload of a signed assertion says Hosted",
        how="The same object is hosted and signed.\nIts verification speaks of the hosted copy.",
        breaks=("CLR10-JWS-009",),
        consequences={"CLR10-ASR-006": "nothing is hosted at the id of the signed one"},
        changes=[
            Change(
                "Assertion",
                both(put("verification", {"type": "Hosted"}), lambda node: put("id", _hosted_id(node))(node)),
                where=licence,
            )
        ],
    )
)

library.add(
    document_fault(
        id="jws-payload-says-nothing",
        title="The payload of a signed assertion has no verification",
        how="The signature was thought to say enough.\nThe member is left out.",
        breaks=("CLR10-JWS-009",),
        consequences={"CLR10-CON-015": "an assertion without verification does not say how it can be verified"},
        changes=[Change("Assertion", drop("verification"), where=licence)],
    )
)


def _name_key_of_the_professor(assertion: Node) -> bool:
    """The key of the endorser of the guild, whose profile stands in the document too."""
    other = assertion["verification"]["creator"].replace("/keys/guild", "/keys/professor")
    return put("verification/creator", other)(assertion)


library.add(
    document_fault(
        id="jws-signed-by-the-endorser",
        title="A signed assertion names the key of another profile than its issuer",
        how="One service signs for several organisations.\nIt takes the key of the one that asked last.",
        breaks=("CLR10-JWS-011",),
        changes=[Change("Assertion", _name_key_of_the_professor, where=licence)],
    )
)


def _in_a_record_of_its_issuer(assertion: Node) -> bool:
    """A signed assertion whose issuer is the publisher of the CLR too, so that its profile is there twice."""
    return licence(assertion) and str(assertion.get("issuedOn")) < "2024-03"


library.add(
    document_fault(
        id="jws-profile-without-key",
        title="The signing profile in the payload has no publicKey",
        how="The profile is shortened before it is signed.\nThe key is on the profile page.",
        breaks=("CLR10-JWS-012",),
        changes=[Change("Assertion", drop("achievement/issuer/publicKey"), where=_in_a_record_of_its_issuer)],
    )
)

library.add(
    document_fault(
        id="jws-payload-departs-from-the-model",
        title="A member in the payload of a signed assertion has the wrong type",
        how="Signed items are not validated before they are signed.\nAfterwards nobody can repair them.",
        breaks=("CLR10-JWS-013",),
        changes=[Change("Assertion", put("licenseNumber", 93), where=licence)],
    )
)

library.add(
    document_fault(
        id="jws-endorsement-departs-from-the-model",
        title="The payload of a signed endorsement has a claim that is a text",
        how="The comment alone was signed.\nThe object around it was left out.",
        breaks=("CLR10-JWS-013",),
        changes=[Change("Endorsement", put("claim", "Good work."), where=_signed_endorsement)],
    )
)

FAULTS = library.faults
