"""Takes what is a learner's own out of what is reported of a document, and leaves a stand-in of the same shape."""

from __future__ import annotations

from dataclasses import replace

from conformance.inspection.outcome import Judged, Reported
from conformance.privacy import Persons
from conformance.record import Problem
from conformance.standard import personal
from conformance.trust import ItemReport, VerificationReport


class Withholder:
    """Works on one outcome after the other; with the same key two processes make the same stand-ins.

    ``book`` says whose documents they are, ``known`` are values that the user has said to be a person's.
    """

    def __init__(self, book: str, key: bytes, known: tuple[str, ...] = ()) -> None:
        self._none_yet = Persons(personal(book), key)
        self._known = known

    def spared(self, judged: Judged, data: bytes) -> Judged:
        """What may be reported of the document with these bytes."""
        if judged.problem is not None and not _quotes(judged.problem):
            return judged  # a document that is too large to be judged is not read for the sake of its refusal
        persons = self._none_yet.anew()
        persons.learn_body(data)
        for value in self._known:
            persons.learn(value)
        said = persons.text
        return replace(
            judged,
            recognised=said(judged.recognised),
            findings=tuple(_finding(each, persons) for each in judged.findings),
            verification=_report(judged.verification, persons),
            mixed=tuple(replace(each, pointer=persons.pointer(each.pointer)) for each in judged.mixed),
            undecided=tuple((name, said(why)) for name, why in judged.undecided),
            problem=_problem(judged.problem, persons),
        )


def _quotes(problem: Problem) -> bool:
    return any(mark in text for text in (problem.message, problem.likely, problem.todo) for mark in "\"'“‘`")


def _finding(reported: Reported, persons: Persons) -> Reported:
    said = persons.text
    return replace(
        reported,
        message=said(reported.message),
        expected=said(reported.expected),
        actual=persons.at(reported.pointer, reported.actual),
        pointer=persons.pointer(reported.pointer),
        pointers=tuple(map(persons.pointer, reported.pointers)),
    )


def _problem(problem: Problem | None, persons: Persons) -> Problem | None:
    if problem is None:
        return None
    said = persons.text
    return Problem(problem.code, said(problem.message), said(problem.likely), said(problem.todo))


def _report(report: VerificationReport | None, persons: Persons) -> VerificationReport | None:
    if report is None:
        return None
    said = persons.text
    return replace(
        report,
        items=tuple(_item(each, persons) for each in report.items),
        lookups=tuple(replace(each, url=said(each.url)) for each in report.lookups),
        undecided={name: said(why) for name, why in (report.undecided or {}).items()},
    )


def _item(item: ItemReport, persons: Persons) -> ItemReport:
    said = persons.text
    return replace(
        item,
        pointer=persons.pointer(item.pointer),
        id=said(item.id),
        endorses=said(item.endorses),
        reasons=tuple(replace(each, text=said(each.text)) for each in item.reasons),
        open=tuple(said(each) for each in item.open),
        answers=tuple(replace(each, text=said(each.text)) for each in item.answers),
        steps=tuple(said(each) for each in item.steps),
    )
