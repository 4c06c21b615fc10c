"""``@context`` of documents."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10 import FACTS
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    put,
)

library = Library()


library.add(
    document_fault(
        id="pay-context-missing",
        title="The list of CLRs has no @context",
        how="The envelope of the list was written by hand.\nOnly the single CLR goes through the JSON-LD serialiser.",
        breaks=("CLR10-PAY-001",),
        consequences=SCHEMA,
        operations=("getClrs",),
        changes=[Change("ClrSet", drop("@context"))],
    )
)

library.add(
    document_fault(
        id="pay-context-no-url",
        title="@context of a CLR is a short name, not a URL",
        how="The context is kept as a name in the settings.\nNobody expands it to its URL on the way out.",
        breaks=("CLR10-PAY-001",),
        consequences=SCHEMA,
        operations=("getClr",),
        changes=[Change("GetClrPayload", put("@context", "clr"))],
    )
)

library.add(
    document_fault(
        id="pay-context-of-another-standard",
        title="@context of the list names Open Badges only",
        how="The code grew out of an Open Badges service.\nIts context was left as it was.",
        breaks=("CLR10-PAY-002",),
        operations=("getClrs",),
        changes=[Change("ClrSet", put("@context", "https://w3id.org/openbadges/v2"))],
    )
)

library.add(
    document_fault(
        id="pay-context-misspelt",
        title="@context of a CLR misspells the CLR context",
        how="The URL was typed from memory.\nA context that does not resolve shows no error.",
        breaks=("CLR10-PAY-002",),
        operations=("getClr",),
        changes=[
            Change(
                "GetClrPayload",
                put("@context", [FACTS.context_url.replace("clr_v1p0.jsonld", "clrcontext_v1p0.jsonld")]),
            )
        ],
    )
)

library.add(
    document_fault(
        id="pay-context-inline",
        title="@context of the list holds an inline object",
        how="An own term was defined in place, as JSON-LD allows.\nThe schema of CLR knows URLs only.",
        breaks=("CLR10-PAY-003",),
        consequences=SCHEMA,
        operations=("getClrs",),
        changes=[Change("ClrSet", put("@context", [FACTS.context_url, {"advisor": "https://schema.org/employee"}]))],
    )
)

FAULTS = library.faults
