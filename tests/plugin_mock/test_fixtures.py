"""The fixtures of a consumer's developer in a project of their own: what a test is given, and how it is judged."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from conformance.consumer.own import called
from conformance.consumer.parts import every_scenario
from conformance.consumer.sitting import play
from conformance.consumer.starting import in_process
from conformance.consumer.terms import Terms
from conformance.one_sitting.judging import judge_sitting
from conformance.plugin_mock import judged, respx_mock
from conformance.rulebooks import find

pytest_plugins = ("pytester",)

HELPERS = '''
import httpx

ACCEPT = "application/ld+json"

def read(mock, *, follow=True, accept=ACCEPT, **options):
    """All pages of the learner's list, by a token that the mock hands out."""
    headers = {"Accept": accept, "Authorization": f"Bearer {mock.token()}"}
    with httpx.Client(headers=headers, **options) as http:
        url, found = f"{mock.url}/clrs", []
        while url:
            page = http.get(url).raise_for_status()
            found += page.json()["clrs"]
            url = page.links.get("next", {}).get("url") if follow else None
    return found
'''


@pytest.fixture(scope="module")
def loaded() -> None:
    """All modules that a project's tests use: a pytest within this process forgets what it has imported itself."""
    rules = find("clr10").consumer
    assert rules is not None
    right = in_process(called(rules.reference_consumer))
    sitting = play(every_scenario("clr10", with_variations=True)["plain"], "read", right, Terms("clr10")).sitting
    assert judge_sitting(sitting, "clr10").breaches == ()
    assert {judged.__name__, respx_mock.__name__} <= {*sys.modules}


@pytest.fixture
def project(loaded: None, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with nothing but this plugin, whatever plugins the environment has."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makepyfile(helpers=HELPERS)
    pytester.syspathinsert()
    return pytester


def run(project: pytest.Pytester, source: str, *arguments: str) -> pytest.RunResult:
    project.makepyfile(test_own=f"import httpx\nimport pytest\nfrom helpers import read\n{source}")
    return project.runpytest_inprocess(
        "-p", "conformance.plugin", "--strict-markers", "-rA", "-W", "default", *arguments
    )


def text(result: pytest.RunResult) -> str:
    return "\n".join(result.outlines)


def test_a_right_consumer_passes(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
        def test_reads(clr_mock):
            assert len(read(clr_mock, verify=clr_mock.ssl_context)) > 9
            assert clr_mock.judgement.breaches == ()
        """.replace("\n        ", "\n"),
    )
    result.assert_outcomes(passed=1)


def test_a_broken_must_fails_the_test_that_has_passed_itself(project: pytest.Pytester) -> None:
    result = run(project, "def test_reads(clr_mock):\n    read(clr_mock, accept='*/*', verify=clr_mock.ssl_context)\n")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "In the scenario plain the consumer breaks 1 requirement.",
            "CLR10-API-009 MUST: getClrs is called without application/ld+json in Accept",
            "*rule *A consumer must list application/ld+json*",
            "*expected *application/ld+json",
            "*actual *[*]/[*]",
            "*exchange *1. GET https://127.0.0.1:*/clrs: 200",
            "*to do *Set Accept*",
        ]
    )
    assert "Traceback" not in text(result)
    assert "plugin_mock" not in text(result), "a developer is not led into the plugin"


def test_the_tests_own_failure_stays_first_and_findings_stand_beside_it(project: pytest.Pytester) -> None:
    result = run(
        project,
        "def test_reads(clr_mock):\n    read(clr_mock, accept='*/*', verify=clr_mock.ssl_context)\n    assert 1 == 2\n",
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["E*assert 1 == 2", "*CLR conformance*", "CLR10-API-009 MUST:*"])
    result.stdout.fnmatch_lines(["FAILED test_own.py::test_reads - assert 1 == 2"])


def test_a_request_that_was_refused_is_named_beside_the_tests_own_failure(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_reads(clr_mock):
    httpx.get(f"{clr_mock.url}/clrs", verify=clr_mock.ssl_context, headers={"Accept": "text/html"}).raise_for_status()
""",
    )
    result.stdout.fnmatch_lines(
        ["E*httpx.HTTPStatusError*", "The mock refused: 1. GET */clrs: 406 (Accept is text/html*"]
    )


def test_an_inferred_rule_warns_and_fails_where_the_mark_says_so(project: pytest.Pytester) -> None:
    source = """
@pytest.mark.clr("pages-uneven"{more})
def test_reads(clr_mock):
    read(clr_mock, follow=False, verify=clr_mock.ssl_context)
"""
    warned = run(project, source.replace("{more}", ""))
    warned.assert_outcomes(passed=1, warnings=1)
    warned.stdout.fnmatch_lines(["*ConsumerWarning: CLR10-GCS-028 MUST: It does not ask for the next page"])
    failed = run(project, source.replace("{more}", ", inferred='fail'"))
    failed.assert_outcomes(failed=1)
    as_errors = run(project, source.replace("{more}", ""), "-W", "error::conformance.plugin_mock.ConsumerWarning")
    as_errors.assert_outcomes(failed=1)


def test_what_is_left_undone_counts_where_the_test_names_a_scenario(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_the_first_page(clr_mock_respx):
    read(clr_mock_respx, follow=False)
    assert not clr_mock_respx.judgement.broken

@pytest.mark.clr("plain")
def test_the_whole_list(clr_mock_respx):
    read(clr_mock_respx, follow=False)
    assert clr_mock_respx.judgement.broken == {"CLR10-GCS-028"}
    clr_mock_respx.judge()
""",
    )
    result.assert_outcomes(passed=2)


def test_a_scenario_is_played(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.clr("busy")
def test_busy(clr_mock):
    with pytest.raises(httpx.HTTPStatusError):
        read(clr_mock, verify=clr_mock.ssl_context)
    assert clr_mock.scenario == "busy"
    assert [one.status for one in clr_mock.requests("getClrs")] == [503]
""",
    )
    result.assert_outcomes(passed=1)


def test_a_test_may_judge_itself(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
def test_wrong(clr_mock_respx):
    read(clr_mock_respx, accept="*/*")
    with pytest.raises(AssertionError) as caught:
        clr_mock_respx.judge()
    assert [one.requirement for one in caught.value.judgement.failures] == ["CLR10-API-009"]

@pytest.mark.clr(judge=False)
def test_unjudged(clr_mock_respx):
    read(clr_mock_respx, accept="*/*")
""",
    )
    result.assert_outcomes(passed=2)


def test_an_expected_failure_stays_expected(project: pytest.Pytester) -> None:
    result = run(
        project,
        "@pytest.mark.xfail(strict=True)\ndef test_wrong(clr_mock_respx):\n    read(clr_mock_respx, accept='*/*')\n",
    )
    result.assert_outcomes(xfailed=1)


def test_each_test_has_a_mock_as_new(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
@pytest.mark.parametrize("time", range(3))
def test_reads(clr_mock_respx, time):
    assert not clr_mock_respx.exchanges
    clr_mock_respx.switch_on("acc-500")
    assert httpx.get(f"{clr_mock_respx.url}/discovery", headers=HEADERS).status_code == 500
    clr_mock_respx.switch_off("acc-500")
    assert httpx.get(f"{clr_mock_respx.url}/discovery", headers=HEADERS).status_code == 200

HEADERS = {"Accept": "application/ld+json"}
places = set()

@pytest.mark.parametrize("time", range(3))
def test_paths(clr_mock_respx, time):
    found = httpx.get(f"{clr_mock_respx.url}/discovery", headers=HEADERS).json()
    assert not places & {found["tokenUrl"], found["authorizationUrl"]}
    places.update((found["tokenUrl"], found["authorizationUrl"]))
""",
    )
    result.assert_outcomes(passed=6)


WRONG_MARKS = {
    "'refresh-rotate'": "there is no scenario 'refresh-rotate'. Did you mean refresh-rotates*",
    "'plain', tsk='read'": "there is no argument 'tsk'. Did you mean task?",
    "'plain', task='writing'": "there is no task 'writing'*",
    "'plain', 'busy'": "takes one scenario, and got 2*",
    "edition='clr-v9'": "there is no edition 'clr-v9'*",
    "login='never'": "there is no login 'never'. It is one of pages, auto.",
    "inferred='maybe'": "there is no inferred 'maybe'. It is one of warn, fail.",
}


@pytest.mark.parametrize("mark", WRONG_MARKS)
def test_a_mark_that_cannot_be_played_is_one_usage_error(mark: str, project: pytest.Pytester) -> None:
    result = run(
        project, f"@pytest.mark.clr({mark})\ndef test_reads(clr_mock):\n    pass\n\ndef test_other():\n    pass\n"
    )
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"ERROR: test_own.py::test_reads: *{WRONG_MARKS[mark]}"])


def test_a_mark_of_that_name_that_is_somebody_elses_is_left_alone(project: pytest.Pytester) -> None:
    run(project, "@pytest.mark.clr('net8.0', runtime=True)\ndef test_own():\n    pass\n").assert_outcomes(passed=1)


@pytest.mark.parametrize("absent", ["respx", "uvicorn"])
def test_what_is_not_installed_is_named(absent: str, project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == absent else there(name, *more))
    monkeypatch.setattr("conformance.extras.find_spec", importlib.util.find_spec)
    result = run(project, "@pytest.mark.clr('busy')\ndef test_own(clr_mock_respx):\n    pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["the mock provider is not installed whole: pip install *"])


def test_a_scenario_of_the_wire_is_refused_in_process(project: pytest.Pytester) -> None:
    result = run(project, "@pytest.mark.clr('broken-off')\ndef test_reads(clr_mock_respx):\n    pass\n")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["the scenario broken-off shows over a real connection only: use clr_mock for it"])


def test_the_nearest_mark_outweighs_those_around_it(project: pytest.Pytester) -> None:
    result = run(
        project,
        """
pytestmark = pytest.mark.clr(inferred="fail")

@pytest.mark.clr("busy")
class TestBusy:
    def test_busy(self, clr_mock_respx):
        assert clr_mock_respx.scenario == "busy"

    @pytest.mark.clr("plain")
    def test_plain(self, clr_mock_respx):
        assert clr_mock_respx.scenario == "plain"
        read(clr_mock_respx, follow=False)
        assert clr_mock_respx.judgement.failures
        clr_mock_respx.judged = True
""",
    )
    result.assert_outcomes(passed=2)


def test_a_project_without_such_tests_pays_for_nothing(project: pytest.Pytester, tmp_path: Path) -> None:
    project.makepyfile(
        test_own="""
        import sys

        def test_own():
            heavy = {"mock_provider", "conformance.traffic", "conformance.consumer", "httpx", "respx"}
            assert not heavy & {*sys.modules}
        """
    )
    project.runpytest_subprocess("-p", "conformance.plugin", "-W", "error").assert_outcomes(passed=1)
