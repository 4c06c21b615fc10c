"""The fixtures of a consumer's developer on CLR 2.0: the mark names the edition, and all else is the same."""

from __future__ import annotations

import sys

import pytest

from conformance.consumer.own import called
from conformance.consumer.parts import every_scenario
from conformance.consumer.sitting import play
from conformance.consumer.starting import in_process
from conformance.consumer.terms import Terms
from conformance.one_sitting.judging import judge_sitting
from conformance.plugin_mock import judged
from conformance.rulebooks import find

pytest_plugins = ("pytester",)

SOURCE = """
import httpx
import pytest

pytestmark = pytest.mark.clr("{scenario}", edition="clr-v2p0", inferred="fail")


def test_it_reads(clr_mock):
    headers = {{"Accept": "application/json", "Authorization": f"Bearer {{clr_mock.token()}}"}}
    with httpx.Client(headers=headers, verify=clr_mock.ssl_context) as http:
        assert http.get(f"{{clr_mock.url}}/profile").status_code == 200
        url, pages = f"{{clr_mock.url}}/credentials{query}", 0
        while url:
            page = http.get(url).raise_for_status()
            url, pages = page.links.get("next", {{}}).get("url") if {follow} else None, pages + 1
    assert pages
"""


@pytest.fixture(scope="module")
def loaded() -> None:
    """All modules that a project's tests use: a pytest within this process forgets what it has imported itself."""
    rules = find("clr20").consumer
    assert rules is not None
    right = in_process(called(rules.reference_consumer))
    sitting = play(every_scenario("clr20", with_variations=True)["plain"], "read", right, Terms("clr20")).sitting
    assert judge_sitting(sitting, "clr20").breaches == ()
    assert judged.__name__ in sys.modules


@pytest.fixture
def project(loaded: None, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    return pytester


def run(project: pytest.Pytester, **source: object) -> pytest.RunResult:
    project.makepyfile(test_own=SOURCE.format(**{"scenario": "plain", "query": "", "follow": True, **source}))
    return project.runpytest_inprocess("-p", "conformance.plugin", "-W", "default")


def test_a_right_reader_passes(project: pytest.Pytester) -> None:
    run(project).assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("source", "requirement"),
    [
        ({"query": "?since=2026-01-31"}, "CLR20-API-57"),
        ({"scenario": "pages-cursor", "follow": False}, "CLR20-API-53"),
    ],
)
def test_a_wrong_reader_is_told_the_row_of_clr20(
    project: pytest.Pytester, source: dict[str, object], requirement: str
) -> None:
    result = run(project, **source)
    assert requirement in "\n".join(result.outlines)
