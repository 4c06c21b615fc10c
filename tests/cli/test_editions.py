"""With a second edition installed, each is told under its title; with one, nothing of it shows."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from types import MappingProxyType, ModuleType

import pytest
from click.testing import CliRunner

from conformance.cli import explain, group, requirements
from conformance.errors import UsageFault
from conformance.standard import Area, Standard, load

CLR10 = load("clr10")


def second() -> Standard:
    """An edition of two requirements: one in an area of its own, one in an area that clr10 has too."""
    model = CLR10["CLR10-GCS-006"]
    rows = (
        replace(model, id="CLR99-DI-04", area="DI", text="A proof must be there.", same=""),
        replace(model, id="CLR99-GCS-006", text="Pages must have an end.", same=""),
    )
    return Standard(
        facts=replace(CLR10.facts, book="clr99", id="clr-v9p9", title="The Other Edition", prefix="CLR99"),
        areas=MappingProxyType({"DI": Area("DI", "Proofs"), "GCS": Area("GCS", "Lists")}),
        requirements=MappingProxyType({row.id: row for row in rows}),
        contract={},
    )


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"clr10": CLR10, "clr99": second()}
    for module in (explain, requirements):
        monkeypatch.setattr(module, "load", known.__getitem__)
        monkeypatch.setattr(module, "editions", lambda: tuple(known))
    behaviours = explain._faults(CLR10)
    monkeypatch.setattr(explain, "_faults", lambda standard: behaviours if standard is CLR10 else {})


def output(*arguments: str) -> str:
    result = CliRunner(env={"COLUMNS": "90"}).invoke(group, arguments, prog_name="clr-conformance")
    assert result.exit_code == 0, result.output
    return result.output


@pytest.mark.parametrize("given", ["CLR99-DI-04", "di-04", "di_04"])
def test_explain_finds_the_edition_by_the_id(two: None, given: str) -> None:
    lines = output("explain", given).splitlines()
    assert lines[:2] == ["The Other Edition", "CLR99-DI-04  MUST  provider"]


def test_explain_tells_what_stands_in_both_under_the_title_of_each(two: None) -> None:
    lines = output("explain", "gcs-006").splitlines()
    assert lines[:2] == [CLR10.title, "CLR10-GCS-006  MUST  provider"]
    assert lines[lines.index("The Other Edition") + 1] == "CLR99-GCS-006  MUST  provider"
    assert "The Other Edition" not in output("explain", "CLR10-GCS-006")
    assert CLR10.title not in output("explain", "CLR99-GCS-006")


def test_explain_still_tells_problems_and_faults_of_the_mock(two: None) -> None:
    assert "fault of the mock provider" in output("explain", "gcs-limit-zero-accepted")
    assert "login-refused" in output("explain", "login-refused")


@pytest.mark.parametrize(("given", "meant"), [("CLR99-DI-4", "CLR99-DI-04"), ("di-004", "CLR99-DI-04")])
def test_a_mistyped_id_is_sought_in_its_edition(two: None, given: str, meant: str) -> None:
    fault = CliRunner().invoke(group, ["explain", given]).exception
    assert isinstance(fault, UsageFault)
    assert fault.problem.todo == f"Did you mean {meant}?"


def test_requirements_lists_each_edition_under_its_title(two: None) -> None:
    lines = output("requirements", "--area", "GCS").splitlines()
    titles = [lines.index(title) for title in (CLR10.title, "The Other Edition")]
    assert titles == sorted(titles)
    assert len(lines) == 2 * 2 + sum(row.area == "GCS" for row in CLR10) + 1
    assert [row["id"] for row in json.loads(output("requirements", "--area", "DI", "-f", "json"))] == ["CLR99-DI-04"]


def test_requirements_counts_each_edition_apart(two: None) -> None:
    counts = json.loads(output("requirements", "--summary", "--format", "json"))
    assert {name: each["total"] for name, each in counts.items()} == {
        "clr-v1p0": len(CLR10.requirements),
        "clr-v9p9": 2,
    }
    rows = list(csv.reader(io.StringIO(output("requirements", "--summary", "--format", "csv"))))
    assert rows[0] == ["standard", "area", "decided", "excluded", "planned", "total"]
    assert rows[-1] == ["clr-v9p9", "total", "2", "0", "0", "2"]
    assert "The Other Edition" in output("requirements", "--summary")


@pytest.mark.parametrize("module", [explain, requirements])
def test_with_one_edition_the_option_does_not_show_and_is_taken_all_the_same(module: ModuleType) -> None:
    assert "--standard" not in output(module.__name__.rpartition(".")[2], "--help")


def test_the_only_edition_may_be_named() -> None:
    assert output("explain", "--standard", "clr-v1p0", "gcs-006") == output("explain", "gcs-006")
    assert output("requirements", "--standard", "clr-v1p0", "-a", "GCS") == output("requirements", "-a", "GCS")
    result = CliRunner().invoke(group, ["explain", "--standard", "clr-v9p9", "gcs-006"])
    assert result.exit_code == 2
    assert "clr-v1p0" in result.output
