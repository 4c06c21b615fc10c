"""What a self-check leaves: JSON for machines, Markdown for the docs, one HTML page with the matrix."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from clr_reports.files import write_bytes
from conformance import __version__
from conformance.selfcheck.matrix import Matrix, Row
from conformance.standard import Standard
from mock_provider.editions import default_book

_SIGN = {"killed": "✓", "survived": "✗", "consequence": "~", "false alarm": "!"}


@dataclass(frozen=True, slots=True)
class Words:
    """What a reader calls the matrix: its title, what it proves, one of its faults, and what a fault is."""

    title: str
    proves: str
    fault: str
    about: str


OF_PROVIDERS = Words(
    title="Kill matrix",
    proves="What `clr-conformance selfcheck` proves: every fault of the mock is named, and nothing else is reported.",
    fault="fault",
    about=(
        "A fault is the mock provider made wrong in one known way; it is killed when the requirement that it breaks is "
        "named. A variation is legal but unusual; nothing may be said of it."
    ),
)
OF_CONSUMERS = Words(
    title="Kill matrix of consumers",
    proves=(
        "What `clr-conformance selfcheck --consumers` proves: every wrong consumer is named, and the right one is "
        "blamed for nothing."
    ),
    fault="wrong consumer",
    about=(
        "A wrong consumer departs from the right one in one step; it is killed when the requirement that it breaks is "
        "named by a finding that cites one of its exchanges."
    ),
)


def words_for(standard: Standard, words: Words) -> Words:
    """The words with the name of the edition, unless it is the one that is played when none is named."""
    if standard.facts.book == default_book():
        return words
    return replace(
        words,
        title=f"{words.title}, {standard.facts.name}",
        proves=words.proves.replace("clr-conformance selfcheck", f"clr-conformance selfcheck --standard {standard.id}"),
    )


def write(proved: Matrix, out: Path, words: Words = OF_PROVIDERS) -> list[Path]:
    """Write ``selfcheck.json``, ``selfcheck.md`` and ``selfcheck.html``; returns their paths."""
    written = []
    for name, text in (
        ("selfcheck.json", as_json(proved)),
        ("selfcheck.md", markdown(proved, words)),
        ("selfcheck.html", html(proved, words)),
    ):
        write_bytes(out / name, text.encode("utf-8"))
        written.append(out / name)
    return written


def as_json(proved: Matrix) -> str:
    """The whole matrix as JSON."""
    document: dict[str, Any] = {
        "selfcheck": 1,
        "standard": proved.standard,
        "tool": {"name": "clr-conformance", "version": __version__},
        "proved": proved.good,
        "seconds": round(proved.seconds, 1),
        "missing": proved.missing,
        "trials": [
            {
                "id": row.id,
                "kind": row.kind,
                "title": row.title,
                "good": row.good,
                "cells": dict(row.cells),
                "message": row.message,
                "crashes": list(row.crashes),
                "seconds": round(row.seconds, 2),
            }
            for row in proved.rows
        ],
        "uncovered": dict(proved.uncovered),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def markdown(proved: Matrix, words: Words = OF_PROVIDERS) -> str:
    """The matrix as tables, without times and messages, so that it changes only when the outcome does."""
    return "\n".join(_lines(proved, words)) + "\n"


def _lines(proved: Matrix, words: Words) -> Iterator[str]:
    survived = sum(len(row.survived) for row in proved.rows)
    alarms = sum(len(row.false_alarms) for row in proved.rows)
    variations = proved.of("variation")
    yield f"# {words.title}"
    yield ""
    yield words.proves
    yield ""
    counts = f"{len(proved.of('fault'))} {words.fault}s" + (f", {len(variations)} variations" if variations else "")
    yield f"{counts}; {survived} survived, {alarms} false alarms."
    if proved.missing:
        yield f"{proved.missing} trials were not run."
    yield ""
    yield f"## {words.fault.capitalize()}s"
    yield ""
    yield f"| {words.fault} | what is wrong | requirement |"
    yield "|---|---|---|"
    yield from (_fault_line(row) for row in proved.of("fault"))
    if variations:
        yield ""
        yield "## Variations"
        yield ""
        yield "| variation | what is unusual | outcome |"
        yield "|---|---|---|"
        yield from (f"| `{row.id}` | {_cell(row.title)} | {_outcome(row)} |" for row in variations)
    if proved.uncovered:
        yield ""
        yield "## Decided, but not to be broken from outside"
        yield ""
        yield "| requirement | why |"
        yield "|---|---|"
        yield from (f"| {name} | {_cell(reason) or '**no fault**'} |" for name, reason in proved.uncovered.items())


def _fault_line(row: Row) -> str:
    named = ", ".join(f"{_SIGN[cell]} {name}" for name, cell in row.cells.items())
    return f"| `{row.id}` | {_cell(row.title)} | {named} |"


def _outcome(row: Row) -> str:
    return "nothing said" if row.good else ", ".join(row.false_alarms)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")[:300]


def html(proved: Matrix, words: Words = OF_PROVIDERS) -> str:
    """The matrix requirement by fault as one page that works offline."""
    from jinja2 import Environment, PackageLoader, select_autoescape

    environment = Environment(
        loader=PackageLoader("conformance.selfcheck"), autoescape=select_autoescape(["html", "j2"])
    )
    by_requirement: dict[str, list[tuple[Row, str]]] = {}
    for row in proved.rows:
        for name, cell in row.cells.items():
            by_requirement.setdefault(name, []).append((row, cell))
    return environment.get_template("matrix.html.j2").render(
        proved=proved, words=words, by_requirement=sorted(by_requirement.items()), sign=_SIGN, version=__version__
    )
