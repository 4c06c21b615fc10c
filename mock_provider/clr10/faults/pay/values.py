"""Values that are of the right type and not of the right form: timestamps, URLs, ids, types, Markdown, data URIs."""

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
        id="pay-timestamp-without-zone",
        title="A timestamp has no time zone",
        how="The moment is formatted in local time.\nThe pattern of the formatter has no zone.",
        breaks=("CLR10-PAY-010",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("activityEndDate", "2022-06-11T16:00:00"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-timestamp-as-number",
        title="A timestamp is a number of seconds",
        how="The serialiser writes dates as epoch seconds by default.\nNobody set its date format.",
        breaks=("CLR10-PAY-010",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("expires", 2286696600), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-timestamp-only-date",
        title="A timestamp is a date without time",
        how="The column holds a date.\nIt is written without the time of day.",
        breaks=("CLR10-PAY-010",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("activityStartDate", "2022-01-11"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-timestamp-with-offset",
        title="A timestamp is given in local time with its offset",
        how="The server formats moments in its own zone.\nThe instant is right, the form is not UTC.",
        breaks=("CLR10-PAY-011",),
        changes=[Change("Assertion", put("activityStartDate", "2022-01-11T10:00:00+02:00"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-birth-date-with-time",
        title="birthDate has a time of day",
        how="The birthday is kept as a timestamp at midnight.\nThe export writes it as such.",
        breaks=("CLR10-PAY-012",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("source/birthDate", "1988-05-23T00:00:00Z"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-birth-date-in-local-form",
        title="birthDate is written as day.month.year",
        how="The date is formatted for people.\nThe export reuses the text of the page.",
        breaks=("CLR10-PAY-012",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("source/birthDate", "23.05.1988"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-url-without-scheme",
        title="A URL begins with www.",
        how="People type addresses without a scheme.\nThe form stores what they typed.",
        breaks=("CLR10-PAY-013",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("source/url", "www.testing.example"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-url-relative",
        title="targetUrl of an alignment is relative to the provider",
        how="Links are built from the path of the router.\nThe host is left out.",
        breaks=("CLR10-PAY-013",),
        consequences=SCHEMA,
        changes=[Change("Achievement", put("alignments/0/targetUrl", "/case/CS.2"), where=has("tags"))],
    )
)

library.add(
    document_fault(
        id="pay-id-is-a-row-number",
        title="The id of a result is a number of the database",
        how="The primary key is taken as the id.\nNo scheme is put before it.",
        breaks=("CLR10-PAY-014",),
        changes=[Change("Assertion", put("results/0/id", "90417"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-uuid-without-colon",
        title="A urn:uuid lacks its last colon",
        how="The prefix is a constant of the code.\nIts last colon was forgotten.",
        breaks=("CLR10-PAY-015",),
        changes=[
            Change("Assertion", put("results/0/id", lambda text: text.replace("urn:uuid:", "urn:uuid")), where=SURVEY)
        ],
    )
)

library.add(
    document_fault(
        id="pay-uuid-too-short",
        title="A urn:uuid holds a short id",
        how="Ids of the database were turned into URNs.\nThey are not UUIDs.",
        breaks=("CLR10-PAY-015",),
        changes=[Change("Assertion", put("results/1/id", "urn:uuid:90417"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-levels-share-an-id",
        title="Two levels of a rubric have the same id",
        how="The id is made from the rubric, not from the level.\nAll levels get the same one.",
        breaks=("CLR10-PAY-016",),
        changes=[
            Change(
                "ResultDescription",
                lambda node: put("rubricCriterionLevels/0/id", node["rubricCriterionLevels"][1]["id"])(node),
                where=has("rubricCriterionLevels/1"),
            )
        ],
    )
)

library.add(
    document_fault(
        id="pay-profile-differs-by-place",
        title="The publisher's profile has another name as the assessor of an assertion",
        how="The name of the assessor is typed in by hand.\nThe id comes from the list of organisations.",
        breaks=("CLR10-PAY-016",),
        changes=[
            Change(
                "Clr",
                lambda node: put(
                    "assertions/0/source", {"id": node["publisher"]["id"], "type": "Profile", "name": "Testing office"}
                )(node),
                where=has("achievements"),
            )
        ],
    )
)

library.add(
    document_fault(
        id="pay-type-of-another-vocabulary",
        title="type of a profile is Organization",
        how="The profile is written with a term of schema.org.\nCLR calls every party a Profile.",
        breaks=("CLR10-PAY-017",),
        changes=[Change("Assertion", put("source/type", "Organization"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-type-in-lower-case",
        title="type of evidence is written in lower case",
        how="The name of the class is derived from a table.\nIts case got lost.",
        breaks=("CLR10-PAY-017",),
        changes=[Change("Assertion", put("evidence/0/type", "evidence"), where=SURVEY)],
    )
)

library.add(
    document_fault(
        id="pay-target-cannot-be-found",
        title="A hosted assertion refers to an achievement that only the database knows",
        how="Targets of associations are internal ids.\nInside a CLR the target is there, alone it is not.",
        breaks=("CLR10-PAY-018",),
        operations=("getAssertion",),
        changes=[
            Change(
                "Achievement",
                put("associations/0/targetId", "urn:uuid:c3b8f6f0-1f67-4f43-9b55-7f1f5cf0b102"),
                where=has("associations/0"),
            )
        ],
    )
)

library.add(
    document_fault(
        id="pay-html-in-markdown",
        title="A narrative holds HTML",
        how="The text comes from a rich text editor.\nIts HTML is copied into a member for Markdown.",
        breaks=("CLR10-PAY-019",),
        changes=[
            Change(
                "Assertion",
                put("evidence/0/narrative", "<p>Survey with <b>twelve</b> sample points.</p>"),
                where=SURVEY,
            )
        ],
    )
)

library.add(
    document_fault(
        id="pay-data-uri-bad-base64",
        title="A data URI holds bytes that are not base64",
        how="The base64 text was cut at the length of a column.\nNobody reads the file back.",
        breaks=("CLR10-PAY-020",),
        changes=[
            Change("Assertion", put("evidence/0/artifacts/0/url", "data:text/plain;base64,VGlkZSBsb3%%%"), where=SURVEY)
        ],
    )
)

library.add(
    document_fault(
        id="pay-data-uri-without-comma",
        title="A data URI has no comma before its data",
        how="Media type and data are put together with a colon.\nBrowsers were never asked.",
        breaks=("CLR10-PAY-020",),
        changes=[
            Change("Assertion", put("evidence/0/artifacts/0/url", "data:text/plain;base64:VGlkZSBsb3c="), where=SURVEY)
        ],
    )
)

FAULTS = library.faults
