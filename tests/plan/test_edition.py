"""Which edition a plan is about."""

from __future__ import annotations

from dataclasses import replace
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
    assert plan_file.load(str(plan), {}).standard == "clr-v1p0"
    clr10 = facts("clr10")
    known = {"clr10": clr10, "clr99": replace(clr10, id="clr-v9p0")}
    monkeypatch.setattr(edition, "editions", lambda: tuple(known))
    monkeypatch.setattr(edition, "facts", known.__getitem__)
    with pytest.raises(UsageFault) as refused:
        plan_file.load(str(plan), {})
    assert refused.value.problem.code == "plan-no-standard"
    assert "clr-v1p0 or clr-v9p0" in refused.value.problem.todo


def test_an_edition_without_an_api_is_not_meant_by_a_plan_that_names_none() -> None:
    assert not facts("clr20").has_api
    assert edition.public_names() == ("clr-v1p0", "clr-v2p0")
    assert edition.the_only_edition() == "clr-v1p0"


def test_a_plan_that_names_an_edition_needs_no_other(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(MINIMAL + "standard: clr-v9p0\n")
    with pytest.raises(UsageFault, match=r"clr-v9p0.*has to be clr-v1p0 or clr-v2p0"):
        plan_file.load(str(plan), {})


@pytest.mark.parametrize("name", shipped.names())
def test_every_shipped_plan_says_in_its_first_line_what_it_is_for(name: str) -> None:
    assert shipped.text(name).startswith("# Plan: ")
