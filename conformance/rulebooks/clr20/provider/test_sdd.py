"""SDD: the service description, which anybody may read."""

from __future__ import annotations

from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.marks import requirement


@requirement("CLR20-SDD-03")
def test_service_description_is_served(target: Clr20Target) -> None:
    target.session.discovery().expect(200).expect_document("ServiceDescriptionDocument")
