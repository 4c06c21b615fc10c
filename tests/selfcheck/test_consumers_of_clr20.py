"""Each wrong consumer of CLR 2.0 is named by the row that it breaks, where that row shows, and by no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from conformance.consumer.own import called
from conformance.consumer.parts import Part, parts_of
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.standing import Standing
from conformance.consumer.starting import in_process
from conformance.consumer.terms import Terms
from conformance.record import RunRecord, Verdict
from conformance.rulebooks import find
from conformance.selfcheck.consumer_plan import plan_for
from conformance.selfcheck.consumers import wrong_consumers
from conformance.standard import load
from conformance.traffic import ConsumerRules
from conformance.traffic.wrong import WrongConsumer

BOOK = "clr20"
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "kill-matrix-of-consumers-of-clr20.md"
STANDARD = load(BOOK)
WRONG = wrong_consumers(BOOK)
WAITS = {"repeats-at-once", "repeats-early", "reads-without-bounds", "pages-without-end", "trusts-any-certificate"}
"""Those that take seconds each, or need a connection: the whole self-check plays them, and the tests of CLR 1.0 do."""
SHOWN_BY = {
    "constant-state": "base-url-slash",
    "fresh-software-id": "base-url-slash",
    "since-without-zone": "list-again",
    "follows-plain-http": "http-link",
}
"""A scenario beside the plain one for what any second sitting shows."""
BLAMED = {Verdict.FAIL, Verdict.WARN}


def rules() -> ConsumerRules:
    found = find(BOOK).consumer
    assert found is not None
    return found


@pytest.fixture(scope="module")
def mocks() -> Iterator[Standing]:
    with Standing() as standing:
        yield standing


def shown(one: WrongConsumer) -> Sequence[Part]:
    """The plain sittings, and those that show what it breaks."""
    names = {
        name for check in rules().checks if STANDARD.own_id(check.requirement) in one.breaks for name in check.scenarios
    }
    names |= {SHOWN_BY.get(one.id, "")}
    return [part for part in parts_of(plan_for(rules(), one)) if part.plain or part.scenario.id in names]


def played(one: WrongConsumer, mocks: Standing) -> RunRecord:
    plan = plan_for(rules(), one)
    kind = called(one.of(rules().reference_consumer))
    terms = replace(Terms.of(plan), real_tls=False, standing=mocks)
    run = ConsumerRun(plan, Means(in_process(kind), terms), shown(one), keep_exchanges=False)
    with redirect_stderr(StringIO()):
        run.play()
    return run.finish()


@pytest.mark.parametrize("name", sorted(WRONG.keys() - WAITS))
def test_a_wrong_consumer_is_named_by_its_row_and_no_other(name: str, mocks: Standing) -> None:
    one = WRONG[name]
    record = played(one, mocks)
    blamed = {row.id for row in record.requirements if row.verdict in BLAMED}
    assert blamed >= set(one.breaks)
    assert blamed - set(one.breaks) <= one.consequences.keys() | STANDARD.umbrellas.keys()


def test_every_row_of_a_client_that_is_decided_has_a_wrong_consumer_or_says_why_not() -> None:
    broken = {row for one in WRONG.values() for row in one.breaks}
    decided = {row.id for row in STANDARD if any(check.startswith("consumer.") for check in row.checks)}
    clients = {row.id for row in STANDARD if row.role.value == "C" and not row.unbreakable}
    assert (decided & clients) - broken == set()


def test_the_table_in_the_docs_names_each_wrong_consumer_by_its_row() -> None:
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    told = {line.split("`")[1]: line for line in lines if line.startswith("| `") and "✓" in line}
    assert told.keys() == WRONG.keys()
    assert all(f"✓ {row}" in told[name] for name, one in WRONG.items() for row in one.breaks)
    assert not any(sign in line for line in told.values() for sign in "✗!")
