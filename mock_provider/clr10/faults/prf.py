"""PRF: profiles of learners, publishers, issuers and endorsers."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    CLOSED_RUN,
    SCHEMA,
    Change,
    document_fault,
    drop,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    SURVEY,
    academy,
    guild,
    sample_map,
)

library = Library()


library.add(
    document_fault(
        id="prf-id-missing",
        title="A profile has no id",
        how="Assessors are kept by name only.\nTheir profile is written without an id.",
        breaks=("CLR10-PRF-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("source/id"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="prf-endorser-without-id",
        title="The profile of an endorser has no id",
        how="Endorsers fill in a form without an account.\nNobody gives them an id.",
        breaks=("CLR10-PRF-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("endorsements/0/issuer/id"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="prf-issuer-as-bare-id",
        title="The issuer of an achievement is a bare id",
        how="Open Badges allow the id in the place of the profile.\nThe code was taken over.",
        breaks=("CLR10-PRF-002",),
        consequences=SCHEMA,
        changes=[
            Change(
                "Achievement",
                put("issuer", lambda issuer: issuer["id"]),
                where=sample_map,
            )
        ],
    )
)

library.add(
    document_fault(
        id="prf-publisher-as-bare-id",
        title="The publisher of a CLR is a bare id",
        how="The serialiser writes each object once and its id afterwards.\nJSON-LD allows that, the model does not.",
        breaks=("CLR10-PRF-002",),
        consequences=SCHEMA,
        changes=[Change("Clr", put("publisher", lambda publisher: publisher["id"]), where=has("assertions/0/badge"))],
    )
)

library.add(
    document_fault(
        id="prf-signer-without-revocation-list",
        title="The issuer of signed assertions has no revocationList",
        how="Revocation was left for a later release.\nThe profile does not name a list.",
        breaks=("CLR10-PRF-004",),
        changes=[Change("Profile", drop("revocationList"), where=guild)],
    )
)

library.add(
    document_fault(
        id="prf-host-without-revocation-list",
        title="The issuer of hosted assertions has no revocationList",
        how="Hosted items show by themselves that they are revoked.\nThe list was thought to be needless.",
        breaks=("CLR10-PRF-004",),
        changes=[Change("Profile", drop("revocationList"), where=academy)],
    )
)

library.add(
    document_fault(
        id="prf-issuer-without-verification",
        title="The profile of an issuer has no verification",
        how="The scope of its ids was never written down.\nVerifiers have to guess it.",
        breaks=("CLR10-PRF-005",),
        changes=[Change("Profile", drop("verification"), where=academy)],
    )
)

library.add(
    document_fault(
        id="prf-issuer-verification-of-an-item",
        title="The verification of an issuer's profile is of type Hosted",
        how="Profiles use the same class as assertions.\nIts default type is that of items.",
        breaks=("CLR10-PRF-005",),
        changes=[Change("Profile", put("verification/type", "Hosted"), where=academy)],
    )
)

library.add(
    document_fault(
        id="prf-name-missing",
        title="A profile has no name",
        how="Only the id of an assessor is kept.\nThe profile is written without a name.",
        breaks=("CLR10-PRF-006",),
        changes=[Change("Assertion", drop("source/name"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="prf-organisation-with-birth-date",
        title="The profile of an organisation has a birthDate",
        how="People and organisations share a table.\nThe column has a default.",
        breaks=("CLR10-PRF-007",),
        changes=[Change("Profile", put("birthDate", "1900-01-01"), where=academy)],
    )
)


def _issued_by_the_guild(assertion: Node) -> bool:
    return has("achievement/issuer")(assertion) and guild(assertion["achievement"]["issuer"])


library.add(
    document_fault(
        id="prf-signer-without-key",
        title="The profile that signs an assertion has no publicKey",
        how="Keys are handed to partners by e-mail.\nThe profile does not name one.",
        breaks=("CLR10-PRF-008",),
        consequences={"CLR10-JWS-012": "where the CLR is signed, its signing profile lacks the key too"},
        changes=[
            Change("Profile", drop("publicKey"), where=guild),
            Change("Assertion", drop("verification/creator"), where=_issued_by_the_guild),
        ],
    )
)

library.add(
    document_fault(
        id="prf-identifier-without-type",
        title="An identifier of a profile has no identifierType",
        how="The own identifiers have one kind only.\nIt is not written out.",
        breaks=("CLR10-PRF-009",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("source/identifiers", [{"identifier": "org-9"}]), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="prf-identifier-without-value",
        title="An identifier of a profile has no identifier",
        how="The member is called value in the own database.\nThe mapping forgot it.",
        breaks=("CLR10-PRF-009",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("source/identifiers", [{"identifierType": "LisSourcedId"}]), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="prf-identifier-type-not-listed",
        title="An identifierType is SourcedId",
        how="The name was shortened.\nThe vocabulary knows LisSourcedId and OneRosterSourcedId.",
        breaks=("CLR10-PRF-010",),
        consequences=SCHEMA,
        changes=[
            Change(
                "Assertion",
                put("source/identifiers", [{"identifier": "org-9", "identifierType": "SourcedId"}]),
                where=SURVEY,
            )
        ],
    )
)

library.add(
    document_fault(
        id="prf-endorser-with-parent",
        title="The profile of an endorser has a parentOrg",
        how="One class of the code serves for all profiles.\nEndorsers have a shorter one in the model.",
        breaks=("CLR10-PRF-011",),
        consequences=CLOSED_RUN,
        changes=[
            Change(
                "Endorsement",
                put("issuer/parentOrg", {"id": "https://tidewater.example/group", "type": "Profile", "name": "Group"}),
                where=lambda node: (
                    has("claim/endorsementComment")(node) and node["claim"]["endorsementComment"] == "Good work."
                ),
            )
        ],
    )
)

FAULTS = library.faults
