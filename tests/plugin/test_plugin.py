"""The suites under plain pytest, as pytest users expect."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.plugin.fixtures import fixtures_of
from conformance.plugin.hooks import RunPlugin
from conformance.run.provider import ProviderRun
from conformance.selfcheck.own_mock import own_mock, plan_for
from mock_provider.testing import MockServer

SUITE = ["--pyargs", "conformance.rulebooks"]


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with own_mock() as server:
        yield server


def run(mock: MockServer, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    people = {"CLR_USERNAME": "mira", "CLR_SECOND_USERNAME": "jonas"}
    secrets = {"CLR_PASSWORD": mock.users["mira"], "CLR_SECOND_PASSWORD": mock.users["jonas"]}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    plan = ["--clr-plan", "provider-read", "--clr-target", mock.url, "--clr-ca", str(mock.ca_path)]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *SUITE, *plan, "--clr-out", str(folder / "out"), *arguments],
        cwd=folder,
        env={**environment, **people, **secrets},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_selection_by_name_leaves_a_record(mock: MockServer, tmp_path: Path) -> None:
    outcome = run(mock, tmp_path, "-k", "test_gcs or test_gcl", "-W", "error::pytest.PytestWarning", "-p", "no:asyncio")
    assert "warning" not in outcome.stdout
    assert outcome.returncode == 0, outcome.stdout
    assert "CLR conformance self-check" in outcome.stdout
    record = json.loads((tmp_path / "out" / "run.json").read_text())
    verdicts = {row["id"]: row["verdict"] for row in record["requirements"]}
    assert verdicts["CLR10-GCS-001"] == "pass"
    assert verdicts["CLR10-DSC-001"] == "excluded"


def test_a_failure_is_red_and_is_run_again_by_lf(mock: MockServer, tmp_path: Path) -> None:
    from mock_provider.behaviours import faults

    mock.faults.switch_on(faults()["gcs-limit-zero-accepted"])
    try:
        outcome = run(mock, tmp_path, "-k", "illegal_limit", "-x")
        again = run(mock, tmp_path, "--lf")
    finally:
        mock.faults.clear()
    assert outcome.returncode == 1, outcome.stdout
    assert "1 failed" in outcome.stdout
    assert again.returncode == 1
    assert "1 failed" in again.stdout


def test_checks_are_listed_without_touching_a_target(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *SUITE, "--collect-only", "-q"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout
    assert "test_gcs_access.py::" in outcome.stdout


def test_a_wrong_plan_is_a_usage_error(tmp_path: Path) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", *SUITE, "--clr-plan", "nowhere"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 4  # pytest's own code for wrong usage
    assert "no plan 'nowhere'" in outcome.stderr


def plain(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_checks_without_a_plan_are_one_usage_error(tmp_path: Path) -> None:
    outcome = plain(tmp_path, *SUITE)
    assert outcome.returncode == 4
    assert outcome.stderr.count("need a plan: --clr-plan PLAN") == 1
    assert "error" not in outcome.stdout.replace("no tests ran", "")


def test_a_name_that_matches_no_check_is_a_usage_error(mock: MockServer, tmp_path: Path) -> None:
    outcome = run(mock, tmp_path, "-k", "illegal_limt")
    assert outcome.returncode == 4
    assert "Did you mean illegal_limit" in outcome.stdout
    assert not (tmp_path / "out").exists()


def test_a_plan_without_the_suites_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    outcome = plain(tmp_path, "test_own.py", "--clr-plan", "provider-api", "--clr-target", "https://clr.invalid")
    assert outcome.returncode == 4
    (tmp_path / "plan.yaml").write_text("plan: 1\ntarget: {url: 'https://clr.invalid'}\nclaims: {read: true}\n")
    outcome = plain(tmp_path, "test_own.py", "--clr-plan", "plan.yaml")
    assert outcome.returncode == 4
    assert "--pyargs conformance.rulebooks" in outcome.stdout


@pytest.mark.parametrize("options", [("-n2",), ("--dist", "load", "--tx", "2*popen")])
def test_workers_of_xdist_are_refused_in_one_sentence(
    mock: MockServer, tmp_path: Path, options: tuple[str, ...]
) -> None:
    pytest.importorskip("xdist")
    outcome = run(mock, tmp_path, *options)
    assert outcome.returncode == 4
    assert outcome.stderr.count("a run against a target is one process") == 1
    assert "INTERNALERROR" not in outcome.stdout + outcome.stderr


SHUFFLE = """
import random
import pytest

class Shuffle:
    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items):
        random.Random(7).shuffle(items)

def pytest_configure(config):
    config.pluginmanager.register(Shuffle())
"""


def test_a_plugin_that_shuffles_tests_makes_no_other_run(mock: MockServer, tmp_path: Path) -> None:
    (tmp_path / "shuffle.py").write_text(SHUFFLE)
    selected = ("-k", "test_gcs or test_pst or test_documents", "-v", "-p", "no:cacheprovider")
    shuffled = run(mock, tmp_path, *selected, "-p", "shuffle")
    assert shuffled.returncode == 0, shuffled.stdout
    told = [line.split("::")[1].split(" ")[0] for line in shuffled.stdout.splitlines() if "::test_" in line]
    straight = run(mock, tmp_path, *selected)
    assert told == [line.split("::")[1].split(" ")[0] for line in straight.stdout.splitlines() if "::test_" in line]


def test_a_project_of_others_gets_the_fixtures_with_a_mock_and_no_warning(tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_own(): pass\n")
    assert plain(tmp_path, "-W", "error", "-q", "-p", "no:asyncio").returncode == 0
    offered = plain(tmp_path, "--fixtures", "-q").stdout + plain(tmp_path, "--markers").stdout
    ours = [line.split(" ")[0] for line in offered.splitlines() if "conformance/" in line]
    assert ours == ["clr_mock", "clr_mock_respx"]
    assert "@pytest.mark.clr(" in offered
    assert "requirement(*ids)" not in offered
    asked_for = ("clr_target", "clr_note", "clr_provider, clr_history")
    used = "".join(f"def test_{place}({names}): pass\n" for place, names in enumerate(asked_for))
    (tmp_path / "test_own.py").write_text(used)
    assert "3 errors" in plain(tmp_path, "-q").stdout


OWN = """
import pytest

@pytest.fixture
def target():
    return "mine"

def test_own_names_stay_own(target, clr_target, clr_provider, clr_history, clr_note, clr_run):
    assert target == "mine"
    assert clr_run.target is clr_target
    assert clr_provider.get_clrs(limit="1").status == 200

def test_short_names_are_those_of_the_checks(provider):
    pass
"""


def test_the_fixtures_of_a_run_bear_a_prefix_and_leave_a_projects_own_names_alone(
    mock: MockServer, tmp_path: Path
) -> None:
    (tmp_path / "test_own.py").write_text(OWN)
    chosen = "test_own or discovery_is_public"
    outcome = run(mock, tmp_path, "test_own.py", "-k", chosen, "-p", "no:cacheprovider")
    assert "fixture 'provider' not found" in outcome.stdout
    assert "2 passed, " in outcome.stdout
    assert "1 error" in outcome.stdout


def test_every_fixture_of_a_run_bears_the_prefix(mock: MockServer) -> None:
    given = fixtures_of(RunPlugin(ProviderRun(plan_for(mock))))
    made = [name for name, value in vars(given).items() if type(value).__name__ == "FixtureFunctionDefinition"]
    assert len(made) >= 5
    assert all(name.startswith("clr_") for name in made)
