"""Markdown for the summary of a CI step: verdict, counts, what failed, and the warnings folded away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from clr_reports import documents, specimens, view
from clr_reports.text import one_line
from conformance.record import Problem, RequirementResult, RunRecord, Verdict
from conformance.standard import Standard

# GitHub refuses a step summary of more than 1 MiB; others allow less.
MAX_BYTES = 500_000
_CELL = 300
_SYMBOLS = {"passed": "✅", "failed": "❌", "incomplete": "❔", "not run": "❌"}
_MARKS = {Verdict.PASS: "✅", Verdict.FAIL: "❌", Verdict.INCOMPLETE: "❔"}
_ACTIVE = re.compile(r"[&<>\"'|\\`*_\[\]@~#$!{}]|(?<=:)//|(?<=\bwww)\.|^[-+=>]|^\d+(?=[.)])", re.IGNORECASE)


def render(record: RunRecord) -> str:
    """The summary as GitHub-flavoured Markdown, at most ``MAX_BYTES`` bytes of UTF-8; what is cut is said."""
    kept: list[str] = []
    room = MAX_BYTES - 1_000
    for block in _blocks(record):
        size = len(block.encode())
        if size > room:
            kept.append("\n*More is in run.json: this summary is cut to fit.*\n")
            break
        room -= size
        kept.append(block)
    return "".join(kept)


def code(text: str, limit: int = _CELL) -> str:
    """A value from outside as inert inline code: no Markdown, HTML, mention or link of its own takes effect."""
    return f"<code>{_entities(one_line(text, limit))}</code>" if text else ""


def prose(text: str, limit: int = _CELL) -> str:
    """A sentence as inert text on one line; names and numbers in it do not become mentions or links."""
    return _entities(one_line(text, limit)).replace("&#64;", "&#64;\u200b").replace("&#35;", "&#35;\u200b")


def _entities(text: str) -> str:
    return _ACTIVE.sub(lambda match: "".join(f"&#{ord(character)};" for character in match.group()), text)


def _blocks(record: RunRecord) -> Iterator[str]:
    standard = view.catalogue(record)
    yield from _head(record)
    yield from _problems(record.problems)
    yield from _documents(record)
    yield from _table(record, Verdict.FAIL, "Failed", standard)
    yield from _folded(record, Verdict.INCOMPLETE, "Undecided", standard)
    yield from _folded(record, Verdict.WARN, "Warnings", standard)
    yield from _folded(record, Verdict.WAIVED, "Waived", standard)
    yield from _laid(record)
    yield from _leftovers(record)
    yield f"\n<sub>{prose(view.DISCLAIMER, 1_000)}</sub>\n"


def _head(record: RunRecord) -> Iterator[str]:
    word = view.outcome(record)
    yield f"## {_SYMBOLS[word]} CLR conformance: {word}\n\n"
    yield f"**{prose(view.headline(record))}**\n\n"
    if view.keeps_personal_data(record):
        yield f"⚠️ {prose(view.KEPT)}\n\n"
    title = view.edition_title(record)
    yield f"{prose(view.target_name(record))}, {prose(title)}, {prose(record.role)}, {prose(record.finished)}\n\n"
    shown = [verdict for verdict in view.VERDICT_ORDER if record.summary[verdict.value]]
    if shown:
        yield _cells(view.VERDICT_LABELS[verdict] for verdict in shown)
        yield _cells("--:" for _ in shown)
        yield _cells(str(record.summary[verdict.value]) for verdict in shown)


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        yield "\n### What kept the run from judging\n\n"
    for problem in problems:
        yield f"- **{prose(problem.message)}** ({code(problem.code)})"
        if problem.likely:
            yield f"<br>Likely: {prose(problem.likely)}"
        if problem.todo:
            yield f"<br>To do: {prose(problem.todo)}"
        yield "\n"


def _documents(record: RunRecord) -> Iterator[str]:
    if not record.documents:
        return
    yield "\n### Documents\n\n"
    yield _cells(("Document", "Outcome", "Why"))
    yield _cells(["---"] * 3)
    for document in documents.ordered(record):
        more = f" (and {len(document.reasons) - 1} more)" if len(document.reasons) > 1 else ""
        why = prose(document.reasons[0]) + more if document.reasons else ""
        yield _cells((code(document.path), prose(documents.summary(document)), why))


def _table(record: RunRecord, verdict: Verdict, title: str, standard: Standard | None) -> Iterator[str]:
    results = record.by_verdict(verdict)
    if not results:
        return
    yield f"\n### {title} ({len(results)})\n\n"
    yield _cells(("Requirement", "Level", "What was seen", "Expected", "Actual", "Where"))
    yield _cells(["---"] * 6)
    for result in results:
        yield _failed_row(result, standard)


def _failed_row(result: RequirementResult, standard: Standard | None) -> str:
    name = f"**{result.id}**<br>{prose(view.text_of(standard, result.id))}"
    seen = view.findings(result)
    first = seen.head
    if first is None:
        return _cells((name, result.level, prose(result.reason or ""), "", "", ""))
    more = f"<br>and {len(seen) - 1} more" if len(seen) > 1 else ""
    return _cells(
        (
            name,
            result.level,
            prose(first.message) + more,
            code(first.expected),
            code(first.actual),
            code(view.place(first)),
        )
    )


def _folded(record: RunRecord, verdict: Verdict, title: str, standard: Standard | None) -> Iterator[str]:
    results = record.by_verdict(verdict)
    if not results:
        return
    # one block: a summary that is cut must not leave a <details> open
    lines = [f"\n<details><summary>{title} ({len(results)})</summary>\n\n", _cells(("Requirement", "Level", "Why"))]
    lines.append(_cells(["---"] * 3))
    for result in results:
        seen = view.findings(result).first(1)
        said = "; ".join([*view.reasons_beside(result)[:1], *(finding.message for finding in seen)])
        lines.append(
            _cells((f"**{result.id}**<br>{prose(view.text_of(standard, result.id))}", result.level, prose(said)))
        )
    lines.append("\n</details>\n")
    yield "".join(lines)


def _laid(record: RunRecord) -> Iterator[str]:
    """The items of each sitting in which something is not as a right consumer has it; the others are counted."""
    sittings = specimens.laid(record)
    shown = [one for one in sittings if not one.right]
    if not sittings:
        return
    lines = [f"\n<details><summary>What it made of the records ({len(sittings)} sittings)</summary>\n\n"]
    if shown:
        lines += [_cells(("Scenario", "Item", "What it is", "A right consumer", "This consumer")), _cells(["---"] * 5)]
    lines += [_laid_row(one.scenario, item) for one in shown for item in one.items]
    lines += [f"\n- {code(one.scenario)}: {prose(note)}" for one in shown for note in one.notes]
    lines.append(f"\n{len(sittings) - len(shown)} of {len(sittings)} as a right consumer has it.\n\n</details>\n")
    yield "".join(lines)


def _laid_row(scenario: str, item: specimens.Item) -> str:
    because = "; ".join(filter(None, (item.told_by, item.reason)))
    made = f"{_MARKS.get(item.like, '')} {item.made}" + (f"<br>{prose(because)}" if because else "")
    name = f"{prose(item.name)}<br>{code(item.id)}"
    return _cells((code(scenario), name, prose(item.what), prose(item.right), made))


def _leftovers(record: RunRecord) -> Iterator[str]:
    if record.leftovers:
        yield "\n### Left on the target: remove it yourself\n\n"
    for leftover in record.leftovers:
        yield f"- {code(leftover)}\n"


def _cells(values: Iterable[str]) -> str:
    return "| " + " | ".join(values) + " |\n"
