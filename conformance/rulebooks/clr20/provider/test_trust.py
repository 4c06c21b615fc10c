"""What the target lists, verified: proofs, keys, status lists, schemas, and newer versions. Runs nearly last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conformance.record import Finding
from conformance.rulebooks.clr20.provider.edition import BOOK
from conformance.rulebooks.clr20.provider.judging import Received
from conformance.rulebooks.clr20.provider.target import Clr20Target
from conformance.standard import load
from conformance.suites.gathering import merged
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Broken, Doubtful, incomplete, not_applicable

DECIDED = [row.id for row in load(BOOK) if "provider.trust.listed_records_can_be_verified" in row.checks]
"""The requirements that only verification decides."""


@pytest.fixture(scope="session")
def learnt(target: Clr20Target) -> Received:
    """What verifying the records that the target listed shows."""
    return target.verified()


@pytest.mark.parametrize("requirement_id", [pytest.param(one, marks=requirement(one)) for one in DECIDED])
def test_listed_records_can_be_verified(learnt: Received, requirement_id: str) -> None:
    if not learnt.documents:
        incomplete("the target lists no record that could be verified")
    found = _without_id(learnt.findings.get(requirement_id, ()))
    if found:
        raise Broken(found[0].message, found)
    notes = _without_id(learnt.notes.get(requirement_id, ()))
    if notes:
        raise Doubtful(notes[0].message, notes)
    if requirement_id in learnt.undecided:
        incomplete(learnt.undecided[requirement_id])
    if requirement_id not in learnt.met:
        not_applicable("nothing of the kind was listed")


def _without_id(findings: list[Finding] | tuple[Finding, ...]) -> list[Finding]:
    return [replace(finding, requirement="") for finding in merged(findings)]
