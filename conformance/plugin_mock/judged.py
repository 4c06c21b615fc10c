"""The end of a test: what the consumer did is judged, and the test's own failure stays its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from conformance.errors import UsageFault, in_sentences
from conformance.one_sitting.judgement import ConsumerWarning
from conformance.plugin_mock.asked import asked_by
from conformance.plugin_mock.mock import ClrMock

SECTION = "CLR conformance"


def refuse_wrong_marks(items: Iterable[pytest.Item]) -> None:
    """Raises ``pytest.UsageError`` for the first test whose mark cannot be played."""
    for item in items:
        try:
            asked_by(item)
        except UsageFault as fault:
            told = in_sentences(fault.problem.message, fault.problem.todo)
            raise pytest.UsageError(f"{item.nodeid}: {told}") from fault


def conclude(item: pytest.Item, mocks: Sequence[ClrMock]) -> None:
    """Judges each mock that the test has not judged itself; a MUST that is broken fails the test, others warn."""
    found = [mock.judgement for mock in mocks if not mock.judged]
    failed = [str(one) for one in found if one.failures]
    if failed:
        pytest.fail("\n\n".join(failed), pytrace=False)
    try:
        for breach in (breach for one in found for breach in one.warnings):
            item.warn(ConsumerWarning(str(breach)))
    except ConsumerWarning as as_error:  # which the project's filters make of it
        pytest.fail(str(as_error), pytrace=False)


def tell_beside(item: pytest.Item, mocks: Sequence[ClrMock]) -> None:
    """Adds to the report of a test that has failed by itself what the consumer breaks, and what the mock refused."""
    for mock in mocks:
        if mock.judged:
            continue
        judgement = mock.judgement
        told = [f"The mock refused: {line}" for line in judgement.refused]
        told += [str(judgement)] if judgement.breaches else []
        if told:
            item.add_report_section("call", SECTION, "\n".join(told))
