"""Together the right documents have every class of the standard's own model, with every member that it has."""

from __future__ import annotations

from collections import defaultdict

from conformance.document import open as open_document
from conformance.rulebooks.clr20.document import MODEL, RULES
from conformance.vectors import book_of_vectors

CLASSES = frozenset(
    {"ClrCredential", "ClrSubject", "Association", "VerifiableCredential", "AchievementCredential", "Achievement"}
    | {"AchievementSubject", "Criteria", "Profile", "Alignment", "Address", "GeoCoordinates", "Image", "Evidence"}
    | {"IdentityObject", "IdentifierEntry", "Related", "Result", "ResultDescription", "RubricCriterionLevel"}
    | {"EndorsementCredential", "EndorsementSubject", "CredentialSchema", "CredentialStatus", "RefreshService"}
    | {"TermsOfUse", "Multikey", "JWKS", "GetClrCredentialsResponse", "Imsx_StatusInfo", "Imsx_CodeMinor"}
    | {"Imsx_CodeMinorField", "ServiceDescriptionDocument", "OpenApiInfo", "OpenApiComponents"}
    | {"OpenApiSecuritySchemes", "OpenApiOAuth2SecurityScheme", "BitstringStatusListCredential", "BitstringStatusList"}
)

OLD = {"issuanceDate", "expirationDate"}
"""Members of VCDM 1.1, whose documents are not right without a word: they warn."""

NOT_THERE = {
    ("Multikey", "cryptosuite"),  # not a member of the W3C's own Multikey
    *(("BitstringStatusListCredential", name) for name in ("credentialSchema", "credentialStatus", "refreshService")),
    *(("BitstringStatusListCredential", name) for name in ("evidence", "termsOfUse")),
}
"""Members that no right document has."""


def members() -> dict[str, set[str]]:
    """The members of each class that occur in a right document."""
    found: dict[str, set[str]] = defaultdict(set)
    for vector in book_of_vectors("clr20").right:
        with open_document(vector.document, RULES, as_class=vector.as_class or None) as opened:
            if opened.document is not None:
                for kind, nodes in opened.document.nodes.items():
                    found[kind].update(*(node.value for node in nodes))
    return found


def test_every_member_of_the_model_occurs() -> None:
    found = members()
    silent = {
        (model.kind, name)
        for model in MODEL.models().values()
        if model.kind in CLASSES
        for name in model.members
        if name not in found[model.kind] | OLD
    }
    assert silent - NOT_THERE == set()
