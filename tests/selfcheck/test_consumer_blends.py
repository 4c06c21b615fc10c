"""The right consumer under variations is blamed for nothing, and a wrong one is named under them all the same."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from conformance.cli import group
from conformance.errors import UsageFault
from conformance.exchanges import Response
from conformance.record import Verdict
from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.selfcheck import consumers
from conformance.selfcheck.blending import blended, of_consumers, repeat, show
from conformance.selfcheck.blends import outcome
from conformance.selfcheck.consumer_blend import consumer_blend, playable
from conformance.selfcheck.consumer_session import choose
from conformance.selfcheck.consumers import trial
from conformance.selfcheck.workers import Crew
from conformance.standard import load
from conformance.traffic import ConsumerRules
from conformance.traffic.assignment import RefusedError
from tests.cores import cores

BOOK = "clr10"
CLR10 = load(BOOK)
WRONG = consumers.wrong_consumers(BOOK)
BLENDED = "var-link-lines+var-tok-more-members+var-doc-no-types"


@pytest.fixture
def as_right(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Another consumer can be made the right one; what was played with the real one is forgotten."""
    consumers._plain.cache_clear()
    yield monkeypatch
    consumers._plain.cache_clear()


def make_right(as_right: pytest.MonkeyPatch, kind: type[ClrConsumer]) -> None:
    as_right.setattr(ConsumerRules, "reference_consumer", property(lambda _: kind))


class WantsTypes(ClrConsumer):
    """Falls over a CLR without a type."""

    def keep(self, clr: Mapping[str, Any]) -> str:
        if "type" not in clr:
            raise RefusedError("what is this?")
        return super().keep(clr)


class DefaultsToQuotes(ClrConsumer):
    """Finds the next page by the spelling that most servers use, and stops without a word where there is none."""

    def link(self, response: Response) -> str | None:
        found = re.search(r'<([^>]*)>; rel="next"', response.headers.get("link") or "")
        return found[1] if found else None


def test_a_trial_is_known_by_what_is_played() -> None:
    read = consumer_blend(f"constant-state+{BLENDED}", WRONG, BOOK)
    assert read.fault is WRONG["constant-state"]
    assert len(read.variations) == 3
    assert consumer_blend(read.id, WRONG, BOOK).id == read.id
    kinds = {name: consumer_blend(name, WRONG, BOOK).kind for name in ("", "constant-state", "var-link-lines", BLENDED)}
    assert [*kinds.values()] == ["clean", "fault", "variation", "blend"]


def test_two_wrong_consumers_are_never_one() -> None:
    with pytest.raises(ValueError, match="more than one"):
        consumer_blend("constant-state+fresh-software-id", WRONG, BOOK)


def test_the_self_check_plays_the_right_consumer_under_each_variation() -> None:
    chosen = choose((), CLR10)
    assert chosen[0] == consumers.RIGHT
    assert {one.id for one in playable(BOOK)} < set(chosen)
    assert choose(("var-link-lines",), CLR10) == [consumers.RIGHT, "var-link-lines"]
    with pytest.raises(UsageFault):
        choose(("var-login-two-pages",), CLR10)


@pytest.mark.parametrize("name", ["var-link-lines", BLENDED])
def test_the_right_consumer_is_blamed_for_nothing(name: str) -> None:
    found = trial(name, BOOK)
    assert (found.broken(), found.problems) == (frozenset(), ())
    assert found.verdicts["CLR10-AUT-007"] is Verdict.PASS


def test_a_consumer_that_falls_over_one_of_them_is_not_right(as_right: pytest.MonkeyPatch) -> None:
    make_right(as_right, WantsTypes)
    found = trial(BLENDED, BOOK)
    judged = outcome(found, consumer_blend(BLENDED, WRONG, BOOK), CLR10)
    assert (judged.result, judged.good) == ("crashed", False)
    assert "var-doc-no-types" in judged.named[0]
    assert not trial("var-tok-more-members", BOOK).problems


def test_nor_is_one_that_leaves_pages_unread(as_right: pytest.MonkeyPatch) -> None:
    make_right(as_right, DefaultsToQuotes)
    assert trial("var-link-capitals", BOOK).broken() == {"CLR10-GCS-028"}


@pytest.mark.parametrize("wrong", ["constant-state", "fresh-software-id"])
def test_a_wrong_consumer_is_named_under_a_blend(wrong: str) -> None:
    name = f"{wrong}+{BLENDED}"
    judged = outcome(trial(name, BOOK), consumer_blend(name, WRONG, BOOK), CLR10)
    assert judged.result == "named"


def test_what_no_check_judges_under_a_blend_proves_nothing() -> None:
    name = "token-per-page+var-http-cookies"
    judged = outcome(trial(name, BOOK), consumer_blend(name, WRONG, BOOK), CLR10)
    assert (judged.result, judged.good) == ("no strike", True)


def test_one_blend_is_repeated_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert repeat(CLR10, BLENDED, 1, of_consumers(CLR10))
    assert "silent" in capsys.readouterr().out
    with pytest.raises(UsageFault):
        repeat(CLR10, "no-such-consumer+var-link-lines", 1, of_consumers(CLR10))


def test_the_command_plays_sets_alone_and_with_a_wrong_consumer(tmp_path: Path) -> None:
    found = CliRunner().invoke(
        group, ["selfcheck", "--consumers", "--blends", "2", "--workers", "1", "--out", str(tmp_path), "-q"]
    )
    assert (found.exit_code, found.output.count("PROVED")) == (0, 1), found.output
    written = json.loads((tmp_path / "blends.json").read_text())
    assert [one["result"] for one in written["alone"]] == ["silent", "silent"]
    assert {one["result"] for one in written["with_fault"]} <= {"named"}


@pytest.mark.timeout(1800)
@pytest.mark.skipif(
    not {"CI", "CLR_TEST_SELFCHECK"} & os.environ.keys(),
    reason="dozens of blends take a minute: set CLR_TEST_SELFCHECK=1, or run `tox -e selfcheck`; CI runs them",
)
def test_providers_differ_in_many_ways_at_once() -> None:
    stock = of_consumers(CLR10)
    with Crew(cores() * consumers.PROCESSES_PER_CORE, BOOK, play=stock.series, lost=stock.lost) as crew:
        found = blended(40, 0, crew.trials, CLR10, stock)
    assert [(one.result, found.smallest[one.id], one.named) for one in found.failures] == []
    assert len(found.with_fault) > 30


def test_a_failure_is_shrunk_and_told_with_the_command_that_repeats_it(
    as_right: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_right(as_right, WantsTypes)
    stock = of_consumers(CLR10)
    always = replace(stock, draw=lambda _seed, _number: stock.read(BLENDED), with_fault=lambda *_: iter(()))
    found = blended(1, 0, lambda ids: (trial(one, BOOK) for one in ids), CLR10, always)
    show(found, CLR10, option=stock.option)
    assert "clr-conformance selfcheck --consumers --blend var-doc-no-types\n" in capsys.readouterr().out
