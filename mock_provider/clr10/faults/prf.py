"""PRF: profiles of learners, publishers, issuers and endorsers."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import CLOSED_RUN, SCHEMA, Change, Node, document_fault, drop, has, put

_SURVEY = has("evidence/1")
"""The assertion with a source: a profile that stands nowhere else."""


def _academy(profile: Node) -> bool:
    """The publisher and issuer of plain records, which signs nothing."""
    return str(profile.get("id", "")).endswith("/profiles/academy")


def _guild(profile: Node) -> bool:
    """The issuer of signed assertions."""
    return str(profile.get("id", "")).endswith("/profiles/guild")


def _by_the_guild(assertion: Node) -> bool:
    return has("achievement/issuer")(assertion) and _guild(assertion["achievement"]["issuer"])


FAULTS = (
    document_fault(
        "prf-id-missing",
        "A profile has no id",
        "Assessors are kept by name only.\nTheir profile is written without an id.",
        "CLR10-PRF-001",
        Change("Assertion", drop("source/id"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "prf-endorser-without-id",
        "The profile of an endorser has no id",
        "Endorsers fill in a form without an account.\nNobody gives them an id.",
        "CLR10-PRF-001",
        Change("Assertion", drop("endorsements/0/issuer/id"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "prf-issuer-as-bare-id",
        "The issuer of an achievement is a bare id",
        "Open Badges allow the id in the place of the profile.\nThe code was taken over.",
        "CLR10-PRF-002",
        Change(
            "Achievement",
            put("issuer", lambda issuer: issuer["id"]),
            lambda node: node.get("name") == "Sample map of Quay Marsh",
        ),
        consequences=SCHEMA,
    ),
    document_fault(
        "prf-publisher-as-bare-id",
        "The publisher of a CLR is a bare id",
        "The serialiser writes each object once and its id afterwards.\nJSON-LD allows that, the model does not.",
        "CLR10-PRF-002",
        Change("Clr", put("publisher", lambda publisher: publisher["id"]), has("assertions/0/badge")),
        consequences=SCHEMA,
    ),
    document_fault(
        "prf-signer-without-revocation-list",
        "The issuer of signed assertions has no revocationList",
        "Revocation was left for a later release.\nThe profile does not name a list.",
        "CLR10-PRF-004",
        Change("Profile", drop("revocationList"), _guild),
    ),
    document_fault(
        "prf-host-without-revocation-list",
        "The issuer of hosted assertions has no revocationList",
        "Hosted items show by themselves that they are revoked.\nThe list was thought to be needless.",
        "CLR10-PRF-004",
        Change("Profile", drop("revocationList"), _academy),
    ),
    document_fault(
        "prf-issuer-without-verification",
        "The profile of an issuer has no verification",
        "The scope of its ids was never written down.\nVerifiers have to guess it.",
        "CLR10-PRF-005",
        Change("Profile", drop("verification"), _academy),
    ),
    document_fault(
        "prf-issuer-verification-of-an-item",
        "The verification of an issuer's profile is of type Hosted",
        "Profiles use the same class as assertions.\nIts default type is that of items.",
        "CLR10-PRF-005",
        Change("Profile", put("verification/type", "Hosted"), _academy),
    ),
    document_fault(
        "prf-name-missing",
        "A profile has no name",
        "Only the id of an assessor is kept.\nThe profile is written without a name.",
        "CLR10-PRF-006",
        Change("Assertion", drop("source/name"), _SURVEY),
    ),
    document_fault(
        "prf-organisation-with-birth-date",
        "The profile of an organisation has a birthDate",
        "People and organisations share a table.\nThe column has a default.",
        "CLR10-PRF-007",
        Change("Profile", put("birthDate", "1900-01-01"), _academy),
    ),
    document_fault(
        "prf-signer-without-key",
        "The profile that signs an assertion has no publicKey",
        "Keys are handed to partners by e-mail.\nThe profile does not name one.",
        "CLR10-PRF-008",
        Change("Profile", drop("publicKey"), _guild),
        Change("Assertion", drop("verification/creator"), _by_the_guild),
        consequences={"CLR10-JWS-012": "where the CLR is signed, its signing profile lacks the key too"},
    ),
    document_fault(
        "prf-identifier-without-type",
        "An identifier of a profile has no identifierType",
        "The own identifiers have one kind only.\nIt is not written out.",
        "CLR10-PRF-009",
        Change("Assertion", put("source/identifiers", [{"identifier": "org-9"}]), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "prf-identifier-without-value",
        "An identifier of a profile has no identifier",
        "The member is called value in the own database.\nThe mapping forgot it.",
        "CLR10-PRF-009",
        Change("Assertion", put("source/identifiers", [{"identifierType": "LisSourcedId"}]), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "prf-identifier-type-not-listed",
        "An identifierType is SourcedId",
        "The name was shortened.\nThe vocabulary knows LisSourcedId and OneRosterSourcedId.",
        "CLR10-PRF-010",
        Change(
            "Assertion",
            put("source/identifiers", [{"identifier": "org-9", "identifierType": "SourcedId"}]),
            _SURVEY,
        ),
        consequences=SCHEMA,
    ),
    document_fault(
        "prf-endorser-with-parent",
        "The profile of an endorser has a parentOrg",
        "One class of the code serves for all profiles.\nEndorsers have a shorter one in the model.",
        "CLR10-PRF-011",
        Change(
            "Endorsement",
            put("issuer/parentOrg", {"id": "https://tidewater.example/group", "type": "Profile", "name": "Group"}),
            lambda node: has("claim/endorsementComment")(node) and node["claim"]["endorsementComment"] == "Good work.",
        ),
        consequences=CLOSED_RUN,
    ),
)
