"""JUnit XML: one test case per requirement, one suite per area, for the test view of any CI."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree

from clr_reports import documents, view
from clr_reports.text import clip, one_line, visible
from conformance.record import DocumentResult, Exchange, Finding, RequirementResult, RunRecord, Verdict
from conformance.standard import Standard

_FIELD_LIMIT = 2_000
_FINDINGS_SHOWN = 20
_SKIPPED = (Verdict.WAIVED, Verdict.NOT_APPLICABLE, Verdict.MANUAL, Verdict.EXCLUDED)
_BINDING = ("MUST", "MUST NOT")


def render(record: RunRecord) -> str:
    """The XML document as text.

    A failed requirement is a ``failure``, a MUST that stayed undecided an ``error``, one that does not apply, is
    waived, excluded, to be looked at by a person or an undecided SHOULD or MAY is ``skipped``; a warning passes and
    says why in ``system-out``. Each document that was judged is a case of a first suite.
    Problems of the run are errors of a suite of their own, so that no CI shows green.
    """
    standard = view.catalogue(record)
    suites = [_documents(record)] if record.documents else []
    suites += [_suite(record, area, standard) for area in view.areas(record)]
    if record.problems and not record.documents:  # what could not be read is a case among the documents
        suites.append(_problems(record))
    root = ElementTree.Element("testsuites", {"name": f"{record.standard} {record.role}"} | _totals(suites))
    root.extend(suites)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _about(record: RunRecord) -> ElementTree.Element:
    """What was judged and with what, for whoever has this file alone."""
    about = ElementTree.Element("properties")
    for name, value in (
        ("target", view.judged(record)),
        ("tool", f"{record.tool.get('name', '')} {record.tool.get('version', '')}"),
        ("personal data", view.privacy(record)),
    ):
        ElementTree.SubElement(about, "property", name=name, value=one_line(value))
    return about


def _suite(record: RunRecord, area: view.AreaCount, standard: Standard | None) -> ElementTree.Element:
    exchanges = {exchange.index: exchange for exchange in record.exchanges}
    cases = [_case(result, standard, exchanges) for result in record.requirements if result.area == area.code]
    name = area.code if area.title == area.code else f"{area.code} {area.title}"
    return _counted(name, record, cases)


def _counted(name: str, record: RunRecord, cases: list[ElementTree.Element]) -> ElementTree.Element:
    suite = ElementTree.Element(
        "testsuite",
        name=visible(name),
        tests=str(len(cases)),
        failures=str(_holding(cases, "failure")),
        errors=str(_holding(cases, "error")),
        skipped=str(_holding(cases, "skipped")),
        time=_seconds(float(case.get("time", "0")) for case in cases),
        timestamp=visible(record.started),
    )
    suite.append(_about(record))
    suite.extend(cases)
    return suite


def _holding(cases: list[ElementTree.Element], tag: str) -> int:
    return sum(case.find(tag) is not None for case in cases)


def _totals(suites: list[ElementTree.Element]) -> dict[str, str]:
    counts = {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in _COUNTED}
    return counts | {"time": _seconds(float(suite.get("time", "0")) for suite in suites)}


_COUNTED = ("tests", "failures", "errors", "skipped")


def _case(
    result: RequirementResult, standard: Standard | None, exchanges: Mapping[int, Exchange]
) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase",
        classname=result.area,
        name=one_line(f"{result.id} {view.text_of(standard, result.id)}", 500),
        time=_seconds(check.seconds for check in result.checks),
    )
    properties = ElementTree.SubElement(case, "properties")
    for name in ("id", "level", "role", "basis", "verdict"):
        ElementTree.SubElement(properties, "property", name=name, value=visible(getattr(result, name)))
    _add_outcome(case, result, standard, exchanges)
    return case


def _add_outcome(
    case: ElementTree.Element, result: RequirementResult, standard: Standard | None, exchanges: Mapping[int, Exchange]
) -> None:
    detail = _detail(result, standard, exchanges)
    if result.verdict is Verdict.FAIL:
        _add(case, "failure", _message(result), detail, type=result.level)
    elif result.verdict is Verdict.WARN:
        ElementTree.SubElement(case, "system-out").text = f"warning: {detail}"
    elif result.verdict is Verdict.INCOMPLETE and result.level in _BINDING:
        _add(case, "error", _message(result), detail, type="incomplete")
    elif result.verdict is Verdict.INCOMPLETE or result.verdict in _SKIPPED:
        _add(case, "skipped", f"{result.verdict.value}: {_message(result)}", "")


def _add(case: ElementTree.Element, tag: str, message: str, text: str, **attributes: str) -> None:
    element = ElementTree.SubElement(case, tag, {"message": message} | attributes)
    element.text = text or None


def _message(result: RequirementResult) -> str:
    seen = view.findings(result)
    if result.verdict is Verdict.FAIL and seen:
        return one_line(seen[0].message)
    return one_line(view.reason_of(result) or view.VERDICT_LABELS[result.verdict])


def _detail(result: RequirementResult, standard: Standard | None, exchanges: Mapping[int, Exchange]) -> str:
    """The findings as lines of text, each sentence once, then what to do and how to see it again."""
    seen = view.findings(result)
    lines = [clip(reason, _FIELD_LIMIT) for reason in view.reasons_beside(result)]
    for finding in seen[:_FINDINGS_SHOWN]:
        lines.append(clip(finding.message, _FIELD_LIMIT))
        for name, value in (
            ("expected", finding.expected),
            ("actual", finding.actual),
            ("where", view.place(finding)),
        ):
            if value:
                lines.append(f"  {name}: {clip(value, _FIELD_LIMIT)}")
    if len(seen) > _FINDINGS_SHOWN:
        lines.append(f"and {len(seen) - _FINDINGS_SHOWN} more findings in run.json")
    known = view.requirement_of(standard, result.id)
    if known and known.fix and seen:
        lines.append(f"to do: {visible(known.fix)}")
    lines += _repeat(seen, exchanges)
    return "\n".join(lines)


def _documents(record: RunRecord) -> ElementTree.Element:
    return _counted("documents", record, [_document(each) for each in record.documents])


def _document(document: DocumentResult) -> ElementTree.Element:
    case = ElementTree.Element(
        "testcase", classname="documents", name=one_line(document.path, 500), time=f"{document.seconds:.3f}"
    )
    properties = ElementTree.SubElement(case, "properties")
    for name in ("recognised", "verdict", "trust"):
        ElementTree.SubElement(properties, "property", name=name, value=visible(getattr(document, name)))
    message, detail = documents.summary(document), _document_detail(document)
    if document.verdict == "fail":
        _add(case, "failure", message, detail, type="MUST")
    elif document.verdict in ("incomplete", "unreadable"):
        _add(case, "error", message, detail, type=document.verdict)
    elif document.verdict == "not-applicable":
        _add(case, "skipped", message, detail)
    elif document.verdict == "warn" or document.trust in ("not-verified", "undecided"):
        ElementTree.SubElement(case, "system-out").text = f"{message}\n{detail}"
    return case


def _document_detail(document: DocumentResult) -> str:
    return "\n".join(clip(each, _FIELD_LIMIT) for each in (*document.findings, *document.reasons))


def _repeat(seen: Iterable[Finding], exchanges: Mapping[int, Exchange]) -> Iterator[str]:
    """The request of the first exchange that a finding points at: what was asked, and the line that asks it again."""
    index = next((index for finding in seen for index in finding.exchanges if index in exchanges), None)
    if index is None:
        return
    exchange = exchanges[index]
    answer = "no answer" if exchange.status is None else exchange.status
    yield f"exchange #{index}: {one_line(f'{exchange.method} {exchange.url}', _FIELD_LIMIT)} -> {answer}"
    if exchange.curl:
        yield f"repeat: {clip(exchange.curl, _FIELD_LIMIT)}"


def _problems(record: RunRecord) -> ElementTree.Element:
    tag = "error" if record.exit_code else "skipped"
    cases = []
    for problem in record.problems:
        case = ElementTree.Element("testcase", classname="run", name=visible(problem.code), time="0.000")
        detail = f"likely cause: {problem.likely}\nto do: {problem.todo}"
        _add(case, tag, one_line(problem.message), clip(detail, _FIELD_LIMIT), type="problem")
        cases.append(case)
    return _counted("run", record, cases)


def _seconds(values: Iterable[float]) -> str:
    return f"{sum(values):.3f}"
