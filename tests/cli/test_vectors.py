"""``clr-conformance vectors`` as a user types it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from conformance.cli import group


def test_it_writes_the_vectors_of_one_edition_and_says_how_many(tmp_path: Path) -> None:
    done = CliRunner().invoke(group, ["vectors", str(tmp_path), "--standard", "clr-v1p0"])
    assert done.exit_code == 0, done.output
    assert f"vectors in {tmp_path}" in done.output
    assert (tmp_path / "clr-v1p0" / "right.json").is_file()
