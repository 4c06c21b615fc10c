"""What the target lists, verified: signatures, keys, hosted copies, revocation lists, and ids that have to resolve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from conformance.record import Finding
from conformance.rulebooks.clr10.provider.edition import BOOK
from conformance.rulebooks.clr10.provider.received import at_places
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.rulebooks.clr10.provider.verifying import TargetFetcher, sample, trusted
from conformance.standard import load
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Broken, Doubtful, incomplete, not_applicable
from conformance.trust import VerificationReport

DECIDED = [row.id for row in load(BOOK) if "provider.trust.listed_records_can_be_verified" in row.checks]
"""The requirements that only verification decides."""

Learnt = tuple[VerificationReport, Callable[[Finding], Finding]]


@pytest.fixture(scope="session")
def learnt(target: ClrTarget) -> Learnt:
    """The verification report of a sample of the list, and how a finding finds its place in the page."""
    chosen, fetcher = sample(target.listing(), target.cleanup.made), TargetFetcher(target)
    page = chosen.page.response.index

    def placed(finding: Finding) -> Finding:
        return replace(at_places(finding, chosen.places), requirement="", exchanges=(page, *fetcher.shown_by(finding)))

    return trusted(chosen, fetcher, target.parse_limits), placed


@pytest.mark.parametrize("requirement_id", [pytest.param(one, marks=requirement(one)) for one in DECIDED])
def test_listed_records_can_be_verified(learnt: Learnt, requirement_id: str) -> None:
    report, placed = learnt
    found = [placed(finding) for finding in report.findings if finding.requirement == requirement_id]
    if found:
        raise Broken(found[0].message, found)
    notes = [placed(note) for note in report.notes if note.requirement == requirement_id]
    if notes:
        raise Doubtful(notes[0].message, notes)
    if requirement_id in (report.undecided or {}):
        incomplete((report.undecided or {})[requirement_id])
    if requirement_id not in report.decided:
        not_applicable("nothing of the kind was listed")
