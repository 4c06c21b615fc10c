"""EXT: extension values and members that do not follow the rules for them."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import CLOSED_RUN, SCHEMA, Change, document_fault, has, put

_CONTEXTS = [
    "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld",
    "https://purl.imsglobal.org/spec/clr/v1p0/context/library_v1p0.jsonld",
]
_SURVEY = has("evidence/1")


FAULTS = (
    document_fault(
        "ext-value-with-space",
        "An achievementType is ext: Course, with a blank",
        "The prefix is put before whatever people type.\nBlanks are not taken out.",
        "CLR10-EXT-001",
        Change("Achievement", put("achievementType", "ext: Field Course"), has("tags")),
        consequences=SCHEMA,
    ),
    document_fault(
        "ext-value-ends-badly",
        "An identifierType is ext:Catalogue Number",
        "The published pattern is not anchored and lets it through.\nNobody compares the whole value.",
        "CLR10-EXT-001",
        Change("Achievement", put("identifiers/1/identifierType", "ext:Catalogue Number"), has("identifiers/1")),
    ),
    document_fault(
        "ext-value-empty",
        "A targetType is ext: and nothing else",
        "The own term is optional in the form.\nThe prefix is written without it.",
        "CLR10-EXT-001",
        Change("Achievement", put("alignments/3/targetType", "ext:"), has("alignments/3")),
        consequences=SCHEMA,
    ),
    document_fault(
        "ext-association-extended",
        "An associationType is ext:requires",
        "The catalogue knows more relations than the standard.\nThey were written as extensions.",
        "CLR10-EXT-002",
        Change("Achievement", put("associations/2/associationType", "ext:requires"), has("tags")),
        consequences=SCHEMA,
    ),
    document_fault(
        "ext-status-extended",
        "The status of a result is ext:Audited",
        "The registrar knows more states than the standard.\nThey were written as extensions.",
        "CLR10-EXT-002",
        Change("Assertion", put("results/1/status", "ext:Audited"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ext-verification-extended",
        "The verification type of an endorsement is ext:Anchored",
        "A way of verifying of its own was added.\nThe vocabulary is closed.",
        "CLR10-EXT-002",
        Change("Assertion", put("endorsements/0/verification/type", "ext:Anchored"), _SURVEY),
        consequences=SCHEMA,
    ),
    document_fault(
        "ext-member-without-prefix",
        "An own member of an assertion has no prefix",
        "The serialiser writes every field of the class.\nOne of them is not of the standard.",
        "CLR10-EXT-003",
        Change("Assertion", put("advisor", "T. Brandt"), _SURVEY),
        consequences=CLOSED_RUN,
    ),
    document_fault(
        "ext-member-misspelt",
        "A member is misspelt",
        "The name of the field was written from memory.\nThe schema is open and lets it through.",
        "CLR10-EXT-003",
        Change("Assertion", put("creditEarned", 3.0), _SURVEY),
        consequences=CLOSED_RUN,
    ),
    document_fault(
        "ext-root-of-clr-extended",
        "getClr answers with an own member at the root",
        "The row of the database is written whole.\nThe root of getClr is closed.",
        "CLR10-EXT-004",
        Change("GetClrPayload", put("advisor", "T. Brandt")),
        operations=("getClr",),
        consequences={**SCHEMA, **CLOSED_RUN},
    ),
    document_fault(
        "ext-root-of-list-extended",
        "getClrs answers with a member total",
        "The framework wraps lists with their count.\nThe root of getClrs is closed.",
        "CLR10-EXT-004",
        Change("ClrSet", put("total", 111)),
        operations=("getClrs",),
        consequences={**SCHEMA, **CLOSED_RUN},
    ),
    document_fault(
        "ext-root-of-assertion-extended",
        "getAssertion answers with an own member at the root",
        "The same serialiser writes embedded and hosted assertions.\nOnly embedded ones are open.",
        "CLR10-EXT-004",
        Change("GetAssertionPayload", put("advisor", "T. Brandt")),
        operations=("getAssertion",),
        consequences={"CLR10-HST-001": "the hosted assertion is no valid document either", **CLOSED_RUN},
    ),
    document_fault(
        "ext-root-of-list-with-prefix",
        "getClrs answers with an extension member at the root",
        "The extension was added where the code was at hand.\nThe root of getClrs is closed.",
        "CLR10-EXT-004",
        Change("ClrSet", put("library:total", 111)),
        Change("ClrSet", put("@context", _CONTEXTS)),
        operations=("getClrs",),
        consequences={**SCHEMA, **CLOSED_RUN},
    ),
    document_fault(
        "ext-member-null",
        "An extension member is null",
        "The extension is written for each assertion.\nMost of them have no value for it.",
        "CLR10-EXT-005",
        Change("Assertion", put("library:shelfmark", None), _SURVEY),
        Change("ClrSet", put("@context", _CONTEXTS)),
        Change("GetClrPayload", put("@context", _CONTEXTS)),
        consequences={**SCHEMA, **CLOSED_RUN},
    ),
    document_fault(
        "ext-terms-without-context",
        "Extension members come without a context that defines them",
        "The members were added to the data only.\nNobody wrote a context for the prefix.",
        "CLR10-EXT-006",
        Change("Assertion", put("library:shelfmark", "QM 12"), _SURVEY),
        consequences=CLOSED_RUN,
    ),
)
