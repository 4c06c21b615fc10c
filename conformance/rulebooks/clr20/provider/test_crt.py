"""CRT: whether a role of the certification has all that it needs. Which part is wrong, the rows of that part say."""

from __future__ import annotations

from conformance.rulebooks.clr20.provider.edition import UPSERT
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.suites.marks import requirement
from conformance.suites.outcomes import incomplete, not_applicable

READING = ("discovery", "dynamic_registration", "read", "profile")
WRITING = ("discovery", "dynamic_registration", "write")


@requirement("CLR20-CRT-12")
def test_reading_is_answered_from_discovery_to_profile(target: Clr20Target) -> None:
    _way_to_a_token(target, READING)
    target.api.get_credentials(limit=1).expect(200)
    target.api.get_profile().expect(200)


@requirement("CLR20-CRT-13")
def test_writing_is_answered_from_discovery_to_upsert(target: Clr20Target) -> None:
    _way_to_a_token(target, WRITING)
    sent = [seen.answer for seen in target.session.history if seen.answer.operation == UPSERT]
    if not sent:
        incomplete("no record was sent in this run: select the rows on writing of area API too")
    if not any(answer.status in (200, 201) for answer in sent):
        sent[-1].broken("no record that was sent was taken", expected="200 or 201", actual=str(sent[-1].status))


def _way_to_a_token(target: Clr20Target, claims: tuple[str, ...]) -> None:
    """Discovery, registration, authorization and token, each with a success."""
    if missing := [claim for claim in claims if claim not in target.plan.claims]:
        not_applicable(f"this role takes {', '.join(claims)}, and the plan does not claim {', '.join(missing)}")
    target.session.discovery().expect(200)
    target.clients.registration_of("first").expect(200, 201)
    target.grants.sample()
