"""Extension values and members in documents that do not follow the rules for them."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10 import FACTS
from mock_provider.clr10.faults._documents import (
    CLOSED_RUN,
    SCHEMA,
    Change,
    document_fault,
    has,
    put,
)
from mock_provider.clr10.faults._records import (
    SURVEY,
)

library = Library()

_CONTEXTS = [FACTS.context_url, FACTS.context_url.replace("clr_v1p0", "library_v1p0")]

library.add(
    document_fault(
        id="ext-value-with-space",
        title="An achievementType is ext: Course, with a blank",
        how="The prefix is put before whatever people type.\nBlanks are not taken out.",
        breaks=("CLR10-EXT-001",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("achievementType", "ext: Field Course"), where=has("tags"))],
    )
)

library.add(
    document_fault(
        id="ext-value-ends-badly",
        title="An identifierType is ext:Catalogue Number",
        how="The published pattern is not anchored and lets it through.\nNobody compares the whole value.",
        breaks=("CLR10-EXT-001",),
        changes=[
            Change(
                "Achievement", put("identifiers/1/identifierType", "ext:Catalogue Number"), where=has("identifiers/1")
            )
        ],
    )
)

library.add(
    document_fault(
        id="ext-value-empty",
        title="A targetType is ext: and nothing else",
        how="The own term is optional in the form.\nThe prefix is written without it.",
        breaks=("CLR10-EXT-001",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("alignments/3/targetType", "ext:"), where=has("alignments/3"))],
    )
)

library.add(
    document_fault(
        id="ext-association-extended",
        title="An associationType is ext:requires",
        how="The catalogue knows more relations than the standard.\nThey were written as extensions.",
        breaks=("CLR10-EXT-002",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("associations/2/associationType", "ext:requires"), where=has("tags"))],
    )
)

library.add(
    document_fault(
        id="ext-status-extended",
        title="The status of a result is ext:Audited",
        how="The registrar knows more states than the standard.\nThey were written as extensions.",
        breaks=("CLR10-EXT-002",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("results/1/status", "ext:Audited"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="ext-verification-extended",
        title="The verification type of an endorsement is ext:Anchored",
        how="A way of verifying of its own was added.\nThe vocabulary is closed.",
        breaks=("CLR10-EXT-002",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("endorsements/0/verification/type", "ext:Anchored"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="ext-member-without-prefix",
        title="An own member of an assertion has no prefix",
        how="The serialiser writes every field of the class.\nOne of them is not of the standard.",
        breaks=("CLR10-EXT-003",),
        consequences=CLOSED_RUN,
        changes=[Change("Assertion", put("advisor", "T. Brandt"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="ext-member-misspelt",
        title="A member is misspelt",
        how="The name of the field was written from memory.\nThe schema is open and lets it through.",
        breaks=("CLR10-EXT-003",),
        consequences=CLOSED_RUN,
        changes=[Change("Assertion", put("creditEarned", 3.0), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="ext-root-of-clr-extended",
        title="getClr answers with an own member at the root",
        how="The row of the database is written whole.\nThe root of getClr is closed.",
        breaks=("CLR10-EXT-004",),
        consequences={**SCHEMA, **CLOSED_RUN},
        operations=("getClr",),
        changes=[Change("GetClrPayload", put("advisor", "T. Brandt"))],
    )
)

library.add(
    document_fault(
        id="ext-root-of-list-extended",
        title="getClrs answers with a member total",
        how="The framework wraps lists with their count.\nThe root of getClrs is closed.",
        breaks=("CLR10-EXT-004",),
        consequences={**SCHEMA, **CLOSED_RUN},
        operations=("getClrs",),
        changes=[Change("ClrSet", put("total", 111))],
    )
)

library.add(
    document_fault(
        id="ext-root-of-assertion-extended",
        title="getAssertion answers with an own member at the root",
        how="The same serialiser writes embedded and hosted assertions.\nOnly embedded ones are open.",
        breaks=("CLR10-EXT-004",),
        consequences={"CLR10-HST-001": "the hosted assertion is not a valid document either", **CLOSED_RUN},
        operations=("getAssertion",),
        changes=[Change("GetAssertionPayload", put("advisor", "T. Brandt"))],
    )
)

library.add(
    document_fault(
        id="ext-root-of-list-with-prefix",
        title="getClrs answers with an extension member at the root",
        how="The extension was added where the code was at hand.\nThe root of getClrs is closed.",
        breaks=("CLR10-EXT-004",),
        consequences={**SCHEMA, **CLOSED_RUN},
        operations=("getClrs",),
        changes=[Change("ClrSet", put("library:total", 111)), Change("ClrSet", put("@context", _CONTEXTS))],
    )
)

library.add(
    document_fault(
        id="ext-member-null",
        title="An extension member is null",
        how="The extension is written for each assertion.\nMost of them have no value for it.",
        breaks=("CLR10-EXT-005",),
        consequences={**SCHEMA, **CLOSED_RUN},
        changes=[
            Change("Assertion", put("library:shelfmark", None), where=SURVEY),
            Change("ClrSet", put("@context", _CONTEXTS)),
            Change("GetClrPayload", put("@context", _CONTEXTS)),
        ],
    )
)

library.add(
    document_fault(
        id="ext-terms-without-context",
        title="Extension members come without a context that defines them",
        how="The members were added to the data only.\nNobody wrote a context for the prefix.",
        breaks=("CLR10-EXT-006",),
        consequences=CLOSED_RUN,
        changes=[Change("Assertion", put("library:shelfmark", "QM 12"), where=SURVEY)],
    )
)

FAULTS = library.faults
