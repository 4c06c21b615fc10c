"""Waivers from a run: the known breach is tolerated, a new one of the same requirement is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from conformance.plan import shipped
from mock_provider.behaviours import faults
from mock_provider.testing import MockServer
from tests.cli.conftest import Command, Judge, Judged

SOON = str(date.today() + timedelta(days=10))


@pytest.fixture
def failed(judge: Judge, mock: MockServer) -> Callable[..., Judged]:
    """A run against the mock with one fault."""

    def run(*options: str, fault: str = "gcs-limit-zero-accepted", plan: str | Path = "provider-read") -> Judged:
        mock.faults.clear()
        mock.faults.switch_on(faults()[fault])
        return judge("-s", "GCS", *options, plan=plan)

    return run


def test_a_run_is_waived_until_something_new_is_broken(
    failed: Callable[..., Judged], command: Command, tmp_path: Path
) -> None:
    first = failed()
    assert first.code == 1
    (row,) = [one for one in first.record["requirements"] if one["verdict"] == "fail"]

    written = command("waive", "--from", first.folder / "run.json", "--owner", "dana", "--expires", SOON)
    assert written.code == 0
    (waiver,) = yaml.safe_load(written.out)["waivers"]
    assert (waiver["requirement"], waiver["owner"], str(waiver["expires"])) == (row["id"], "dana", SOON)
    plan = tmp_path / "mine.yaml"
    plan.write_text(shipped.text("provider-read") + written.out, encoding="utf-8")

    again = failed(plan=plan)
    assert again.code == 0, again.out
    assert f"{row['id']} MUST" in again.out
    assert f"(dana, until {SOON}; it ends in 10 days)" in " ".join(again.out.split())

    other = plan.read_text(encoding="utf-8").replace("illegal_limit_is_refused[0]", "another")
    plan.write_text(other, encoding="utf-8")
    new = failed(plan=plan)
    assert new.code == 1
    assert "The waiver of dana does not cover: " in " ".join(new.out.split())


def test_what_cannot_be_waived(command: Command, failed: Callable[..., Judged]) -> None:
    first = failed()
    of = ("waive", "--from", first.folder / "run.json", "--owner", "dana", "--expires")
    assert command(*of, "2020-01-01").code == 2
    nothing = command(*of, SOON, "-s", "DEL")
    assert (nothing.code, nothing.out) == (0, "")
    assert "nothing to waive" in nothing.err
    assert command(*of, SOON, "-s", "GCX").code == 2
