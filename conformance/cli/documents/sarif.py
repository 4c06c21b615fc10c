"""The outcome as SARIF 2.1.0, for the code-scanning views of CI systems and editors."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from clr_reports.text import one_line, visible
from conformance import __version__
from conformance.cli.documents import trust
from conformance.cli.documents.outcome import Judged, Told
from conformance.standard import Requirement, load_for
from conformance.trust import Trust

INFORMATION: Final = "https://pypi.org/project/clr-conformance/"
SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_URL: Final = re.compile(r"https?://")


def render(outcomes: Sequence[Judged], *, personal_data_kept: bool = False) -> dict[str, Any]:
    """One run with a rule per requirement that is told of, and a result per finding.

    What stayed undecided, and what is not verified without a finding that says so, are results too: a reader of SARIF
    has nothing else.
    """
    results = [result for judged in outcomes for result in _results(judged)]
    names = sorted({result["ruleId"] for result in results})
    index = {name: place for place, name in enumerate(names)}
    for result in results:
        result["ruleIndex"] = index[result["ruleId"]]
    standard = load_for("document")
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
                        "rules": [_rule(standard[name]) for name in names],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "properties": {"personalData": "kept" if personal_data_kept else "replaced"},
                "results": results,
                "invocations": [
                    {
                        "executionSuccessful": all(judged.problem is None for judged in outcomes),
                        "toolExecutionNotifications": [
                            _notification(judged) for judged in outcomes if judged.problem is not None
                        ],
                    }
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
        "helpUri": requirement.source.url or "https://www.imsglobal.org/spec/clr/v1p0",
        "properties": {"level": requirement.level.value, "basis": requirement.basis.value, "area": requirement.area},
    }


def _results(judged: Judged) -> Iterator[dict[str, Any]]:
    yield from (_result(judged, finding) for finding in judged.findings)
    for requirement, why in judged.undecided:
        text = f"Undecided: {load_for('document')[requirement].text} The reason: {why}"
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


def _result(judged: Judged, finding: Told) -> dict[str, Any]:
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


def _region(finding: Told) -> dict[str, int]:
    place = finding.place
    if place is None:
        return {"startLine": 1}
    return {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
    }


def _notification(judged: Judged) -> dict[str, Any]:
    problem = judged.problem
    return {
        "level": "error",
        "message": {"text": visible(f"{problem.message} [{problem.code}]" if problem else "not judged")},
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
