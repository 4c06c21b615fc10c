"""The outcome as text, in the manner of a good compiler: where, what, the value at fault, what to write instead."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import Final

import click

from clr_reports.text import named, one_line
from conformance.inspection import trust
from conformance.inspection.outcome import Grade, Judged, Reported
from conformance.inspection.tally import Spread, Tally
from conformance.inspection.trust import alike_items
from conformance.standard import load_for
from conformance.trust import ItemReport, Trust, Value, VerificationReport

_WIDTH: Final = 100
MOST_SHOWN: Final = 5
"""Places that are shown of one finding."""

MOST_STEPS: Final = 20
"""Steps that are shown of an item that is not verified; JSON has all of every item."""

_COLOURS: Final = {
    Grade.NOT_APPLICABLE: "bright_black",
    Grade.PASS: "green",
    Grade.WARN: "yellow",
    Grade.INCOMPLETE: "magenta",
    Grade.FAIL: "red",
    Grade.UNREADABLE: "red",
}
_WORDS: Final = {
    Grade.NOT_APPLICABLE: "nothing judged",
    Grade.PASS: "no rule broken",
    Grade.WARN: "warnings only",
    Grade.INCOMPLETE: "not fully decided",
    Grade.FAIL: "broken",
    Grade.UNREADABLE: "not judged",
}


def lines(judged: Judged) -> Iterator[str]:
    """Everything about one document, styled for a terminal."""
    if judged.problem is not None:
        yield from _problem(judged)
        return
    yield f"{_path(judged)}: {_verdict(judged)}; {one_line(judged.recognised)} ({one_line(judged.how)})"
    for finding in judged.findings:
        yield ""
        yield from _finding(judged, finding)
    yield from _mixture(judged)
    yield from _undecided(judged)
    yield from _trust(judged.verification)
    yield ""


def _verdict(judged: Judged) -> str:
    """The verdict on the document, and beside it whether it can be trusted: neither is shown without the other."""
    word, trusted = click.style(_WORDS[judged.grade], fg=_COLOURS[judged.grade], bold=True), trust.verdict(judged)
    return f"{word}, {click.style(trust.WORDS[trusted], fg=_TRUST[trusted][1])}" if trusted is not None else word


def summary(tally: Tally) -> str:
    """The documents counted by verdict and by trust; of several also the requirements that most of them break."""
    counts = tally.grades
    parts = [
        click.style(f"{counts[grade]} {_WORDS[grade]}", fg=_COLOURS[grade])
        for grade in reversed(Grade)
        if counts[grade]
    ]
    total = tally.total
    trusted = ", ".join(f"{tally.trust[each]} {_TRUST[each][0]}" for each in Trust if tally.trust[each])
    line = f"{total} document{'s' if total != 1 else ''}: {', '.join(parts) or 'none'}"
    summed = [f"{line}; trust: {trusted}" if trusted and total > 1 else line]
    if total > 1:
        summed += [*_broken_most("error", "red", tally.errors), *_broken_most("warning", "yellow", tally.warnings)]
    return "\n".join(summed)


MOST_RULES: Final = 10
"""Requirements that the sum of many documents names, of each kind."""


def _broken_most(word: str, colour: str, spreads: Mapping[str, Spread]) -> Iterator[str]:
    ranked = sorted(spreads.items(), key=lambda each: (-each[1].documents, -each[1].places, each[0]))
    for name, spread in ranked[:MOST_RULES]:
        documents = f"{spread.documents} document{'s' if spread.documents != 1 else ''}"
        text = load_for("document", spread.book)[name].text
        times = f", {spread.places} times" if spread.places > spread.documents else ""
        yield f"  {click.style(f'{word}[{name}]', fg=colour)} in {documents}{times}: {text}"
    if len(ranked) > MOST_RULES:
        yield f"  and {len(ranked) - MOST_RULES} more requirements with {word}s"


def _path(judged: Judged) -> str:
    return click.style(named(judged.path), bold=True)


def _problem(judged: Judged) -> Iterator[str]:
    problem = judged.problem
    if problem is None:
        return
    yield f"{_path(judged)}: {click.style('not judged', fg='red', bold=True)} [{problem.code}]"
    yield from _field("", problem.message)
    yield from _field("likely", problem.likely)
    yield from _field("to do", problem.todo)
    yield ""


def _finding(judged: Judged, finding: Reported) -> Iterator[str]:
    word, colour = ("error", "red") if finding.fails else ("warning", "yellow")
    yield f"{click.style(f'{word}[{finding.requirement}]', fg=colour, bold=True)} {one_line(finding.message)}"
    place = f":{finding.place.line}:{finding.place.column}" if finding.place else ""
    yield f"  --> {named(judged.path)}{place}  {one_line(finding.pointer) or '(the whole document)'}"
    if finding.count > 1:
        others = [one_line(pointer) for pointer in finding.pointers[1:MOST_SHOWN]]
        more = finding.count - 1 - len(others)
        places = ", ".join([*others, *([f"{more} more"] if more > 0 else [])])
        yield from _field("also", f"{finding.times} in all{': ' * bool(places)}{places}")
    yield from _field("found", finding.actual)
    yield from _field("expected", finding.expected)
    yield from _field("fix", load_for("document", judged.book)[finding.requirement].fix)


def _mixture(judged: Judged) -> Iterator[str]:
    lines = list(trust.mixture(judged))
    if lines:
        yield ""
        yield f"{click.style('mixed editions', fg='yellow', bold=True)}: it holds words of a later edition"
        for line in lines:
            yield from _field("word", line)


def _undecided(judged: Judged) -> Iterator[str]:
    for requirement, why in judged.undecided:
        yield ""
        head = click.style(f"undecided[{requirement}]", fg="magenta", bold=True)
        yield f"{head} {load_for('document', judged.book)[requirement].text}"
        yield from _field("why", why)


def _trust(report: VerificationReport | None) -> Iterator[str]:
    if report is None or not report.items:
        return
    counts = ", ".join(f"{number} {_TRUST[Trust(name)][0]}" for name, number in report.summary.items() if number)
    word, colour = _TRUST[report.verdict]
    yield ""
    yield f"trust: {click.style(word, fg=colour, bold=True)} ({counts}{'; nothing was fetched' * report.offline})"
    groups = list(alike_items(report.items))
    for alike in groups[: trust.MOST_GROUPS]:
        yield from _items(alike, report.offline)
    if len(groups) > trust.MOST_GROUPS:
        yield f"  and {sum(map(len, groups[trust.MOST_GROUPS :]))} more items, which JSON lists one by one"


_TRUST: Final = {
    Trust.VERIFIED: ("verified", "green"),
    Trust.NOT_VERIFIED: ("not verified", "red"),
    Trust.UNDECIDED: ("undecided", "magenta"),
}


def _items(alike: list[ItemReport], offline: bool) -> Iterator[str]:
    first = alike[0]
    word, colour = _TRUST[first.verdict]
    more = f" and {len(alike) - 1} more" if len(alike) > 1 else ""
    how = {"none": ""}.get(first.method.value, f"{first.method.value} ")
    name = one_line(first.id) or "without id"
    yield f"  {click.style(word, fg=colour)}: {how}{first.kind} {name} at {one_line(first.pointer) or '/'}{more}"
    for reason in first.reasons:
        yield from _field("because", f"{reason.text} [{reason.code}, {reason.requirement}]")
    if first.key is not None:
        origin = "handed over" if offline and first.key.origin == "fetched" else _ORIGINS.get(first.key.origin)
        yield from _field("key", f"{first.key.id} ({origin or first.key.origin}), {first.algorithm}")
    for text in first.open:
        yield from _field("note", text)
    yield from _answers(first)
    if first.verdict is not Trust.VERIFIED:
        for step in first.steps[:MOST_STEPS]:
            yield from _field("step", step)


def _answers(item: ItemReport) -> Iterator[str]:
    """The answers that somebody has to look into, each with its reason, and the others in a line."""
    for value in (Value.BAD, Value.OPEN):
        for answer in item.answers:
            if answer.value is value:
                yield from _field(answer.question.value, f"{value.value}: {answer.text}")
    for value, name in ((Value.GOOD, "good"), (Value.NONE, "none")):
        questions = [answer.question.value for answer in item.answers if answer.value is value]
        yield from _field(name, ", ".join(questions))


_ORIGINS: Final = {
    "fetched": "fetched",
    "did": "in its own name",
    "profile": "embedded in the profile that signs",
    "document": "embedded in another copy of that profile",
}


def _field(name: str, text: str) -> Iterator[str]:
    if not text:
        return
    head = f"{name + ':':10}" if len(name) < 9 else f"{name}: " if name else ""
    wrapped = textwrap.wrap(one_line(text, 600), _WIDTH - 14, break_on_hyphens=False)  # a code stays whole
    for number, line in enumerate(wrapped or [""]):
        yield f"   = {head if not number else ' ' * len(head)}{line}"
