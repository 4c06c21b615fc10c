"""What a run leaves in its folder: the record always, and the reports that were asked for."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Judge


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ((), {"run.json", "report.html", "junit.xml", "report.md", "allure-results"}),
        (("--format", "html"), {"run.json", "report.html"}),
        (("--format", "junit", "--format", "json"), {"run.json", "junit.xml"}),
    ],
)
def test_the_record_is_written_whatever_is_asked_for(judge: Judge, options: tuple[str, ...], written: set[str]) -> None:
    ended = judge("-s", "gcs-001", *options)

    assert ended.code == 0, ended.out
    assert {path.name for path in ended.folder.iterdir()} == written
    assert all(f"wrote {ended.folder / name}" in ended.out for name in written)
