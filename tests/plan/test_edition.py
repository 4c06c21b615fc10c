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


def test_a_plan_that_names_no_edition_means_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(MINIMAL)
    assert plan_file.load(str(plan), {}).standard == edition.public_names()[0]
    monkeypatch.setattr(edition, "public_names", lambda: ("clr-v1p0", "clr-v9p0"))
    with pytest.raises(UsageFault) as refused:
        plan_file.load(str(plan), {})
    assert refused.value.problem.code == "plan-no-standard"
    assert "clr-v1p0 or clr-v9p0" in refused.value.problem.todo


def test_a_plan_that_names_an_edition_needs_no_other(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(MINIMAL + "standard: clr-v9p0\n")
    with pytest.raises(UsageFault, match=r"clr-v9p0.*has to be clr-v1p0"):
        plan_file.load(str(plan), {})


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_plan_says_in_its_first_line_what_it_is_for(name: str) -> None:
    assert shipped.text(name).startswith("# Plan: ")
