"""The outcome as text, in the manner of a good compiler: where, what, the value at fault, what to write instead."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import click

from conformance.cli.documents.outcome import Grade, Judged, Told
from conformance.standard import load
from reports.text import one_line, visible

_WIDTH: Final = 100
_COLOURS: Final = {
    Grade.PASS: "green",
    Grade.WARN: "yellow",
    Grade.INCOMPLETE: "magenta",
    Grade.FAIL: "red",
    Grade.UNREADABLE: "red",
}
_WORDS: Final = {
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
    yield f"{_path(judged)}: {click.style(_WORDS[judged.grade], fg=_COLOURS[judged.grade], bold=True)}; " + (
        f"{visible(judged.recognised)} ({visible(judged.how)})"
    )
    for finding in judged.findings:
        yield ""
        yield from _finding(judged.path, finding)
    yield ""


def summary(outcomes: Sequence[Judged]) -> str:
    """One line that counts the documents by their verdict."""
    counts = Counter(judged.grade for judged in outcomes)
    parts = [
        click.style(f"{counts[grade]} {_WORDS[grade]}", fg=_COLOURS[grade])
        for grade in reversed(Grade)
        if counts[grade]
    ]
    total = len(outcomes)
    return f"{total} document{'s' if total != 1 else ''}: {', '.join(parts) or 'none'}"


def _path(judged: Judged) -> str:
    return click.style(visible(judged.path), bold=True)


def _problem(judged: Judged) -> Iterator[str]:
    problem = judged.problem
    if problem is None:
        return
    yield f"{_path(judged)}: {click.style('not judged', fg='red', bold=True)} [{problem.code}]"
    yield from _field("", problem.message)
    yield from _field("likely", problem.likely)
    yield from _field("to do", problem.todo)
    yield ""


def _finding(path: str, finding: Told) -> Iterator[str]:
    word, colour = ("error", "red") if finding.fails else ("warning", "yellow")
    yield f"{click.style(f'{word}[{finding.requirement}]', fg=colour, bold=True)} {one_line(finding.message)}"
    place = f":{finding.place.line}:{finding.place.column}" if finding.place else ""
    yield f"  --> {visible(path)}{place}  {one_line(finding.pointer) or '(the whole document)'}"
    if finding.count > 1:
        others = [one_line(pointer) for pointer in finding.pointers[1:]]
        more = finding.count - 1 - len(others)
        told = ", ".join([*others, *([f"{more} more"] if more > 0 else [])])
        yield from _field("also", f"{finding.count} times in all: {told}" if told else f"{finding.count} times in all")
    yield from _field("found", finding.actual)
    yield from _field("expected", finding.expected)
    yield from _field("fix", load()[finding.requirement].fix)


def _field(name: str, text: str) -> Iterator[str]:
    if not text:
        return
    head = f"{name + ':':10}" if name else ""
    for number, line in enumerate(textwrap.wrap(one_line(text, 600), _WIDTH - 14) or [""]):
        yield f"   = {head if not number else ' ' * len(head)}{line}"
