"""The requirements of documents, decided on every body that the target sent in this run. Runs last."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conformance.record import Finding
from conformance.rulebooks.clr10.provider.edition import BOOK
from conformance.rulebooks.clr10.provider.errors import see_some_errors
from conformance.rulebooks.clr10.provider.received import Received, receive
from conformance.rulebooks.clr10.provider.target import ClrTarget
from conformance.standard import load
from conformance.suites.gathering import merged
from conformance.suites.history import History
from conformance.suites.marks import requirement
from conformance.suites.outcomes import Broken, Doubtful, incomplete, not_applicable

DECIDED = [row.id for row in load(BOOK) if "provider.documents.received_documents" in row.checks]
"""The requirements that the document checks decide."""

LET_IN = frozenset({("Assertion", "badge")})
"""Members that no class knows, but the standard means to let in: an Open Badge in the place of an assertion."""


@pytest.fixture(scope="session")
def received(target: ClrTarget, history: History) -> Received:
    """All documents so far, judged; errors are among them."""
    see_some_errors(target)
    return receive(tuple(history), target.base, target.cleanup.made, target.parse_limits, target.memory)


@pytest.mark.parametrize("one", [pytest.param(one, marks=requirement(one)) for one in DECIDED])
def test_received_documents(received: Received, one: str) -> None:
    if not received.documents:
        incomplete("the target sent no document")
    findings = merged(received.findings.get(one, ()))
    if findings:
        raise Broken(findings[0].message, findings)
    notes = merged(received.notes.get(one, ()))
    if notes:
        raise Doubtful(notes[0].message, notes)
    if one not in received.exercised:
        not_applicable("nothing of the kind was received")


@requirement("CLR10-CON-012")
def test_no_extension_members(target: ClrTarget, received: Received, note: Callable[[str], None]) -> None:
    if not received.documents:
        incomplete("the target sent no document")
    found = [one for key, one in received.extensions.items() if key not in LET_IN]
    if found and target.plan.inferred == "fail":
        messages = [(one, f"{one.kind} has the extension member {one.name}") for one in found]
        raise Broken(
            messages[0][1],
            [
                Finding("", message, "no such member", one.name, one.pointer, exchanges=(one.exchange,))
                for one, message in messages
            ],
        )
    names = ", ".join(sorted({one.name for one in found})[:10])
    note(f"extension members, which a certification run must not have: {names}" if found else "no extension members")
