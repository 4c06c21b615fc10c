"""The run record as a file: ``run.json``, the contract between a run and every report."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from clr_reports.files import write_bytes
from conformance.record import (
    RECORD_VERSION,
    Attested,
    CheckResult,
    Diagnosis,
    DocumentResult,
    Exchange,
    Finding,
    Message,
    Outcome,
    OutcomeResult,
    Problem,
    ReportedItem,
    RequirementResult,
    RunRecord,
    SittingResult,
    SpecimenResult,
    Verdict,
)

MAX_BYTES = 1024 * 1024 * 1024
_SHOWN_FAULTS = 3


class RunFileError(Exception):
    """A file that is not a run record that can be read here; ``problem`` says why and what to do.

    Codes: ``run-file-missing``, ``run-file-unreadable``, ``run-file-too-large``, ``run-file-not-json``,
    ``run-file-foreign``, ``run-file-too-new``, ``run-file-damaged``.
    """

    def __init__(self, code: str, message: str, likely: str = "", todo: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(code, message, likely, todo)


def dump(record: RunRecord) -> str:
    """The record as JSON text that ends in a line feed; ASCII only, so that no terminal or tool is misled by it.

    Raises ``ValueError`` for a value that JSON does not have (``nan``), ``TypeError`` for one it cannot hold.
    """
    document = _plain(record)
    ordered = {
        "record": document.pop("record"),
        **{key: document.pop(key) for key in _FIRST},
        "summary": record.summary,
    }
    return json.dumps(ordered | document, indent=1, allow_nan=False) + "\n"


def write(record: RunRecord, path: Path) -> None:
    """Write ``dump(record)`` to the path, whole or not at all."""
    write_bytes(path, dump(record).encode("ascii"))


def load(path: Path) -> RunRecord:
    """The record in that file, checked against ``run.schema.json``; raises ``RunFileError``."""
    return parse(_read(path), str(path))


def parse(text: str | bytes, name: str = "run.json") -> RunRecord:
    """The record in that JSON text, checked against ``run.schema.json``; raises ``RunFileError``."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RunFileError(
            "run-file-not-json",
            f"{name} is not JSON: {error}",
            "it was cut off or edited, or is another file",
            "give the run.json that a run wrote",
        ) from error
    _check_origin(document, name)
    _check_schema(document, name)
    return _record(document, name)


@cache
def schema() -> Mapping[str, Any]:
    """The JSON Schema (2020-12) of ``run.json``."""
    document: dict[str, Any] = json.loads((files("clr_reports") / "run.schema.json").read_bytes())
    return document


_FIRST = ("tool", "standard", "role", "plan", "target", "seed", "started", "finished", "exit_code")


def _plain(value: Any) -> Any:
    """The value in JSON's own types; keys are the names of the fields."""
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(key): _plain(member) for key, member in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(_plain(member) for member in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(member) for member in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Path) else value


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise RunFileError(
                "run-file-too-large",
                f"{path} has {size} bytes; the limit is {MAX_BYTES}",
                "it is not a run record",
                "give the run.json that a run wrote",
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise RunFileError(
            "run-file-missing",
            f"{path} does not exist",
            "the path is mistyped, or the run ended before it wrote its record",
            "give the run.json that a run wrote into its output folder",
        ) from error
    except OSError as error:
        raise RunFileError(
            "run-file-unreadable",
            f"{path} cannot be read: {error.strerror or error}",
            "it is a folder, or you may not read it",
            "give the path of a run.json that you may read",
        ) from error


def _check_origin(document: Any, name: str) -> None:
    version = document.get("record") if isinstance(document, dict) else None
    if not isinstance(version, int) or isinstance(version, bool) or "requirements" not in document:
        raise RunFileError(
            "run-file-foreign",
            f"{name} is JSON, but not a run record",
            "it is a file of another tool",
            "give the run.json that a run wrote",
        )
    if version > RECORD_VERSION:
        raise RunFileError(
            "run-file-too-new",
            f"{name} is a run record of version {version}; this release reads version {RECORD_VERSION}",
            "a newer release of clr-conformance wrote it",
            "upgrade clr-conformance here",
        )


def _check_schema(document: Any, name: str) -> None:
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(dict(schema()))
    if validator.is_valid(document):
        return
    faults = []
    for error in validator.iter_errors(document):
        where = "".join(f"/{step}" for step in error.instance_path) or "the whole file"
        faults.append(f"{where}: {error.message[:200]}")
        if len(faults) == _SHOWN_FAULTS:
            break
    raise _damaged(name, "; ".join(faults))


def _damaged(name: str, what: str) -> RunFileError:
    return RunFileError(
        "run-file-damaged",
        f"{name} is not a valid run record: {what}",
        "it was edited, or merged by a tool",
        "make the run again, or give the file as the run wrote it",
    )


def _record(document: Mapping[str, Any], name: str) -> RunRecord:
    members = {key: value for key, value in document.items() if key != "summary"}
    members["requirements"] = tuple(_requirement(each) for each in document["requirements"])
    members["exchanges"] = tuple(_exchange(each) for each in document["exchanges"])
    members["problems"] = tuple(Problem(**each) for each in document["problems"])
    members["doctor"] = tuple(Diagnosis(**each) for each in document["doctor"])
    members["leftovers"] = tuple(document["leftovers"])
    members["documents"] = tuple(_document(each) for each in document.get("documents", ()))
    members["sittings"] = tuple(_sitting(each) for each in document.get("sittings", ()))
    members.setdefault("personal_data", "kept")  # a record of a release that knew no stand-ins
    record = RunRecord(**members)
    if record.summary != document["summary"]:
        raise _damaged(name, "/summary does not agree with /requirements")
    return record


def _document(row: Mapping[str, Any]) -> DocumentResult:
    lists = {name: tuple(row.get(name, ())) for name in ("reasons", "findings", "items")}
    return DocumentResult(**{**row, **lists})


def _sitting(row: Mapping[str, Any]) -> SittingResult:
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("ends", "codes", "mended")}
    lists["specimens"] = tuple(map(_specimen, row["specimens"]))
    lists["outcomes"] = tuple(map(_outcome, row["outcomes"]))
    lists["answers"] = tuple(Attested(**each) for each in row["answers"])
    return SittingResult(**{**row, **lists})


def _specimen(row: Mapping[str, Any]) -> SpecimenResult:
    return SpecimenResult(**{**row, "right": tuple(row["right"])})


def _outcome(row: Mapping[str, Any]) -> OutcomeResult:
    return OutcomeResult(**{**row, "records": tuple(ReportedItem(**each) for each in row["records"])})


def _requirement(row: Mapping[str, Any]) -> RequirementResult:
    checks = tuple(_check(each) for each in row["checks"])
    return RequirementResult(**{**row, "verdict": Verdict(row["verdict"]), "checks": checks})


def _check(row: Mapping[str, Any]) -> CheckResult:
    return CheckResult(
        **{
            **row,
            "outcome": Outcome(row["outcome"]),
            "findings": tuple(_finding(each) for each in row["findings"]),
            "exchanges": tuple(row["exchanges"]),
        }
    )


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(**{**row, "pointers": tuple(row["pointers"]), "exchanges": tuple(row["exchanges"])})


def _exchange(row: Mapping[str, Any]) -> Exchange:
    return Exchange(**{**row, "request": _message(row["request"]), "response": _message(row["response"])})


def _message(row: Mapping[str, Any]) -> Message:
    return Message(**{**row, "headers": tuple((name, value) for name, value in row["headers"])})
