"""No member of the source is in neither the record nor the account, and nothing in the record comes from nowhere."""

from __future__ import annotations

from random import Random
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.migrating import Source
from conformance.rulebooks.clr20.migration import RULES
from tests.rulebooks.clr20.migration.accounts import faults
from tests.rulebooks.clr20.migration.generated import RECORD, token, value_of

ISSUER: Final = RULES.issuer(
    {
        "id": "https://college.example/a",
        "name": "Harbour College",
        "address": {"addressLocality": "Harbour Point"},
        "formerly": "urn:uuid:1",
    }
)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_each_member_of_a_made_up_record_is_accounted_for(seed: int) -> None:
    value = value_of(RECORD, Random(seed))
    value["revoked"] = None
    migrated = RULES.migrate(Source(value, "", "", RECORD), ISSUER, frozenset())
    assert [*faults(value, "", migrated)] == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_each_member_of_a_made_up_set_of_records_is_accounted_for(seed: int) -> None:
    value = value_of("ClrSet", Random(seed)) | {"clrs": [{**value_of(RECORD, Random(seed)), "revoked": None}]}
    migrated = RULES.migrate(Source(value, "", "", "ClrSet"), ISSUER, frozenset({ISSUER.id}))
    assert [*faults(value, "", migrated)] == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["GetAssertionPayload", "GetEndorsementPayload", RECORD]))
def test_each_member_of_a_made_up_signed_item_is_accounted_for(seed: int, class_name: str) -> None:
    value = value_of(class_name, Random(seed))
    value["revoked"] = None
    if class_name == "GetAssertionPayload":
        value["achievement"] = value_of("Achievement", Random(seed))
    migrated = RULES.migrate(Source(value, "#", token(value), class_name), ISSUER, frozenset())
    assert [*faults(value, "#", migrated)] == []
