"""``canon`` prints what is hashed and signed, and says on standard error what is not in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conformance.cli.canon import command
from conformance.errors import UsageFault
from conformance.linked_data import canonical
from tests.linked_data.reading import CONTEXTS
from tests.linked_data.records import record


def canon(tmp_path: Path, document: Any, *options: str) -> Result:
    """The command over a document in a file."""
    file = tmp_path / "record.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
    return CliRunner().invoke(command, [str(file), *options])


def test_the_document_as_given_with_all_its_proofs(tmp_path: Path) -> None:
    result = canon(tmp_path, record(1))

    assert result.exit_code == 0
    assert result.stdout == canonical(record(1), CONTEXTS)
    assert "context-3.0.3.json: third edition, since 29 June 2026" in result.stderr


def test_without_its_own_proof_and_with_those_of_the_credentials_in_it(tmp_path: Path) -> None:
    result = canon(tmp_path, record(1), "--without-proof")

    assert result.stdout == canonical({name: each for name, each in record(1).items() if name != "proof"}, CONTEXTS)
    assert "security#proof" in result.stdout


def test_what_is_not_in_the_rdf_is_told(tmp_path: Path) -> None:
    result = canon(tmp_path, {**record(0), **{f"m{number}": 1 for number in range(25)}})

    assert "not in the RDF: /m0 (term)" in result.stderr
    assert "not in the RDF: 5 more" in result.stderr
    assert result.stdout == canonical(record(0), CONTEXTS)


def test_an_older_edition_and_another_hash(tmp_path: Path) -> None:
    document = record(1)
    document["issuer"]["endorsementJwt"] = "a.b.c"
    newest, oldest = canon(tmp_path, document), canon(tmp_path, document, "--edition", "2024", "--hash", "sha384")

    assert "endorsementJwt" in newest.stdout
    assert "endorsementJwt" not in oldest.stdout
    assert "first edition" in oldest.stderr


@pytest.mark.parametrize(
    ("document", "options", "code"),
    [
        ("{", (), "not-json"),
        ("[]", (), "not-an-object"),
        ({"@context": "https://unknown.example/c"}, (), "unknown-context"),
        (record(0), ("--edition", "1999"), "unknown-context-edition"),
    ],
)
def test_what_cannot_be_canonicalised_is_told_with_a_code(
    tmp_path: Path, document: Any, options: tuple[str, ...], code: str
) -> None:
    result = canon(tmp_path, document, *options)

    assert isinstance(result.exception, UsageFault)
    assert result.exception.problem.code == code
    assert result.exception.problem.todo


def test_what_another_program_may_read_otherwise_is_said(tmp_path: Path) -> None:
    result = canon(tmp_path, '{"@id": "urn:x:1", "https://x.example/a": 1, "https://x.example/a": 2}')

    assert '"2"' in result.stdout
    assert "another program may read the document otherwise" in result.stderr


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "record.json").write_text("{}", encoding="utf-8")
    result = CliRunner().invoke(command, [str(tmp_path)])

    assert isinstance(result.exception, UsageFault)
    assert result.exception.problem.code == "not-a-file"
