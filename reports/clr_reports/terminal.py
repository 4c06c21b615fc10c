"""The end of a run on a terminal: problems first, then each failed requirement with what to do about it."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from clr_reports import view
from clr_reports.text import clip, one_line, visible
from conformance.record import Exchange, Finding, Problem, RequirementResult, RunRecord, Verdict
from conformance.standard import Requirement, Standard

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

_STYLES = {
    Verdict.FAIL: "bold red",
    Verdict.INCOMPLETE: "bold magenta",
    Verdict.WARN: "yellow",
    Verdict.WAIVED: "cyan",
    Verdict.MANUAL: "cyan",
    Verdict.PASS: "green",
    Verdict.NOT_APPLICABLE: "dim",
    Verdict.EXCLUDED: "dim",
}
_OUTCOME_STYLES = {"passed": "bold green", "failed": "bold red", "incomplete": "bold magenta", "not run": "bold red"}
_FINDINGS_SHOWN = 3
_FIELD_LIMIT = 500
_NAMES_SHOWN = 12
_CURL_LIMIT = 2000
_TEXT_WIDTH = 100


@dataclass(frozen=True, slots=True)
class _Command:
    """A command that is printed as it is, never folded, so that it can be copied whole."""

    curl: str

    def __rich__(self) -> Text:
        return _text((clip(self.curl, _CURL_LIMIT), "cyan"))


def show(record: RunRecord, console: Console, *, quiet: bool = False) -> None:
    """Print the report, or with ``quiet`` its verdict, on a rich console; colour and width are the console's matter."""
    for line in _verdict(record) if quiet else _lines(record):
        console.print(line, highlight=False, soft_wrap=isinstance(line, _Command))


def print_report(record: RunRecord, *, quiet: bool = False) -> None:
    """Print the report to standard output: in colour and its width on a terminal, as plain UTF-8 text elsewhere.

    ``NO_COLOR`` is honoured. ``quiet`` leaves all but the verdict out.
    """
    import click
    from rich.console import Console

    if sys.stdout.isatty():
        show(record, Console(), quiet=quiet)
    else:
        click.echo(text(record, quiet=quiet).encode("utf-8"), nl=False)


def text(record: RunRecord, *, quiet: bool = False) -> str:
    """The same report as plain text of 100 columns, without colour."""
    from rich.console import Console

    page = io.StringIO()
    plain = Console(file=page, width=_TEXT_WIDTH, color_system=None, force_terminal=False, legacy_windows=False)
    show(record, plain, quiet=quiet)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines()) + "\n"


def _lines(record: RunRecord) -> Iterator[RenderableType]:
    standard = view.catalogue(record)
    yield from _problems(record)
    yield from _failed(record, standard)
    yield from _undecided(record)
    yield from _warnings(record, standard)
    yield from _with_reason(record, standard, Verdict.WAIVED, "Waived")
    yield from _with_reason(record, standard, Verdict.MANUAL, "By hand: look at these yourself")
    yield from _leftovers(record)
    if not view.keeps_personal_data(record):
        yield _text(("\n", ""), (view.REPLACED, "dim"))
    yield from _verdict(record)


def _problems(record: RunRecord) -> Iterator[RenderableType]:
    if record.problems:
        yield _heading("What kept the run from judging")
    for problem in record.problems:
        yield from _problem(problem)


def _problem(problem: Problem) -> Iterator[RenderableType]:
    yield _text(("! ", "bold red"), (one_line(problem.message, _FIELD_LIMIT), "bold"), (f"  [{problem.code}]", "dim"))
    if problem.likely:
        yield _field("likely", problem.likely)
    if problem.todo:
        yield _field("to do", problem.todo)


def _failed(record: RunRecord, standard: Standard | None) -> Iterator[RenderableType]:
    results = record.by_verdict(Verdict.FAIL)
    if results:
        yield _heading(f"Failed ({len(results)})")
    for result in results:
        yield from _broken(record, result, view.requirement_of(standard, result.id))


def _broken(record: RunRecord, result: RequirementResult, known: Requirement | None) -> Iterator[RenderableType]:
    yield _title(result, known.text if known else "")
    seen = view.findings(result)
    for finding in seen.first(_FINDINGS_SHOWN):
        yield from _finding(finding)
    if len(seen) > _FINDINGS_SHOWN:
        yield _field("", f"and {len(seen) - _FINDINGS_SHOWN} more findings")
    if result.reason and result.reason not in (finding.message for finding in seen):
        yield _field("reason", result.reason)
    if known and known.fix:
        yield _field("to do", known.fix)
    curl = _curl(record, seen)
    if curl:
        yield _field("repeat", "")
        yield _Command(curl)


def _finding(finding: Finding) -> Iterator[RenderableType]:
    yield _field("found", finding.message)
    if finding.expected:
        yield _field("expected", finding.expected)
    if finding.actual:
        yield _field("actual", finding.actual)
    if where := view.place(finding):
        yield _field("where", where)


def _curl(record: RunRecord, seen: Iterable[Finding]) -> str:
    known: dict[int, Exchange] = {exchange.index: exchange for exchange in record.exchanges}
    for finding in seen:
        for index in finding.exchanges:
            if index in known and known[index].curl:
                return known[index].curl
    return ""


def _undecided(record: RunRecord) -> Iterator[RenderableType]:
    """The undecided, those with the same reason together: a target that is away leaves hundreds."""
    results = record.by_verdict(Verdict.INCOMPLETE)
    if results:
        yield _heading(f"Undecided ({len(results)})")
    groups: dict[str, list[str]] = {}
    for result in results:
        groups.setdefault(view.reason_of(result) or "no reason is known", []).append(f"{result.id} ({result.level})")
    for reason, names in groups.items():
        yield _text(("? ", _STYLES[Verdict.INCOMPLETE]), (one_line(reason, _FIELD_LIMIT), ""))
        more = f" and {len(names) - _NAMES_SHOWN} more" if len(names) > _NAMES_SHOWN else ""
        yield _field(str(len(names)), ", ".join(names[:_NAMES_SHOWN]) + more)


def _warnings(record: RunRecord, standard: Standard | None) -> Iterator[RenderableType]:
    results = record.by_verdict(Verdict.WARN)
    if results:
        yield _heading(f"Warnings ({len(results)})")
    for result in results:
        yield _title(result, view.text_of(standard, result.id))
        seen = view.findings(result)
        if seen.head:
            more = f" (and {len(seen) - 1} more)" if len(seen) > 1 else ""
            yield _field("found", one_line(seen.head.message) + more)
        if result.reason:
            yield _field("why", result.reason)


def _with_reason(
    record: RunRecord, standard: Standard | None, verdict: Verdict, words: str
) -> Iterator[RenderableType]:
    results = record.by_verdict(verdict)
    if results:
        yield _heading(f"{words} ({len(results)})")
    for result in results:
        yield _title(result, view.text_of(standard, result.id))
        if reason := view.reason_of(result):
            yield _field("", reason)


def _leftovers(record: RunRecord) -> Iterator[RenderableType]:
    if record.leftovers:
        yield _heading("Left on the target: remove it yourself")
    for leftover in record.leftovers:
        yield _text(("  ", ""), (one_line(leftover), ""))


def _verdict(record: RunRecord) -> Iterator[RenderableType]:
    word = view.outcome(record)
    yield _text(("", ""))
    yield _text((word.upper(), _OUTCOME_STYLES[word]), ("  ", ""), (view.headline(record), "bold"))
    yield _text((f"{view.counts_line(record)}.", ""))
    if view.keeps_personal_data(record):
        yield _text((view.KEPT, "bold yellow"))
    yield _text((f"{one_line(view.target_name(record))} · {view.edition(record)} · {record.finished}", "dim"))
    yield _text(("A self-check, not a certification. The CLR Standard is owned by 1EdTech (IMS Global).", "dim"))


def _heading(words: str) -> Text:
    return _text(("\n", ""), (words, "bold underline"))


def _title(result: RequirementResult, words: str) -> Text:
    return _text(
        (result.id, _STYLES[result.verdict]),
        (f" {result.level} ", "dim"),
        (visible(words), ""),
    )


def _field(name: str, value: str) -> RenderableType:
    """A labelled value, indented; what is too long for the line goes on under the value."""
    from rich.table import Table

    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(min_width=10, no_wrap=True)
    row.add_column(overflow="fold")
    row.add_row(_text(("  " + name, "dim")), _text((one_line(value, _FIELD_LIMIT), "")))
    return row


def _text(*parts: tuple[str, str]) -> Text:
    # Text, never markup: a target's "[red]" is shown, not obeyed
    from rich.text import Text

    return Text.assemble(*parts, overflow="fold")
