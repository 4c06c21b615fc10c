"""Which edition a plan is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import UsageFault
from conformance.plan import edition, shipped
from conformance.plan import file as plan_file
from conformance.standard import editions, facts

MINIMAL = "plan: 1\ntarget: {url: 'https://clr.example'}\nclaims: {read: true}\n"


def test_the_schema_names_the_editions_that_there_are() -> None:
    assert shipped.schema()["properties"]["standard"]["enum"] == [facts(book).id for book in editions()]


def test_a_plan_that_names_no_edition_means_the_first(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(MINIMAL)
    assert plan_file.load(str(plan), {}).standard == "clr-v1p0"
    assert edition.public_names() == ("clr-v1p0", "clr-v2p0")


def test_an_envelope_is_one_of_the_edition(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(MINIMAL + "standard: clr-v2p0\n")
    assert plan_file.load(str(plan), {}, {"envelope": "ob-v3p0"}).target.envelope == "ob-v3p0"
    with pytest.raises(UsageFault, match="has no envelope 'ob-v9p9'") as unknown:
        plan_file.load(str(plan), {}, {"envelope": "ob-v9p9"})
    assert unknown.value.problem.todo == "It knows ob-v3p0."


def test_an_envelope_of_another_edition_is_refused_with_the_plan_to_use(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(MINIMAL)
    with pytest.raises(UsageFault) as refused:
        plan_file.load(str(plan), {}, {"envelope": "ob-v3p0"})
    assert refused.value.problem.todo == "It belongs to CLR 2.0: use a plan of standard: clr-v2p0."


def test_a_plan_that_names_an_edition_needs_no_other(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(MINIMAL + "standard: clr-v9p0\n")
    with pytest.raises(UsageFault, match=r"clr-v9p0.*has to be clr-v1p0 or clr-v2p0"):
        plan_file.load(str(plan), {})


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_plan_says_in_its_first_line_what_it_is_for(name: str) -> None:
    assert shipped.text(name).startswith("# Plan: ")
