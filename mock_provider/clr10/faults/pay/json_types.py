"""JSON types: what is a text, a number, an array or null and should not be."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.faults._documents import (
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


library.add(
    document_fault(
        id="pay-boolean-as-text",
        title="partial is the text false instead of a boolean",
        how="The value comes from a database column of type text.\nThe mapping does not convert it.",
        breaks=("CLR10-PAY-004",),
        consequences=SCHEMA,
        changes=[Change("Clr", put("partial", "false"), where=has("achievements"))],
    )
)

library.add(
    document_fault(
        id="pay-number-as-text",
        title="creditsEarned is a text instead of a number",
        how="Decimals are written as texts so that no digit is lost.\nThe model wants a number here.",
        breaks=("CLR10-PAY-004",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("creditsEarned", "3.0"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-object-as-text",
        title="The criteria of an achievement are a text instead of an object",
        how="The catalogue keeps one text per course.\nThe export copies it into requirement.",
        breaks=("CLR10-PAY-004",),
        consequences={
            **SCHEMA,
            "CLR10-JWS-013": "where every achievement has tags, those in signed CLRs are met too",
            "CLR10-PST-001": "where every achievement has tags, those that are posted are met too",
            "CLR10-PST-002": "where every achievement has tags, those that are posted are met too",
        },
        changes=[Change("Achievement", put("requirement", "Pass the field project."), where=has("tags"))],
    )
)

library.add(
    document_fault(
        id="pay-single-entry-unwrapped",
        title="An array with one entry comes out as that entry",
        how="The serialiser has the option to unwrap single items.\nIt was on by default.",
        breaks=("CLR10-PAY-005",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("endorsements", lambda entries: entries[0]), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-tags-as-text",
        title="tags is one text with commas",
        how="The form has one field for all tags.\nThe export writes it as it is.",
        breaks=("CLR10-PAY-005",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("tags", "survey, field work"), where=has("tags"))],
    )
)

library.add(
    document_fault(
        id="pay-value-as-array",
        title="term is an array",
        how="A course may run over two terms in the database.\nThe export writes the list.",
        breaks=("CLR10-PAY-006",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("term", lambda term: [term]), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-type-as-array",
        title="The profile of an assessor is wrapped in an array",
        how="Some JSON-LD libraries wrap each value when they expand.\nThe result was not compacted again.",
        breaks=("CLR10-PAY-006",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("source", lambda source: [source]), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-null-member",
        title="Members without a value are null",
        how="The serialiser writes every field of the class.\nThe option to skip nulls is off.",
        breaks=("CLR10-PAY-007",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("licenseNumber", None), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-null-array",
        title="An array without entries is null",
        how="The list is only made when there is something to put in.\nThe serialiser writes null for it.",
        breaks=("CLR10-PAY-007",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("tags", None), where=has("requirement/id"))],
    )
)

FAULTS = library.faults
