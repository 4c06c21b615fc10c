"""With a second edition installed, each is told under its title; with one, nothing of it shows."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from types import MappingProxyType

import click
import pytest
from click.testing import CliRunner

from conformance.cli import editions as cli_editions
from conformance.cli import explain, group, requirements
from conformance.cli.editions import public_name
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


def _told(book: str) -> None:
    click.echo(book)


def test_with_one_edition_the_option_does_not_show_and_is_taken_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_editions, "editions", lambda: ("clr10",))
    alone = click.command()(cli_editions.any_edition(_told))

    assert "--standard" not in CliRunner().invoke(alone, ["--help"]).output
    assert CliRunner().invoke(alone, ["--standard", "1.0"]).output == "clr10\n"


@pytest.mark.parametrize("given", ["clr-v2p0", "CLR-V2P0", "clr20", "2.0", " 2.0 "])
def test_an_edition_is_known_by_its_number_its_folder_and_its_public_name(given: str) -> None:
    assert output("requirements", "--standard", given, "-a", "DI").splitlines()[1].startswith("CLR20-DI-01 ")


def test_a_number_that_two_editions_have_names_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_editions, "editions", lambda: ("clr10", "clr10"))
    assert cli_editions.known_as("clr10") == ("clr-v1p0", "clr10")


def test_an_unknown_edition_is_answered_with_all_names_that_there_are() -> None:
    result = CliRunner().invoke(group, ["explain", "--standard", "3.0", "di-10"])

    assert result.exit_code == 2
    assert "'3.0' is not a known edition" in result.output
    assert "clr-v1p0, clr10, 1.0; clr-v2p0, clr20, 2.0" in " ".join(result.output.split())


def test_each_edition_has_faults_of_its_own() -> None:
    found = [CliRunner().invoke(group, ["faults", "--standard", given]).output for given in ("1.0", "2.0")]

    assert "gcs-" in found[0]
    assert "gcs-" not in found[1]


def test_without_a_name_all_editions_are_meant() -> None:
    ids = {row["id"].partition("-")[0] for row in json.loads(output("requirements", "-f", "json"))}
    assert ids == {"CLR10", "CLR20"}
    told = output("explain", "TOK")
    assert told.index(CLR10.title) < told.index(load("clr20").title)


def test_the_mock_knows_the_edition_that_it_plays_by_its_number() -> None:
    assert [public_name(given) for given in ("1.0", "CLR10", "clr-v1p0")] == ["clr-v1p0"] * 3
    assert [public_name(given) for given in ("3.0", None)] == ["3.0", None]
