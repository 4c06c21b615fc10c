"""What the HTML page shows of one requirement, its findings, checks and exchanges: made visible, cut to limits."""

from __future__ import annotations

from typing import Any, Final

from clr_reports import view
from clr_reports.evidence import Evidence
from clr_reports.findings import Findings
from clr_reports.text import clip, one_line, spread_json, visible
from conformance.record import CheckResult, Exchange, Finding, Message, RequirementResult, Verdict
from conformance.standard import Requirement, Standard

FIELD_LIMIT: Final = 2_000
_FINDINGS_SHOWN = 40
_POINTERS_SHOWN = 10
_HEADERS_SHOWN = 100
_EXCHANGES_SHOWN = 8
_CHECKS_SHOWN = 100

SYMBOLS: Final = {
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


def row(result: RequirementResult, standard: Standard | None, evidence: Evidence) -> dict[str, Any]:
    """A requirement with its verdict and what led to it."""
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
        "reason": clip(result.reason or "", FIELD_LIMIT),
        "basis": f"{result.basis}: {_BASIS_WORDS.get(result.basis, result.basis)}",
        "confidence": result.confidence,
        "source": _source(known),
        "why": known.why if known else "",
        "fix": known.fix if known else "",
        "test": known.test if known else "",
        "findings": [_finding(finding, evidence) for finding in seen.first(_FINDINGS_SHOWN)],
        "more_findings": max(len(seen) - _FINDINGS_SHOWN, 0),
        "checks": [_check(check) for check in result.checks[:_CHECKS_SHOWN]],
        "more_checks": max(len(result.checks) - _CHECKS_SHOWN, 0),
        "sample": _sample(result, evidence) if not seen else [],
    }


def _hint(result: RequirementResult, seen: Findings) -> str:
    """The line under the text of a requirement that is not simply held."""
    if result.verdict is Verdict.PASS:
        return ""
    return one_line(seen.head.message if seen.head else result.reason or "", 200)


def _source(known: Requirement | None) -> dict[str, str] | None:
    if known is None:
        return None
    words = " ".join(part for part in (known.source.document, known.source.section) if part)
    return {"words": words, "url": known.source.url if known.source.url.startswith("https://") else ""}


def _finding(finding: Finding, evidence: Evidence) -> dict[str, Any]:
    pointers = finding.pointers or ((finding.pointer,) if finding.pointer else ())
    return {
        "message": clip(finding.message, FIELD_LIMIT),
        "expected": clip(finding.expected, FIELD_LIMIT),
        "actual": clip(finding.actual, FIELD_LIMIT),
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
        "reason": clip(check.reason or "", FIELD_LIMIT),
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


def exchange(met: Exchange, limit: int) -> dict[str, Any]:
    """An exchange, its bodies cut to the limit."""
    return {
        **_summary(met),
        "full_url": clip(met.url, FIELD_LIMIT),
        "started": met.started,
        "seconds": met.seconds,
        "error": clip(met.error or "", FIELD_LIMIT),
        "request": _message(met.request, limit),
        "response": _message(met.response, limit),
        "curl": clip(met.curl, 2 * FIELD_LIMIT),
    }


def _message(message: Message, limit: int) -> dict[str, Any]:
    # one character more than is shown tells that there is more
    body = spread_json(message.body[: limit + 1])
    return {
        "headers": [
            (one_line(name, 200), one_line(value, FIELD_LIMIT)) for name, value in message.headers[:_HEADERS_SHOWN]
        ],
        "more_headers": max(len(message.headers) - _HEADERS_SHOWN, 0),
        "body": visible(body[:limit]),
        "size": message.size,
        "cut": message.truncated or len(body) > limit,
    }
