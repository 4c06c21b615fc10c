"""The requirements of documents, decided on every record and profile that the target sent in this run. Runs last."""

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

MOST_TOLD = 5

DECIDED = [row.id for row in load(BOOK) if "provider.documents.received_documents" in row.checks]
"""The requirements that the document checks decide."""


@pytest.fixture(scope="session")
def received(target: Clr20Target) -> Received:
    """All documents so far, judged."""
    return target.judged()


@pytest.mark.parametrize("one", [pytest.param(one, marks=requirement(one)) for one in DECIDED])
def test_received_documents(received: Received, one: str) -> None:
    if not received.documents:
        incomplete("the target sent no record that could be judged")
    findings = merged(received.findings.get(one, ()))
    if findings:
        raise Broken(findings[0].message, findings)
    notes = merged(received.notes.get(one, ()))
    if notes:
        raise Doubtful(notes[0].message, notes)
    if one not in received.met:
        not_applicable("nothing of the kind was received")


@requirement("CLR20-API-10")
def test_listed_records_are_valid_and_can_be_verified(target: Clr20Target, received: Received) -> None:
    if not received.documents and not received.strange:
        incomplete("the target sent no record that could be judged")
    verified = target.verified()
    found = [*received.strange, *_binding(received), *_binding(verified)]
    if found:
        raise Broken(f"a record that is listed is not valid: {found[0].message}", found[:MOST_TOLD])
    if verified.undecided:
        incomplete(next(iter(verified.undecided.values())))


def _binding(received: Received) -> list[Finding]:
    """What breaks a MUST of the records, with the requirement in its words."""
    rows = load(BOOK)
    found = [(one, each) for one, findings in received.findings.items() for each in merged(findings)]
    return [
        replace(each, requirement="", message=f"{each.message} ({one})")
        for one, each in found
        if rows[one].level.binding and rows[one].basis.firm
    ]
