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

from clr_reports import documents, specimens, view
from clr_reports.evidence import BODY_LIMIT, choose
from clr_reports.html_rows import FIELD_LIMIT, SYMBOLS, exchange, row
from clr_reports.text import clip, one_line, visible
from conformance.record import Attested, DocumentResult, RunRecord, SittingResult, Verdict
from conformance.standard import Level

if TYPE_CHECKING:
    from jinja2 import Environment

_FAILURES_SHOWN = 12
_TERMS_SHOWN = 40
_DOCUMENTS_SHOWN = 500


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
    laid = [_laid(each) for each in specimens.laid(record)]
    rows = [row(result, standard, evidence) for result in view.ordered(record)]
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
        "standard": view.edition_title(record),
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
        "roles": sorted({(each["role"], each["role_label"]) for each in rows}, key=lambda pair: pair[1]),
        "levels": [level.value for level in Level if any(each["level"] == level.value for each in rows)],
        "verdicts": [(verdict.value, view.VERDICT_LABELS[verdict]) for verdict in view.VERDICT_ORDER],
        "exchanges": [exchange(each, evidence.body_limit(index)) for index, each in evidence.shown.items()],
        "left_out": evidence.left_out,
        "documents": [_document(each) for each in documents.worst(record, _DOCUMENTS_SHOWN)],
        "more_documents": max(len(record.documents) - _DOCUMENTS_SHOWN, 0),
        "problems": [_clipped(problem, ("code", "message", "likely", "todo")) for problem in record.problems],
        "doctor": [_clipped(step, ("step", "status", "message", "todo")) for step in record.doctor],
        "doctor_line": _doctor_line(record),
        "doctor_title": _DOCTOR.get(record.role, "Doctor: the way to the target"),
        "sittings": [_sitting(each) for each in record.sittings],
        "laid": laid,
        "laid_odd": [each for each in laid if not each["right"]],
        "laid_right": [each for each in laid if each["right"]],
        "troubled": any(step.status in ("warning", "failed") for step in record.doctor),
        "leftovers": [one_line(leftover, FIELD_LIMIT) for leftover in record.leftovers],
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
        "reasons": [one_line(reason, FIELD_LIMIT) for reason in document.reasons],
        "findings": [one_line(finding, FIELD_LIMIT) for finding in document.findings],
        "items": [one_line(item, FIELD_LIMIT) for item in document.items],
        "broken": document.broken,
        "warnings": document.warnings,
    }


_DOCTOR = {"consumer": "What to know of the sittings"}


def _sitting(sitting: SittingResult) -> dict[str, Any]:
    codes = [f"{end} ({code})" if code else end for end, code in zip(sitting.ends, sitting.codes, strict=True)]
    return {
        "scenario": one_line(sitting.scenario),
        "task": sitting.task,
        "ends": ", ".join(codes),
        "requests": sitting.count,
        "seconds": f"{sitting.seconds:.1f} s",
        "mended": [one_line(each) for each in sitting.mended],
        "output": clip(sitting.output, FIELD_LIMIT),
        "answers": [_attested(each) for each in sitting.answers],
    }


def _attested(answer: Attested) -> dict[str, str]:
    return {
        "question": one_line(answer.question),
        "value": _ANSWERS.get(answer.value, answer.value),
        "words": clip(answer.words, FIELD_LIMIT),
        "at": answer.at,
        "screenshot": one_line(answer.screenshot),
    }


_ANSWERS = {"yes": "yes", "no": "no", "cannot-tell": "cannot tell", "not-shown": "it is not shown"}


def _laid(one: specimens.Laid) -> dict[str, Any]:
    return {
        "scenario": one_line(one.scenario),
        "task": one.task,
        "items": [_item(item) for item in one.items],
        "notes": [one_line(note, FIELD_LIMIT) for note in one.notes],
        "right": one.right,
    }


def _item(item: specimens.Item) -> dict[str, Any]:
    texts = {name: one_line(getattr(item, name), FIELD_LIMIT) for name in ("name", "kind", "id", "what", "reason")}
    told = {"right": item.right, "made": item.made, "told_by": item.told_by, "start": item.start}
    return texts | told | {"verdict": item.like.value, "symbol": SYMBOLS[item.like]}


def _clipped(value: object, names: tuple[str, ...]) -> dict[str, str]:
    return {name: clip(getattr(value, name), FIELD_LIMIT) for name in names}


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


_WHO = {"consumer": "Consumer"}


def _terms(record: RunRecord) -> Iterator[tuple[str, str]]:
    """What the page says of the run and its target, as name and value."""
    for name, value in list(record.target.items())[:_TERMS_SHOWN]:
        if value is not None and value != "":
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
            yield f"{_WHO.get(record.role, 'Target')} {name}", one_line(shown, FIELD_LIMIT)
    yield "Plan", one_line(str(record.plan.get("name", "")) or "(without a name)")
    yield "Started", record.started
    yield "Finished", record.finished
    yield "Seed", "none" if record.seed is None else str(record.seed)
    yield "Exit code", str(record.exit_code)
    yield "Made with", one_line(f"{record.tool.get('name', '')} {record.tool.get('version', '')}")
