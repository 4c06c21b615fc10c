"""Documents of two editions in one go: each by its own rules; what one mixes in of the other is told in each format."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conformance.cli.validate import command
from tests.rulebooks.clr10.document.judging import DATA
from tests.rulebooks.clr20.document.judging import record

OLD = json.loads((DATA / "minimal.json").read_bytes())


def validated(*arguments: object) -> Result:
    done = CliRunner().invoke(command, [*map(str, arguments), "--offline"])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.output
    return done


def test_a_folder_with_both_editions_is_judged_in_one_go(tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text(json.dumps(record(name=None)))
    (tmp_path / "old.json").write_text(json.dumps(OLD | {"name": None}))
    done = validated(tmp_path, "--format", "json", "--as-of", "2026-11-21")
    prefixes = {
        Path(document["path"]).name: {finding["requirement"][:5] for finding in document["findings"]}
        for document in json.loads(done.stdout)["documents"]
    }
    assert prefixes == {"new.json": {"CLR20"}, "old.json": {"CLR10"}}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "html", "markdown"])
def test_words_of_the_later_edition_are_told_beside_the_findings(tmp_path: Path, form: str) -> None:
    file = tmp_path / "mixed.json"
    file.write_text(json.dumps(OLD | {"validFrom": "2031-03-01T09:00:00Z"}))
    assert "validFrom" in validated(file, "--format", form).output


def test_findings_of_the_earlier_edition_are_the_same_beside_such_words(tmp_path: Path) -> None:
    file = tmp_path / "mixed.json"
    file.write_text(json.dumps(OLD | {"validFrom": "2031-03-01T09:00:00Z"}))
    (mixed,) = json.loads(validated(file, "--format", "json").stdout)["documents"]
    file.write_text(json.dumps(OLD | {"validFromXX": "2031-03-01T09:00:00Z"}))
    (other,) = json.loads(validated(file, "--format", "json").stdout)["documents"]
    assert [word["word"] for word in mixed["mixed"]] == ["validFrom"]
    assert "mixed" not in other
    assert [each["requirement"] for each in mixed["findings"]] == [each["requirement"] for each in other["findings"]]
