"""The outcome as SARIF 2.1.0, for the code-scanning views of CI systems and editors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO, Final
from urllib.parse import quote

import orjson

from clr_reports.text import escaped, one_line, visible
from conformance import __version__
from conformance.inspection import trust
from conformance.inspection.outcome import Judged, Reported
from conformance.record import Problem
from conformance.standard import Requirement, load_for
from conformance.trust import Trust

INFORMATION: Final = "https://pypi.org/project/clr-conformance/"
SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_URL: Final = re.compile(r"https?://")


def write(outcomes: Iterable[Judged], file: BinaryIO, *, personal_data_kept: bool = False) -> None:
    """Writes one run with a rule per requirement that is named, and a result per finding.

    What stayed undecided, and what is not verified without a finding that says so, are results too: a reader of SARIF
    has nothing else. Rules come before results, so that results wait in a temporary file until all rules are known.
    """
    with TemporaryFile() as results, TemporaryFile() as notifications:
        books: dict[str, str] = {}
        successful = True
        for judged in outcomes:
            for result in _results(judged):
                books.setdefault(result["ruleId"], judged.book)
                results.write(orjson.dumps(result) + b"\n")
            if judged.problem is not None:
                successful = False
                notifications.write(orjson.dumps(_notification(judged, judged.problem)) + b"\n")
            for text in trust.mixture(judged):
                notifications.write(orjson.dumps(_notified(judged, "note", text)) + b"\n")
        names = sorted(books)
        rules = [_rule(load_for("document", books[name])[name]) for name in names]
        index = {name: place for place, name in enumerate(names)}
        parts = {
            _RESULTS: ({**each, "ruleIndex": index[each["ruleId"]]} for each in _read(results)),
            _NOTIFICATIONS: _read(notifications),
        }
        frame = _frame(rules, personal_data_kept, successful=successful)
        _fill(file, orjson.dumps(frame, option=orjson.OPT_INDENT_2), parts)


_RESULTS: Final = "@results@"
_NOTIFICATIONS: Final = "@notifications@"


def _read(lines: IO[bytes]) -> Iterator[dict[str, Any]]:
    lines.seek(0)
    return map(orjson.loads, lines)


def _fill(file: BinaryIO, frame: bytes, parts: Mapping[str, Iterable[dict[str, Any]]]) -> None:
    """Writes the frame with an array, written entry by entry, in the place of the name of each part."""
    for name, entries in parts.items():
        before, _, frame = frame.partition(f'"{name}"'.encode())
        file.write(escaped(before))
        line = before.rpartition(b"\n")[2]
        indent = b"\n" + line[: len(line) - len(line.lstrip())]
        separator = b"["
        for entry in entries:
            text = escaped(orjson.dumps(entry, option=orjson.OPT_INDENT_2))
            file.write(separator + indent + b"  " + text.replace(b"\n", indent + b"  "))
            separator = b","
        file.write(b"[]" if separator == b"[" else indent + b"]")
    file.write(escaped(frame) + b"\n")


def _frame(rules: list[dict[str, Any]], personal_data_kept: bool, *, successful: bool) -> dict[str, Any]:
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "clr-conformance",
                        "informationUri": INFORMATION,
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": rules,
                    }
                },
                "columnKind": "unicodeCodePoints",
                "properties": {"personalData": "kept" if personal_data_kept else "replaced"},
                "results": _RESULTS,
                "invocations": [
                    {"executionSuccessful": successful, "toolExecutionNotifications": _NOTIFICATIONS},
                ],
            }
        ],
    }


def _rule(requirement: Requirement) -> dict[str, Any]:
    return {
        "id": requirement.id,
        "shortDescription": {"text": requirement.text},
        "fullDescription": {"text": f"{requirement.text} {requirement.why}".strip()},
        "help": {"text": requirement.fix or requirement.text},
        "helpUri": requirement.source.url or INFORMATION,
        "properties": {"level": requirement.level.value, "basis": requirement.basis.value, "area": requirement.area},
    }


def _results(judged: Judged) -> Iterator[dict[str, Any]]:
    yield from (_result(judged, finding) for finding in judged.findings)
    for requirement, why in judged.undecided:
        text = f"Undecided: {load_for('document', judged.book)[requirement].text} The reason: {why}"
        yield _about(judged, requirement, "warning", text, "")
    for alike, sentence in trust.doubtful(judged):
        first = alike[0]
        level = "warning" if first.verdict is Trust.NOT_VERIFIED else "note"
        text = f"{sentence[:1].upper()}{sentence[1:]}"
        yield _about(judged, first.reasons[0].requirement, level, text, first.pointer, len(alike))


def _about(judged: Judged, requirement: str, level: str, text: str, pointer: str, count: int = 1) -> dict[str, Any]:
    """A result that is about trust: the text of the document has no line at fault."""
    return {
        "ruleId": requirement,
        "level": level,
        "message": {"text": one_line(text, 2_000)},
        "occurrenceCount": count,
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": _uri(judged.path)}, "region": {"startLine": 1}},
                "logicalLocations": [{"fullyQualifiedName": visible(pointer) or "/"}],
            }
        ],
        "partialFingerprints": {"requirementAndPointer/v1": visible(f"{requirement} {level} {pointer}")},
    }


def _result(judged: Judged, finding: Reported) -> dict[str, Any]:
    lines = [finding.message]
    lines += [f"{name}: {text}" for name, text in (("found", finding.actual), ("expected", finding.expected)) if text]
    if finding.count > 1:
        lines.append(f"{finding.times} in all")
    return {
        "ruleId": finding.requirement,
        "level": "error" if finding.fails else "warning",
        "message": {"text": visible(". ".join(lines))},
        "occurrenceCount": finding.count,
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(judged.path)},
                    "region": _region(finding),
                },
                "logicalLocations": [{"fullyQualifiedName": visible(pointer) or "/"} for pointer in finding.pointers],
            }
        ],
        "partialFingerprints": {"requirementAndPointer/v1": visible(f"{finding.requirement} {finding.pointer}")},
    }


def _region(finding: Reported) -> dict[str, int]:
    place = finding.place
    if place is None:
        return {"startLine": 1}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _notification(judged: Judged, problem: Problem) -> dict[str, Any]:
    return _notified(judged, "error", f"{problem.message} [{problem.code}]")


def _notified(judged: Judged, level: str, text: str) -> dict[str, Any]:
    return {
        "level": level,
        "message": {"text": visible(text)},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(judged.path)}}}],
    }


def _uri(path: str) -> str:
    """A relative reference or an absolute URI (RFC 3986): viewers match the first with the files of a repository."""
    if _URL.match(path):
        return quote(path, safe=":/?#[]@!$&'()*+,;=%~")
    if path == "-":
        return "standard-input"
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(os.fsencode(Path(path).as_posix()))  # the bytes of the name: not every name is UTF-8
