"""Allure 2 result files: one result per requirement, its checks as steps, its findings as attachments."""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import Attachment, Label, Link, Status, StatusDetails, TestResult, TestStepResult
from allure_commons.types import AttachmentType, LabelType, LinkType, Severity

from clr_reports import view
from clr_reports.exchange import text as exchange_text
from clr_reports.files import write_bytes
from clr_reports.text import clip, one_line, visible
from conformance.record import CheckResult, Finding, Outcome, RequirementResult, RunRecord, Verdict
from conformance.standard import Requirement, Standard

_NAMESPACE = uuid.UUID("6f1b6c0e-6a0f-5f0e-9a53-0d2d2f6c1a10")
_FIELD_LIMIT = 4_000
_FINDINGS_SHOWN = 20
_EXCHANGES_SHOWN = 3
_STATUS = {
    Verdict.PASS: Status.PASSED,
    Verdict.WARN: Status.PASSED,
    Verdict.FAIL: Status.FAILED,
    Verdict.INCOMPLETE: Status.BROKEN,
    Verdict.WAIVED: Status.SKIPPED,
    Verdict.MANUAL: Status.SKIPPED,
    Verdict.NOT_APPLICABLE: Status.SKIPPED,
    Verdict.EXCLUDED: Status.SKIPPED,
}
_STEP_STATUS = {
    Outcome.PASS: Status.PASSED,
    Outcome.FAIL: Status.FAILED,
    Outcome.WARN: Status.FAILED,
    Outcome.INCOMPLETE: Status.BROKEN,
    Outcome.NOT_APPLICABLE: Status.SKIPPED,
    Outcome.MANUAL: Status.SKIPPED,
}
_SEVERITY = {
    "MUST": Severity.CRITICAL,
    "MUST NOT": Severity.CRITICAL,
    "SHOULD": Severity.NORMAL,
    "SHOULD NOT": Severity.NORMAL,
    "MAY": Severity.MINOR,
}
_OURS = ("*-result.json", "*-attachment.txt")


def write(record: RunRecord, folder: Path) -> None:
    """Write the result files into the folder, in place of those of an earlier run; raises ``OSError``.

    Names and ids come from the record, so that the same record gives the same files, and the same requirement has
    the same history over runs.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in _OURS:
        for stale in folder.glob(pattern):
            stale.unlink()
    writer = _Writer(record, folder)
    for result in record.requirements:
        writer.add(result)
    write_bytes(folder / "environment.properties", _environment(record).encode())
    write_bytes(folder / "executor.json", (json.dumps(_executor(record)) + "\n").encode())


class _Writer:
    """Turns the requirements of one record into files of one folder."""

    def __init__(self, record: RunRecord, folder: Path) -> None:
        self._record = record
        self._standard: Standard | None = view.catalogue(record)
        self._exchanges = {exchange.index: exchange for exchange in record.exchanges}
        self._files: Any = AllureFileLogger(str(folder))  # type: ignore[no-untyped-call]
        self._begin = int(datetime.fromisoformat(record.started).timestamp() * 1000)

    def add(self, result: RequirementResult) -> None:
        """Write the file of one requirement and those of its attachments."""
        known = view.requirement_of(self._standard, result.id)
        item = TestResult(
            uuid=self._id(result.id),
            historyId=str(uuid.uuid5(_NAMESPACE, f"{self._record.standard}/{self._record.role}/{result.id}")),
            testCaseId=result.id,
            fullName=f"{self._record.standard}.{result.area}.{result.id}",
            name=one_line(f"{result.id} {view.text_of(self._standard, result.id)}", 500),
            status=_STATUS[result.verdict],
            statusDetails=_details(result),
            stage="finished",
            description=_description(result, known),
            labels=_labels(result, self._area_title(result.area)),
            links=_links(known),
            start=self._begin,
            stop=self._begin + round(1000 * sum(check.seconds for check in result.checks)),
        )
        begin = self._begin
        for place, check in enumerate(result.checks):
            step = self._step(result, check, f"{result.id}/{place}", begin)
            item.steps.append(step)
            begin = step.stop
        # the name of the file is fixed, where the library would draw a random one
        item.file_pattern = f"{item.uuid}-result.json"
        self._files.report_result(item)

    def _step(self, result: RequirementResult, check: CheckResult, name: str, begin: int) -> TestStepResult:
        step = TestStepResult(
            name=one_line(check.id),
            status=_STEP_STATUS[check.outcome],
            statusDetails=StatusDetails(message=clip(check.reason, _FIELD_LIMIT)) if check.reason else None,
            stage="finished",
            start=begin,
            stop=begin + round(1000 * check.seconds),
        )
        seen = view.own_findings(result, check)[:_FINDINGS_SHOWN]
        for place, finding in enumerate(seen):
            step.attachments.append(self._attach(f"{name}/{place}", one_line(finding.message, 120), _words_of(finding)))
        for index in list(dict.fromkeys(index for finding in seen for index in finding.exchanges))[:_EXCHANGES_SHOWN]:
            if index in self._exchanges:
                exchange = self._exchanges[index]
                title = one_line(f"#{index} {exchange.method} {exchange.url}", 120)
                step.attachments.append(self._attach(f"{name}/exchange/{index}", title, exchange_text(exchange)))
        return step

    def _attach(self, name: str, title: str, text: str) -> Attachment:
        source = f"{self._id(name)}-attachment.txt"
        self._files.report_attached_data(text, source)
        return Attachment(name=title, source=source, type=AttachmentType.TEXT.mime_type)

    def _id(self, name: str) -> str:
        return str(uuid.uuid5(_NAMESPACE, f"{self._record.standard}/{self._record.started}/{name}"))

    def _area_title(self, code: str) -> str:
        areas = self._standard.areas if self._standard else {}
        return f"{code} {areas[code].title}" if code in areas else code


def _details(result: RequirementResult) -> StatusDetails | None:
    seen = view.findings(result)
    message = "\n".join(finding.message for finding in seen.first(_FINDINGS_SHOWN))
    reason = next(iter(view.reasons_beside(result)), "") if result.reason else ""
    text = "\n".join(part for part in (reason, message) if part)
    return StatusDetails(message=clip(text, _FIELD_LIMIT), known=result.verdict is Verdict.WAIVED) if text else None


def _description(result: RequirementResult, known: Requirement | None) -> str:
    parts = [f"{result.level}, verdict {result.verdict.value}, basis {result.basis} ({result.confidence})"]
    if known:
        parts += [known.text, known.why, f"How to fix it: {known.fix}" if known.fix else ""]
    return "\n\n".join(visible(part) for part in parts if part)


def _labels(result: RequirementResult, area: str) -> list[Label]:
    pairs = (
        (LabelType.PARENT_SUITE, view.role_label(result.role)),
        (LabelType.SUITE, area),
        (LabelType.EPIC, area),
        (LabelType.FEATURE, result.id),
        (LabelType.SEVERITY, _SEVERITY[result.level].value),
        (LabelType.TAG, result.level),
        (LabelType.TAG, result.verdict.value),
        (LabelType.FRAMEWORK, "clr-conformance"),
    )
    return [Label(name=str(name), value=visible(value)) for name, value in pairs]


def _links(known: Requirement | None) -> list[Link]:
    if known is None or not known.source.url.startswith("https://"):
        return []
    return [Link(type=LinkType.LINK, url=known.source.url, name=visible(known.source.document))]


def _words_of(finding: Finding) -> str:
    pairs = (
        ("Seen", finding.message),
        ("Expected", finding.expected),
        ("Actual", finding.actual),
        ("Where", view.place(finding)),
    )
    return "\n".join(f"{name}: {clip(value, _FIELD_LIMIT)}" for name, value in pairs if value) + "\n"


def _environment(record: RunRecord) -> str:
    pairs = {
        "Standard": view.edition(record),
        "Role": record.role,
        **_who(record),
        "PersonalData": view.privacy(record),
        "Started": record.started,
        "Verdict": view.headline(record),
        "Note": "a self-check, not a certification",
    }
    lines = (f"{name}={one_line(value)}".replace("\\", "\\\\") for name, value in pairs.items())
    return "\n".join(lines) + "\n"


def _who(record: RunRecord) -> dict[str, str]:
    """What was judged: a consumer is a command, and has no address."""
    if record.role == "consumer":
        return {"Consumer": view.target_name(record)}
    return {"Target": view.target_name(record), "URL": view.judged(record)}


def _executor(record: RunRecord) -> dict[str, str]:
    name = record.tool.get("name", "clr-conformance")
    return {"name": visible(name), "type": "clr-conformance", "buildName": f"{visible(name)} {record.started}"}
