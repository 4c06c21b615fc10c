"""What is said of consumers is proven by consumers: a right one is blamed for nothing, each wrong one is named."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import group
from conformance.errors import UsageFault
from conformance.record import Verdict
from conformance.selfcheck import consumer_session, consumers, files
from conformance.selfcheck.consumer_blend import playable
from conformance.selfcheck.consumer_session import BOUND, choose
from conformance.selfcheck.matrix import Matrix, Wrong, matrix
from conformance.selfcheck.trial import Trial
from conformance.selfcheck.workers import trials
from conformance.standard import load
from conformance.traffic import ConsumerRules
from tests.cores import cores

BOOK = "clr10"
PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "kill-matrix-of-consumers.md"
QUICK = "fixed-client"
"""A wrong consumer that the mock refuses in the first sitting, so that its trial ends there."""

whole = pytest.mark.skipif(
    not {"CI", "CLR_TEST_SELFCHECK"} & os.environ.keys(),
    reason="all consumers take minutes: set CLR_TEST_SELFCHECK=1, or run `tox -e selfcheck`; CI runs them",
)


@pytest.fixture(scope="module")
def proved() -> Matrix:
    known: dict[str, Wrong] = {**{one.id: one for one in playable(BOOK)}, **consumers.wrong_consumers(BOOK)}
    chosen = choose((), load(BOOK))
    found = [*trials(chosen, cores(), BOOK, play=consumers.series, lost=consumers.failed)]
    return matrix(found, known, load(BOOK), 0.0, bound=BOUND, right="the right consumer")


@whole
@pytest.mark.timeout(1800)
def test_every_wrong_consumer_is_named_the_right_one_is_not_and_no_check_crashes(proved: Matrix) -> None:
    wrong = [(row.id, row.survived, row.false_alarms, row.crashes) for row in proved.rows if not row.good]
    assert wrong == []
    assert len(proved.rows) == 1 + len(playable(BOOK)) + len(consumers.wrong_consumers(BOOK))


@whole
@pytest.mark.timeout(1800)
def test_every_requirement_of_a_consumer_that_is_decided_is_broken_by_one_or_says_why_not(proved: Matrix) -> None:
    assert [name for name, reason in proved.uncovered.items() if not reason] == []


@whole
@pytest.mark.timeout(1800)
def test_the_page_of_the_docs_is_current(proved: Matrix) -> None:
    written = files.markdown(proved, files.OF_CONSUMERS)
    assert PAGE.read_text(encoding="utf-8") == written, "copy selfcheck.md of `selfcheck --consumers` there"


def judged(found: Trial, **changes: object) -> Matrix:
    """The matrix of that trial alone; ``changes`` are what the wrong consumer declares otherwise."""
    known = {found.id: replace(consumers.wrong_consumers(BOOK)[found.id], **changes)}  # type: ignore[arg-type]
    return matrix([found], known, load(BOOK), 0.0, whole=False, bound=BOUND)


def test_a_wrong_consumer_survives_where_no_check_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    looking = judged(consumers.trial(QUICK, BOOK))
    assert looking.good
    assert looking.rows[0].cells == {"CLR10-REG-017": "killed"}

    kept = tuple(check for check in ConsumerRules.checks.fget(_rules()) if check.requirement != "OAUTH-REG-017")  # type: ignore[attr-defined]
    monkeypatch.setattr(ConsumerRules, "checks", property(lambda _: kept))
    blind = judged(consumers.trial(QUICK, BOOK))
    assert not blind.good
    assert blind.rows[0].survived == ("CLR10-REG-017",)


def test_what_is_said_of_a_consumer_beyond_what_it_does_is_a_false_alarm() -> None:
    found = judged(consumers.trial(QUICK, BOOK), breaks=("CLR10-REG-018",))
    assert found.rows[0].survived == ("CLR10-REG-018",)
    assert found.rows[0].false_alarms == ("CLR10-REG-017",)


def test_a_consumer_that_crashes_ends_its_sitting_and_not_the_series(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Trial:
        raise OSError("no more files")

    monkeypatch.setattr(consumers, "trial", broken)
    found: list[Trial] = []
    consumers.series([QUICK, ""], found.append, BOOK)
    assert [one.problems for one in found] == [("trial-failed: OSError: no more files",)] * 2
    assert [one.kind for one in found] == ["fault", "clean"]


@pytest.mark.parametrize("name", ["fixed-client", "FIXED-CLIENT", "CLR10-REG-017", "reg-017", "REG"])
def test_a_consumer_is_chosen_by_its_id_or_by_what_it_breaks(name: str) -> None:
    chosen = choose([name], load(BOOK))
    assert chosen[0] == consumers.RIGHT
    assert QUICK in chosen
    assert "constant-state" not in chosen


def test_nothing_to_choose_is_told() -> None:
    with pytest.raises(UsageFault, match="no wrong consumer or variation for no-such"):
        choose(["no-such"], load(BOOK))


def test_each_wrong_consumer_says_what_it_does_how_one_gets_there_and_what_it_breaks() -> None:
    for one in consumers.wrong_consumers(BOOK).values():
        assert one.title.endswith("."), one.id
        assert one.how.endswith((".", "?")), one.id
        for row in (*one.breaks, *one.consequences):
            assert row in load(BOOK).requirements, (one.id, row)
        assert not {*one.breaks} & {*one.consequences}, one.id
        assert all(len(why) > 20 for why in one.consequences.values()), one.id


def test_the_reports_speak_of_consumers() -> None:
    found = judged(consumers.trial(QUICK, BOOK))
    written = files.markdown(found, files.OF_CONSUMERS)
    assert written.startswith("# Kill matrix of consumers\n")
    assert "| `fixed-client` | Never registers" in written
    assert "✓ CLR10-REG-017" in written
    assert "Variations" not in written
    assert "Kill matrix of consumers" in files.html(found, files.OF_CONSUMERS)


def test_what_was_learnt_before_an_interruption_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_ids: Sequence[str], *_: object, **__: object) -> Iterator[Trial]:
        yield Trial("", "clean", {"CLR10-REG-017": Verdict.PASS}, {}, frozenset(), (), 0.1)
        raise KeyboardInterrupt

    monkeypatch.setattr(consumer_session, "trials", interrupted)
    outcome = CliRunner().invoke(group, ["selfcheck", "--consumers", "--only", "REG-017", "--out", str(tmp_path)])

    assert outcome.exit_code == 130
    kept = json.loads((tmp_path / "selfcheck.json").read_bytes())
    assert (len(kept["trials"]), kept["missing"], kept["proved"]) == (1, 1, False)


def _rules() -> ConsumerRules:
    from conformance.rulebooks import find

    found = find(BOOK).consumer
    assert found is not None
    return found
