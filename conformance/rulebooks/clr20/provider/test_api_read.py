"""API: reading the records of a user."""

from __future__ import annotations

from conformance.rulebooks.clr20.provider.edition import LIST
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.marks import requirement


@requirement("CLR20-API-07")
def test_records_are_listed(target: Clr20Target) -> None:
    answer = target.api.get_credentials().expect(200)
    if answer.media_type != "application/json":
        answer.broken("the list is not sent as application/json", actual=answer.media_type or "none")
    answer.expect_document(target.facts.operations[LIST].class_name or "")
