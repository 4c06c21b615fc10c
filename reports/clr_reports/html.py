"""One HTML file that works offline: a summary for a manager, and each requirement with its evidence.

Whatever a target answered is shown, never run: every value is made visible and escaped, the page holds no
inline style or handler, and its Content-Security-Policy admits nothing but our own style and script by hash.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from clr_reports import documents, view
from clr_reports.evidence import BODY_LIMIT, Evidence, choose
from clr_reports.text import clip, one_line, spread_json, visible
from conformance.record import (
    CheckResult,
    DocumentResult,
    Exchange,
    Finding,
    Message,
    RequirementResult,
    RunRecord,
    Verdict,
)
from conformance.standard import Level, Requirement, Standard

if TYPE_CHECKING:
    from jinja2 import Environment

_FIELD_LIMIT = 2_000
_FINDINGS_SHOWN = 40
_POINTERS_SHOWN = 10
_HEADERS_SHOWN = 100
_EXCHANGES_SHOWN = 8
_CHECKS_SHOWN = 100
_FAILURES_SHOWN = 12
_TERMS_SHOWN = 40
_DOCUMENTS_SHOWN = 500

SYMBOLS = {
    Verdict.FAIL: "✕",
    Verdict.INCOMPLETE: "?",
    Verdict.WARN: "!",
    Verdict.WAIVED: "≈",
    Verdict.MANUAL: "☞",
    Verdict.PASS: "✓",
    Verdict.NOT_APPLICABLE: "–",
    Verdict.EXCLUDED: "○",
}
_BASIS_WORDS = {
    "published": "a published file of the standard",
    "rfc": "an IETF document that the standard builds on",
    "sibling": "inferred from a sibling standard",
    "practice": "inferred from practice",
}


def render(record: RunRecord) -> str:
    """The page as text; the same record gives the same page."""
    page = _environment().get_template("report.html.j2")
    return page.render(
        style=_asset("report.css"),
        script=_asset("report.js"),
        policy=content_security_policy(),
        **_page(record),
    )


@cache
def content_security_policy() -> str:
    """The policy of the page: our style and our script by hash, and nothing else."""
    style, script = (_digest(_asset(name)) for name in ("report.css", "report.js"))
    return (
        f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


@dataclass(frozen=True, slots=True)
class _Segment:
    """One part of a bar, in percent of its length."""

    verdict: str
    start: float
    width: float


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("clr_reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )


def _finalize(value: Any) -> Any:
    # exactly str: Markup, which is ours, stays
    return visible(value) if type(value) is str else value


@cache
def _asset(name: str) -> Any:
    from markupsafe import Markup

    return Markup((files("clr_reports") / "templates" / name).read_text("utf-8"))  # noqa: S704 - our own file


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _page(record: RunRecord) -> dict[str, Any]:
    standard = view.catalogue(record)
    evidence = choose(record)
    rows = [_row(result, standard, evidence) for result in view.ordered(record)]
    return {
        "record": record,
        "title": one_line(view.target_name(record), 120),
        "judged": one_line(view.judged(record), 300),
        "command": one_line(record.tool.get("command", ""), 500),
        "tool": one_line(f"{record.tool.get('name', '')} {record.tool.get('version', '')}"),
        "privacy": view.privacy(record),
        "kept": view.keeps_personal_data(record),
        "failures": [
            _clipped(each, ("id", "level", "seen", "step")) for each in view.failures(record)[:_FAILURES_SHOWN]
        ],
        "more_failures": max(record.summary["fail"] - _FAILURES_SHOWN, 0),
        "by_hand": [_clipped(each, ("id", "text")) for each in view.by_hand(record)],
        "standard": standard.title if standard else record.standard,
        "outcome": view.outcome(record),
        "headline": view.headline(record),
        "decided": view.decided(record),
        "took": view.took(record),
        "disclaimer": view.DISCLAIMER,
        "tiles": [_tile(record, verdict) for verdict in view.VERDICT_ORDER],
        "areas": [_area(area) for area in view.areas(record)],
        "columns": [_tile(record, verdict) for verdict in view.VERDICT_ORDER if record.summary[verdict.value]],
        "about": list(_terms(record)),
        "plan": clip(json.dumps(dict(record.plan), indent=2, ensure_ascii=False, default=str), BODY_LIMIT),
        "rows": rows,
        "roles": sorted({(row["role"], row["role_label"]) for row in rows}, key=lambda pair: pair[1]),
        "levels": [level.value for level in Level if any(row["level"] == level.value for row in rows)],
        "verdicts": [(verdict.value, view.VERDICT_LABELS[verdict]) for verdict in view.VERDICT_ORDER],
        "exchanges": [_exchange(each, evidence.body_limit(index)) for index, each in evidence.shown.items()],
        "left_out": evidence.left_out,
        "documents": [_document(each) for each in documents.worst(record, _DOCUMENTS_SHOWN)],
        "more_documents": max(len(record.documents) - _DOCUMENTS_SHOWN, 0),
        "problems": [_clipped(problem, ("code", "message", "likely", "todo")) for problem in record.problems],
        "doctor": [_clipped(step, ("step", "status", "message", "todo")) for step in record.doctor],
        "doctor_line": _doctor_line(record),
        "troubled": any(step.status in ("warning", "failed") for step in record.doctor),
        "leftovers": [one_line(leftover, _FIELD_LIMIT) for leftover in record.leftovers],
    }


def _document(document: DocumentResult) -> dict[str, Any]:
    like = documents.LIKE[document.verdict]
    return {
        "path": one_line(document.path),
        "recognised": one_line(document.recognised),
        "verdict": like.value,
        "symbol": SYMBOLS[like],
        "label": documents.WORDS[document.verdict],
        "trust": documents.TRUST_WORDS[document.trust],
        "trusted": {"verified": "pass", "not-verified": "fail", "undecided": "incomplete"}.get(document.trust, ""),
        "reasons": [one_line(reason, _FIELD_LIMIT) for reason in document.reasons],
        "findings": [one_line(finding, _FIELD_LIMIT) for finding in document.findings],
        "broken": document.broken,
        "warnings": document.warnings,
    }


def _failure(failure: view.Failure) -> dict[str, str]:
    return {**_clipped(failure, ("id", "level", "step")), "seen": one_line(failure.seen, 300)}


def _clipped(value: object, names: tuple[str, ...]) -> dict[str, str]:
    return {name: clip(getattr(value, name), _FIELD_LIMIT) for name in names}


def _doctor_line(record: RunRecord) -> str:
    counts = Counter(step.status for step in record.doctor)
    return ", ".join(f"{count} {status}" for status, count in counts.items())


def _tile(record: RunRecord, verdict: Verdict) -> dict[str, Any]:
    return {
        "verdict": verdict.value,
        "label": view.VERDICT_LABELS[verdict],
        "symbol": SYMBOLS[verdict],
        "count": record.summary[verdict.value],
    }


def _area(area: view.AreaCount) -> dict[str, Any]:
    return {
        "code": area.code,
        "title": area.title,
        "total": area.total,
        "counts": {verdict.value: count for verdict, count in area.counts.items()},
        "segments": list(_segments(area)),
    }


def _segments(area: view.AreaCount) -> Iterator[_Segment]:
    start = 0.0
    for verdict in view.VERDICT_ORDER:
        width = 100 * area.counts[verdict] / area.total
        if width:
            yield _Segment(verdict.value, round(start, 3), round(width, 3))
        start += width


def _terms(record: RunRecord) -> Iterator[tuple[str, str]]:
    """What is told of the run and its target, as name and value."""
    for name, value in list(record.target.items())[:_TERMS_SHOWN]:
        if value is not None and value != "":
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            yield f"Target {name}", one_line(shown, _FIELD_LIMIT)
    yield "Plan", one_line(str(record.plan.get("name", "")) or "(without a name)")
    yield "Started", record.started
    yield "Finished", record.finished
    yield "Seed", "none" if record.seed is None else str(record.seed)
    yield "Exit code", str(record.exit_code)
    yield "Made with", one_line(f"{record.tool.get('name', '')} {record.tool.get('version', '')}")


def _row(result: RequirementResult, standard: Standard | None, evidence: Evidence) -> dict[str, Any]:
    known = view.requirement_of(standard, result.id)
    seen = view.findings(result)
    return {
        "id": result.id,
        "area": result.area,
        "area_title": standard.areas[result.area].title if standard and result.area in standard.areas else "",
        "role": result.role,
        "role_label": view.role_label(result.role),
        "level": result.level,
        "verdict": result.verdict.value,
        "label": view.VERDICT_LABELS[result.verdict],
        "symbol": SYMBOLS[result.verdict],
        "text": view.text_of(standard, result.id),
        "hint": _hint(result, seen),
        "reason": clip(result.reason or "", _FIELD_LIMIT),
        "basis": f"{result.basis}: {_BASIS_WORDS.get(result.basis, result.basis)}",
        "confidence": result.confidence,
        "source": _source(known),
        "why": known.why if known else "",
        "fix": known.fix if known else "",
        "test": known.test if known else "",
        "findings": [_finding(finding, evidence) for finding in seen[:_FINDINGS_SHOWN]],
        "more_findings": max(len(seen) - _FINDINGS_SHOWN, 0),
        "checks": [_check(check) for check in result.checks[:_CHECKS_SHOWN]],
        "more_checks": max(len(result.checks) - _CHECKS_SHOWN, 0),
        "sample": _sample(result, evidence) if not seen else [],
    }


def _hint(result: RequirementResult, seen: list[Finding]) -> str:
    """The line under the text of a requirement that is not simply held."""
    if result.verdict is Verdict.PASS:
        return ""
    return one_line(seen[0].message if seen else result.reason or "", 200)


def _source(known: Requirement | None) -> dict[str, str] | None:
    if known is None:
        return None
    words = " ".join(part for part in (known.source.document, known.source.section) if part)
    return {"words": words, "url": known.source.url if known.source.url.startswith("https://") else ""}


def _finding(finding: Finding, evidence: Evidence) -> dict[str, Any]:
    pointers = finding.pointers or ((finding.pointer,) if finding.pointer else ())
    return {
        "message": clip(finding.message, _FIELD_LIMIT),
        "expected": clip(finding.expected, _FIELD_LIMIT),
        "actual": clip(finding.actual, _FIELD_LIMIT),
        "pointers": [one_line(pointer) for pointer in pointers[:_POINTERS_SHOWN]],
        "more_pointers": max(len(pointers) - _POINTERS_SHOWN, 0),
        "count": finding.count,
        "exchanges": _references(finding.exchanges, evidence),
        "more_exchanges": sum(index not in evidence.shown for index in finding.exchanges),
    }


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "id": one_line(check.id),
        "outcome": check.outcome.value,
        "reason": clip(check.reason or "", _FIELD_LIMIT),
        "seconds": check.seconds,
        "count": len(check.exchanges),
    }


def _sample(result: RequirementResult, evidence: Evidence) -> list[dict[str, Any]]:
    seen = [index for check in result.checks for index in check.exchanges if index in evidence.shown]
    return _references(tuple(seen[:1]), evidence)


def _references(indexes: tuple[int, ...], evidence: Evidence) -> list[dict[str, Any]]:
    shown = [evidence.shown[index] for index in indexes if index in evidence.shown]
    return [_summary(exchange) for exchange in shown[:_EXCHANGES_SHOWN]]


def _summary(exchange: Exchange) -> dict[str, Any]:
    return {
        "index": exchange.index,
        "method": one_line(exchange.method, 20),
        "url": one_line(exchange.url),
        "status": "no answer" if exchange.status is None else str(exchange.status),
        "label": one_line(exchange.label, 120),
    }


def _exchange(exchange: Exchange, limit: int) -> dict[str, Any]:
    return {
        **_summary(exchange),
        "full_url": clip(exchange.url, _FIELD_LIMIT),
        "started": exchange.started,
        "seconds": exchange.seconds,
        "error": clip(exchange.error or "", _FIELD_LIMIT),
        "request": _message(exchange.request, limit),
        "response": _message(exchange.response, limit),
        "curl": clip(exchange.curl, 2 * _FIELD_LIMIT),
    }


def _message(message: Message, limit: int) -> dict[str, Any]:
    # one character more than is shown tells that there is more
    body = spread_json(message.body[: limit + 1])
    return {
        "headers": [
            (one_line(name, 200), one_line(value, _FIELD_LIMIT)) for name, value in message.headers[:_HEADERS_SHOWN]
        ],
        "more_headers": max(len(message.headers) - _HEADERS_SHOWN, 0),
        "body": visible(body[:limit]),
        "size": message.size,
        "cut": message.truncated or len(body) > limit,
    }
