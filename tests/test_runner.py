"""pytest as the runner starts it: without what the user has set for it, and with a sentence for what it refuses."""

from __future__ import annotations

import os

import pytest

from conformance.errors import UsageFault
from conformance.plan import Plan, TargetSpec
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites

PLAN = Plan("p", TargetSpec("https://127.0.0.1:1"), frozenset({"read"}), standard="clr-v1p0")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("-k", "limit and"), "arguments-refused"), (("-k", "illegal_limt"), "nothing-selected")],
)
def test_arguments_that_cannot_be_used_are_refused_and_nothing_is_sent(
    arguments: tuple[str, ...], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    run = ProviderRun(PLAN)
    try:
        with pytest.raises(UsageFault) as refused:
            run_suites(run, arguments)
        assert refused.value.problem.code == code
        assert len(run.target.wire.transcript) == 0
        assert not run.finished
    finally:
        run.target.close()
    assert os.environ["PYTEST_ADDOPTS"] == "--no-such-option"
    assert "PYTEST_DISABLE_PLUGIN_AUTOLOAD" not in os.environ


def test_a_target_that_is_not_there_leaves_a_record_that_says_so() -> None:
    run = ProviderRun(PLAN, keep_exchanges=False)
    run_suites(run, ("-k", "test_gcl"))
    assert run.record.exit_code == 3
    assert [problem.code for problem in run.record.problems] == ["target-refused"]
    assert run.finish() is run.record
