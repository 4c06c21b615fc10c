"""``clr-conformance explain``: a requirement in words a developer can act on."""

from __future__ import annotations

import subprocess
import sys
from types import MappingProxyType
from typing import Any

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from conformance.cli import explain, group
from conformance.errors import UsageFault
from conformance.standard import Area, Basis, Level, Requirement, Role, Source, Standard, load


def run(*ids: str) -> Result:
    return CliRunner(env={"COLUMNS": "90"}).invoke(group, ["explain", *ids], prog_name="clr-conformance")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalogue with one requirement of each state, so that what a user sees does not move with the real one."""
    real = load("clr10")
    shared: dict[str, Any] = {
        "area": "GCS",
        "source": Source("RFC 6750", "3.1 Error Codes", "https://www.rfc-editor.org/rfc/rfc6750#section-3.1"),
        "confidence": "I:rfc6750",
        "test": "Call with a valid token that lacks readonly; 403, while 401 is noted in the report of the run.",
        "why": "On a 401 a consumer refreshes the token again and again, though only a new consent would help.",
        "fix": "Tell an unusable token (401) from a missing scope (403 with error insufficient_scope).",
    }
    rows = (
        Requirement(
            id="CLR10-GCS-001", role=Role.PROVIDER, level=Level.MUST, basis=Basis.RFC,
            text="A valid token that lacks the scope readonly must be answered 403.",
            applies_when=("read", "!write"), checks=("provider.gcs.scope",), excluded=None, planned=None, **shared,
        ),
        Requirement(
            id="CLR10-GCS-002", role=Role.CONSUMER, level=Level.MUST_NOT, basis=Basis.SIBLING,
            text="A consumer must not go on.", applies_when=(), checks=(), excluded=None, planned="consumer", **shared,
        ),
        Requirement(
            id="CLR10-GCS-003", role=Role.PROVIDER, level=Level.MAY, basis=Basis.PRACTICE,
            text="A provider may do it.", applies_when=(), checks=(), excluded="Nobody can see it.", planned=None,
            **shared,
        ),
    )  # fmt: skip
    standard = Standard(
        facts=real.facts,
        areas=MappingProxyType({"GCS": Area("GCS", "getClrs")}),
        requirements=MappingProxyType({row.id: row for row in rows}),
        contract=real.contract,
    )
    monkeypatch.setattr(explain, "load", lambda _: standard)
    monkeypatch.setattr(explain, "editions", lambda: (real.facts.book,))


@pytest.mark.parametrize("number", ["001", "002", "003"])
def test_what_a_user_sees(small: None, snapshot: SnapshotAssertion, number: str) -> None:
    assert run(f"CLR10-GCS-{number}").output == snapshot


def test_the_help(snapshot: SnapshotAssertion) -> None:
    assert run("--help").output == snapshot


def test_it_tells_all_that_the_catalogue_knows() -> None:
    requirement = load("clr10")["CLR10-GCS-006"]
    told = " ".join(run("CLR10-GCS-006").output.split())

    for text in (requirement.text, requirement.why, requirement.test, requirement.fix, requirement.source.url):
        assert text in told
    assert "CLR10-GCS-006 MUST provider" in told


@pytest.mark.parametrize("given", ["clr10-gcs-006", "GCS-006", "gcs_006", " gcs-006 "])
def test_an_id_may_be_written_in_short(given: str) -> None:
    assert run(given).output == run("CLR10-GCS-006").output


def test_several_are_told_in_the_order_given() -> None:
    output = run("TOK-012", "GCS-006").output

    assert 0 <= output.index("CLR10-TOK-012") < output.index("CLR10-GCS-006")


@pytest.mark.parametrize("area", load("clr10").areas)
def test_lines_fit_the_terminal(area: str) -> None:
    lines = run(f"{area}-001").output.splitlines()

    assert all(len(line) <= 90 or "https://" in line for line in lines)


@pytest.mark.parametrize(("given", "meant"), [("CLR10-GCS-0006", "CLR10-GCS-006"), ("gsc-006", "CLR10-GCS-006")])
def test_a_mistyped_id_is_answered_with_the_close_ones(given: str, meant: str) -> None:
    fault = run(given).exception

    assert isinstance(fault, UsageFault)
    assert given in fault.problem.message
    assert meant in fault.problem.todo


def test_an_id_like_no_other_is_answered_with_the_way_to_the_list() -> None:
    fault = run("something-else-entirely").exception

    assert isinstance(fault, UsageFault)
    assert "clr-conformance requirements" in fault.problem.todo


def test_one_wrong_id_among_right_ones_tells_nothing_but_the_fault() -> None:
    result = run("GCS-006", "GCS-066x")

    assert isinstance(result.exception, UsageFault)
    assert result.output == ""


def test_an_unknown_id_ends_with_exit_code_2_and_a_message_on_standard_error() -> None:
    program = "from conformance.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", program, "explain", "CLR10-GCS-666"], capture_output=True, text=True, check=False
    )

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "there is no requirement, area, fault, scenario or problem code 'CLR10-GCS-666'" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("gcs", "GCS area: getClrs, 32 requirements"),
        ("gcs", "CLR10-GCS-006 MUST provider"),
        ("login-refused", "login-refused problem: it keeps a run from judging"),
        ("login-refused", "What to do"),
        ("target-refused", "nothing listens on this port"),
        ("gcs-limit-zero-accepted", "clr-conformance mock --fault gcs-limit-zero-accepted"),
        ("var-offset-links", "variation of the mock provider"),
    ],
)
def test_areas_problems_and_faults_are_told_too(given: str, told: str) -> None:
    from mock_provider.behaviours import variations

    given = next(iter(variations())) if given == "var-offset-links" else given
    assert told in " ".join(run(given).output.split())


@pytest.mark.parametrize(
    ("given", "meant"),
    [("gcs-next-missing", "gcs-no-next"), ("login-refusd", "login-refused"), ("GCZ", "GCS or GCL")],
)
def test_a_mistyped_name_of_any_kind_is_answered_with_its_own_kind(given: str, meant: str) -> None:
    fault = run(given).exception
    assert isinstance(fault, UsageFault)
    assert f"Did you mean {meant}?" in fault.problem.todo
