"""Blends: which are drawn, how they are judged, and how a failure is shrunk."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import group
from conformance.errors import UsageFault
from conformance.record import Verdict
from conformance.selfcheck import blending
from conformance.selfcheck.blend import Blend, blend_of
from conformance.selfcheck.blending import blended
from conformance.selfcheck.blends import FEWEST, MOST, draw, faults_under, outcome, smaller
from conformance.selfcheck.trial import Trial
from conformance.selfcheck.workers import Crew
from conformance.standard import editions, load
from mock_provider.behaviours import faults, variations
from tests.cores import cores

KNOWN = [one for one in variations().values() if not one.wire]
STANDARD = load("clr10")
RULE = "CLR10-GCS-006"
FAULT = faults()["gcs-limit-zero-accepted"]


def found(played: Blend, broken: Iterable[str] = (), *, struck: bool = True, problems: tuple[str, ...] = ()) -> Trial:
    """A trial in which these requirements broke and all others passed."""
    rows = {name for fault in faults().values() for name in fault.breaks}
    verdicts = {**dict.fromkeys(rows, Verdict.PASS), **dict.fromkeys(broken, Verdict.FAIL)}
    return Trial(played.id, played.kind, verdicts, {}, frozenset(broken), problems, 0.1, struck)


def test_a_set_is_drawn_by_seed_and_number_alone() -> None:
    assert draw(7, 3, KNOWN) == draw(7, 3, KNOWN)
    assert len({draw(7, number, KNOWN).id for number in range(50)}) > 40
    assert draw(8, 3, KNOWN) != draw(7, 3, KNOWN)


def test_sets_hold_two_to_six_variations_that_can_stand_together() -> None:
    sets = [draw(0, number, KNOWN).variations for number in range(300)]
    assert {len(one) for one in sets} == set(range(FEWEST, MOST + 1))
    assert not any(one.excludes(other) for several in sets for one, other in combinations(several, 2))


def test_only_faults_are_drawn_whose_requirements_the_set_passes() -> None:
    played = draw(0, 0, KNOWN)
    alone = found(played, [RULE])
    offered = [one.fault for one in faults_under(0, 0, alone, played, [FAULT, faults()["gcs-next-leaves-out"]])]
    assert FAULT not in offered
    assert offered


def test_a_blend_is_read_from_its_id() -> None:
    played = blend_of("gcs-limit-zero-accepted+var-link-lines+var-list-default-20")
    assert played.fault == FAULT
    assert [one.id for one in played.variations] == ["var-link-lines", "var-list-default-20"]
    assert blend_of(played.id) == played
    with pytest.raises(ValueError, match="more than one fault"):
        blend_of("gcs-limit-zero-accepted+gcs-next-leaves-out")


SET = Blend(None, (KNOWN[0], KNOWN[1], KNOWN[2]))
WRONG = Blend(FAULT, SET.variations)


@pytest.mark.parametrize(
    ("trial", "played", "result"),
    [
        (found(SET), SET, "silent"),
        (found(SET, [RULE]), SET, "false alarm"),
        (found(WRONG, [RULE]), WRONG, "named"),
        (found(WRONG), WRONG, "not named"),
        (found(WRONG, [RULE, "CLR10-TOK-002"]), WRONG, "false alarm"),
        (found(WRONG, struck=False), WRONG, "no strike"),
        (found(SET, problems=("harness-fault: a check raised",)), SET, "crashed"),
    ],
)
def test_what_a_blend_comes_to(trial: Trial, played: Blend, result: str) -> None:
    judged = outcome(trial, played, STANDARD)
    assert judged.result == result
    assert judged.good is (result in ("silent", "named", "no strike"))


def test_a_finding_that_does_not_speak_of_the_fault_names_nothing() -> None:
    trial = Trial(WRONG.id, "blend", {RULE: Verdict.FAIL}, {}, frozenset(), (), 0.1)
    assert outcome(trial, WRONG, STANDARD).named == (RULE,)


def test_a_smaller_blend_keeps_its_fault() -> None:
    assert {len(one.variations) for one in smaller(WRONG)} == {2}
    assert [one.fault for one in smaller(WRONG)] == [FAULT] * 3
    assert smaller(Blend(None, (KNOWN[0],))) == ()


def test_a_failure_is_shrunk_to_the_smallest_set_and_told_with_the_command_that_repeats_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The harness that is played here stumbles over one variation whenever it meets it."""
    culprit = draw(0, 0, KNOWN).variations[0].id

    def stumble(ids: Sequence[str]) -> Iterable[Trial]:
        for one in map(blend_of, ids):
            rows = [RULE] if culprit in one.id.split("+") else []
            yield found(one, [*rows, *(one.fault.breaks if one.fault else ())])

    judged = blended(3, 0, stumble, STANDARD)
    blending.show(judged, STANDARD)
    told = capsys.readouterr().out
    assert not judged.good
    assert set(judged.smallest.values()) >= {culprit}
    assert f"clr-conformance selfcheck --blend {culprit}\n" in told
    assert "NOT PROVED" in told


def test_the_command_that_repeats_a_blend_names_an_edition_that_is_not_the_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = replace(STANDARD, facts=replace(STANDARD.facts, book="clr99", id="clr-v99"))
    failed = outcome(found(WRONG), WRONG, STANDARD)
    blending.show(blending.Blended({WRONG.id: failed}, {}, {}, 0, 0.1), other)

    assert f"clr-conformance selfcheck --standard clr-v99 --blend {WRONG.id}\n" in capsys.readouterr().out


def test_faults_are_tried_under_a_set_until_one_finds_something_to_change() -> None:
    asked: list[str] = []

    def play(ids: Sequence[str]) -> Iterable[Trial]:
        for one in map(blend_of, ids):
            asked.append(one.id)
            first = sum(1 for name in asked if one.fault and name.endswith("+".join(v.id for v in one.variations))) < 3
            yield found(one, one.fault.breaks if one.fault and not first else (), struck=not (one.fault and first))

    judged = blended(1, 0, play, STANDARD)
    assert judged.good
    assert len(judged.with_fault) == 1
    assert len(asked) == 3


def test_nothing_played_proves_nothing() -> None:
    assert not blending.Blended({}, {}, {}, 0, 0.0).good


def test_the_command_plays_one_blend_for_real() -> None:
    outcome = CliRunner().invoke(group, ["selfcheck", "--blend", f"{FAULT.id}+var-link-lines+var-list-default-20"])
    assert outcome.exit_code == 0, outcome.output
    assert outcome.output.splitlines()[-1].startswith("named")
    assert f"{RULE}: limit=0" in outcome.output


def test_an_unknown_name_in_a_blend_is_a_usage_error() -> None:
    outcome = CliRunner().invoke(group, ["selfcheck", "--blend", "var-link-lines+no-such"])
    assert isinstance(outcome.exception, UsageFault)
    assert "no-such" in str(outcome.exception)


BLENDS = int(os.environ.get("CLR_TEST_BLENDS", "30"))


@pytest.mark.timeout(7200)
@pytest.mark.skipif(
    not {"CI", "CLR_TEST_SELFCHECK"} & os.environ.keys(),
    reason="dozens of blends take minutes: set CLR_TEST_SELFCHECK=1, or run `tox -e selfcheck`; CI runs it",
)
@pytest.mark.parametrize("book", editions())
def test_strangers_differ_in_many_ways_at_once(tmp_path: Path, book: str) -> None:
    with Crew(cores(), book) as crew:
        judged = blended(BLENDS, 0, crew.trials, load(book))
    path = tmp_path / "blends.json"
    path.write_text(blending.as_json(judged, 0), encoding="utf-8")
    assert [(one.result, judged.smallest[one.id], one.named) for one in judged.failures] == []
    assert len(json.loads(path.read_bytes())["with_fault"]) > 0.9 * BLENDS


@pytest.mark.parametrize(("verdict", "result"), [(Verdict.WARN, "silent"), (Verdict.FAIL, "false alarm")])
def test_what_a_variation_of_a_set_leaves_open_may_warn_and_never_fail(verdict: Verdict, result: str) -> None:
    played = Blend(None, (variations()["var-aut-scope-denied"], variations()["var-doc-fractions"]))
    trial = found(played)
    trial = replace(trial, verdicts={**trial.verdicts, "CLR10-AUT-014": verdict})
    assert outcome(trial, played, STANDARD).result == result
