"""JUnit XML: one test case per requirement, one suite per area, for the test view of any CI."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from clr_reports import documents, view
from clr_reports.text import clip, one_line, visible
from conformance.record import DocumentResult, Exchange, Finding, Problem, RequirementResult, RunRecord, Verdict
from conformance.standard import Standard

_FIELD_LIMIT = 2_000
_FINDINGS_SHOWN = 20
_SKIPPED = (Verdict.WAIVED, Verdict.NOT_APPLICABLE, Verdict.MANUAL, Verdict.EXCLUDED)
_BINDING = ("MUST", "MUST NOT")


Cases = Callable[[], Iterator[ElementTree.Element]]


def render(record: RunRecord) -> str:
    """The XML document as text, whole."""
    return "".join(pieces(record))


def pieces(record: RunRecord) -> Iterator[str]:
    """The XML document as text, case by case, for there may be one for each of very many documents.

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
    counted = [each.head(record) for each in suites]
    root = ElementTree.Element("testsuites", {"name": f"{view.edition(record)} {record.role}"} | _totals(counted))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n' + _opened(root)
    for suite, head in zip(suites, counted, strict=True):
        yield f"\n  {_opened(head)}\n    {_text(_about(record))}"
        for case in suite.cases():
            yield f"\n    {_text(case)}"
        yield "\n  </testsuite>"
    yield "\n</testsuites>\n"


@dataclass(frozen=True, slots=True)
class _Suite:
    """A suite by its name; its cases are made anew whenever they are asked for: counted first, then written."""

    name: str
    cases: Cases

    def head(self, record: RunRecord) -> ElementTree.Element:
        """The element with its counts, without its cases."""
        counts, seconds = dict.fromkeys(_COUNTED, 0), 0.0
        for case in self.cases():
            counts["tests"] += 1
            seconds += float(case.get("time", "0"))
            for name, tag in _TAGS.items():
                counts[name] += case.find(tag) is not None
        numbers = {name: str(count) for name, count in counts.items()}
        about = {"time": f"{seconds:.3f}", "timestamp": visible(record.started)}
        return ElementTree.Element("testsuite", {"name": visible(self.name)} | numbers | about)


_TAGS = {"failures": "failure", "errors": "error", "skipped": "skipped"}
_COUNTED = ("tests", *_TAGS)


def _opened(element: ElementTree.Element) -> str:
    """The start tag of an element without content."""
    text = ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)
    return text.removesuffix(f"</{element.tag}>")


def _text(element: ElementTree.Element) -> str:
    """The element as it stands in a suite."""
    ElementTree.indent(element, level=2)
    return ElementTree.tostring(element, encoding="unicode")


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


def _suite(record: RunRecord, area: view.AreaCount, standard: Standard | None) -> _Suite:
    exchanges = {exchange.index: exchange for exchange in record.exchanges}
    results = [result for result in record.requirements if result.area == area.code]
    name = area.code if area.title == area.code else f"{area.code} {area.title}"
    return _Suite(name, lambda: (_case(result, standard, exchanges) for result in results))


def _totals(suites: Sequence[ElementTree.Element]) -> dict[str, str]:
    counts = {key: str(sum(int(suite.get(key, "0")) for suite in suites)) for key in _COUNTED}
    return counts | {"time": _seconds(float(suite.get("time", "0")) for suite in suites)}


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
    if result.verdict is Verdict.FAIL and seen.head:
        return one_line(seen.head.message)
    return one_line(view.reason_of(result) or view.VERDICT_LABELS[result.verdict])


def _detail(result: RequirementResult, standard: Standard | None, exchanges: Mapping[int, Exchange]) -> str:
    """The findings as lines of text, each sentence once, then what to do and how to see it again."""
    seen = view.findings(result)
    lines = [clip(reason, _FIELD_LIMIT) for reason in view.reasons_beside(result)]
    for finding in seen.first(_FINDINGS_SHOWN):
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


def _documents(record: RunRecord) -> _Suite:
    return _Suite("documents", lambda: map(_document, record.documents))


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
    return "\n".join(clip(each, _FIELD_LIMIT) for each in (*document.findings, *document.reasons, *document.items))


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


def _problems(record: RunRecord) -> _Suite:
    tag = "error" if record.exit_code else "skipped"
    return _Suite("run", lambda: (_problem(each, tag) for each in record.problems))


def _problem(problem: Problem, tag: str) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname="run", name=visible(problem.code), time="0.000")
    detail = f"likely cause: {problem.likely}\nto do: {problem.todo}"
    _add(case, tag, one_line(problem.message), clip(detail, _FIELD_LIMIT), type="problem")
    return case


def _seconds(values: Iterable[float]) -> str:
    return f"{sum(values):.3f}"
