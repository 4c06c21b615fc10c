"""MOD: records and badges as credentials: issuer, dates, subject, and what a record holds."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import both, drop, put
from mock_provider.clr20.drafting import W3C, Draft, Node
from mock_provider.clr20.faults._documents import UNDEFINED, record_fault, token_fault

library = Library()

_NOT_VERIFIED = {"CLR20-VER-17": "the badge inside is not verified"}
_NO_ISSUER = {"CLR20-DI-10": "there is no issuer whose key it could be"}

library.add(
    record_fault(
        id="mod-record-without-issuer",
        title="A record has no issuer",
        how="There is one school in the whole system.\nThat it issues all records goes without saying there.",
        breaks=("CLR20-MOD-01",),
        change=drop("record/issuer"),
        consequences=_NO_ISSUER,
    )
)

library.add(
    token_fault(
        id="mod-issuer-is-a-number",
        title="The issuer of a badge is the number of a row",
        how="The badge holds the foreign key.\nNobody looks up the school behind it.",
        breaks=("CLR20-MOD-01",),
        change=put("badge/issuer", 7),
        consequences=_NO_ISSUER,
    )
)

library.add(
    record_fault(
        id="mod-issuer-without-type",
        title="The issuer of a badge has no type",
        how="The profile is written as plain members.\nThe type is added where profiles stand alone.",
        breaks=("CLR20-MOD-02",),
        change=drop("badge/issuer/type"),
    )
)

library.add(
    record_fault(
        id="mod-issuer-of-another-type",
        title="The type of an issuer is Achievement",
        how="A template was copied from the achievement.\nThe type stayed.",
        breaks=("CLR20-MOD-02",),
        change=put("record/issuer/type", ["Achievement"]),
    )
)


def _zone_of_badge_away(draft: Draft) -> None:
    draft.badge["validFrom"] = draft.badge["validFrom"].removesuffix("Z")


library.add(
    record_fault(
        id="mod-valid-from-without-zone",
        title="validFrom of a badge has no time zone",
        how="The moment is kept without a zone in the database.\nIt is written as it is.",
        breaks=("CLR20-MOD-03",),
        change=_zone_of_badge_away,
    )
)

library.add(
    record_fault(
        id="mod-valid-until-is-a-day",
        title="validUntil of a badge is a day without a time",
        how="Badges end at the end of a day.\nThe column is a date.",
        breaks=("CLR20-MOD-04",),
        change=put("badge/validUntil", "2098-12-31"),
    )
)

library.add(
    record_fault(
        id="mod-ends-before-it-begins",
        title="A badge ends before it begins",
        how="The years of validity are subtracted.\nA sign went wrong.",
        breaks=("CLR20-MOD-05",),
        change=put("badge/validUntil", "1999-12-31T12:00:00Z"),
    )
)


def _awarded_by_day(draft: Draft) -> None:
    draft.badge["awardedDate"] = draft.badge["awardedDate"][:10]


library.add(
    record_fault(
        id="mod-awarded-date-is-a-day",
        title="awardedDate of a badge is a day without a time",
        how="The faculty awards on a day.\nThe member takes the date as it is.",
        breaks=("CLR20-MOD-06",),
        change=_awarded_by_day,
    )
)

library.add(
    record_fault(
        id="mod-partial-is-a-text",
        title="partial of a record is a text",
        how="The settings of the export are texts.\nOne of them is written into the record.",
        breaks=("CLR20-MOD-07",),
        change=put("record/partial", "true"),
    )
)

library.add(
    record_fault(
        id="mod-subject-without-type",
        title="The subject of a record has no type",
        how="The learner was a bare id in an earlier version.\nThe type was forgotten when more came in.",
        breaks=("CLR20-MOD-09",),
        change=drop("subject/type"),
        consequences=UNDEFINED,
    )
)

library.add(
    record_fault(
        id="mod-subject-without-id",
        title="The learner of a record has neither id nor identifier",
        how="Ids of learners are personal data here.\nThe export leaves them out.",
        breaks=("CLR20-MOD-10", "CLR20-VER-03"),
        change=drop("subject/id"),
    )
)

library.add(
    record_fault(
        id="mod-record-holds-nothing",
        title="A record holds no credential",
        how="The student has not finished a course yet.\nThe record is made all the same.",
        breaks=("CLR20-MOD-11",),
        change=both(drop("subject/verifiableCredential"), drop("subject/association")),
    )
)


def _other(draft: Draft) -> Node:
    """A credential that is neither a badge nor a record."""
    return {
        "@context": [W3C],
        "id": f"{draft.identity.id}/membership",
        "type": ["VerifiableCredential"],
        "issuer": draft.place.issuer,
        "validFrom": draft.identity.valid_from,
        "credentialSubject": {"id": draft.subject["id"]},
    }


def _undated_other(draft: Draft) -> None:
    other = _other(draft)
    del other["validFrom"]
    draft.subject["verifiableCredential"].append(other)


library.add(
    record_fault(
        id="mod-held-without-valid-from",
        title="A credential that a record holds has no validFrom",
        how="Memberships are valid from the first day on.\nThe mapping has no date for them.",
        breaks=("CLR20-MOD-12",),
        change=_undated_other,
    )
)

library.add(
    token_fault(
        id="mod-token-in-record",
        title="A record holds a JWT as a text",
        how="Badges are kept as tokens.\nThey are put into the array as they are.",
        breaks=("CLR20-MOD-13",),
        change=put("subject/verifiableCredential/1", "eyJhbGciOiJFZERTQSJ9.e30.AAAA"),
    )
)

library.add(
    record_fault(
        id="mod-badge-of-another-learner",
        title="A badge in a record is about another id",
        how="The badge was issued by another system.\nIt knows the learner under its own id.",
        breaks=("CLR20-MOD-15",),
        change=put("award/id", "urn:uuid:7d0f6f56-6d5f-4b53-9c35-5a1a7d1c2002"),
    )
)

library.add(
    record_fault(
        id="mod-badge-without-id",
        title="A badge has no id",
        how="Badges are parts of a record here.\nThey have no id of their own.",
        breaks=("CLR20-MOD-22",),
        change=drop("badge/id"),
    )
)

library.add(
    record_fault(
        id="mod-badge-without-valid-from",
        title="A badge has no validFrom",
        how="The record has the date.\nThat of the badge is left out.",
        breaks=("CLR20-MOD-22",),
        change=drop("badge/validFrom"),
    )
)

library.add(
    token_fault(
        id="mod-badge-of-no-class",
        title="The type of a badge does not say that it is a credential",
        how="The type is the name of the class.\nThe base class adds nothing.",
        breaks=("CLR20-MOD-23",),
        change=put("badge/type", ["AchievementCredential"]),
        consequences={**UNDEFINED, "CLR20-DI-21": "the proof would drop what no context defines", **_NOT_VERIFIED},
    )
)

library.add(
    record_fault(
        id="mod-award-without-achievement",
        title="The subject of a badge has no achievement",
        how="The course was deleted from the catalogue.\nThe badge lost what it is for.",
        breaks=("CLR20-MOD-24",),
        change=drop("award/achievement"),
        consequences={"CLR20-MOD-19": "a link leads to the achievement that is gone"},
    )
)

library.add(
    record_fault(
        id="mod-award-without-id",
        title="The recipient of a badge has neither id nor identifier",
        how="The record names the learner.\nThe badge inside names nobody.",
        breaks=("CLR20-MOD-25", "CLR20-VER-03"),
        change=drop("award/id"),
    )
)

FAULTS = library.faults
