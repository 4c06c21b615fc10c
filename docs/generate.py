"""Writes the reference pages from the code: ``python docs/generate.py``. A test proves that they are current."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import yaml

from conformance.cli import group
from conformance.plan import shipped
from conformance.standard import Requirement, Standard, editions, facts, load

if TYPE_CHECKING:
    from mock_provider.behaviour import Behaviour

FOLDER = Path(__file__).parent / "reference"
HEAD = "<!-- written by docs/generate.py; do not edit -->\n"


def pages() -> dict[str, str]:
    """The generated pages by file name."""
    return {
        "commands.md": commands(),
        "plan.md": plan(),
        "requirements.md": requirements(),
        "run-record.md": run_record(),
        "problems.md": problems(),
        "faults.md": faults_page(),
        "scenarios.md": scenarios_page(),
        "broken-documents.md": broken_documents(),
        "vectors.md": vectors_page(),
    }


def commands() -> str:
    """Every command with its arguments and options, from the command line's own help."""
    text = [HEAD, "# Commands\n", "The same as `clr-conformance COMMAND --help`.\n"]
    for path, command in _commands(group, ("clr-conformance",)):
        with click.Context(
            command, info_name=" ".join(path), terminal_width=100, help_option_names=["-h", "--help"]
        ) as context:
            text += [f"## {' '.join(path)}\n", "```text", command.get_help(context).rstrip(), "```\n"]
    return "\n".join(text)


def _commands(command: click.Command, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                yield from _commands(inner, (*path, name))


def plan() -> str:
    """Every member of a plan of each role, from its JSON Schema."""
    text = [
        HEAD,
        "# Plan\n",
        "One YAML file is enough to repeat a run. `clr-conformance plan new provider-full > mine.yaml` writes a commented",
        "copy, `clr-conformance plan check mine.yaml` checks it, `clr-conformance plan schema` prints the schema for editors.",
        "`${NAME}` in any string is taken from the environment.\n",
    ]
    for role in shipped.ROLES:
        schema = shipped.schema(role)
        text += [
            f"## For a {role}\n",
            "| member | type | meaning |",
            "|---|---|---|",
            *(f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in _members(schema, schema, "")),
            "",
        ]
    return "\n".join(text)


def _members(schema: Mapping[str, Any], root: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str, str]]:
    for name, declared in schema.get("properties", {}).items():
        target = root["$defs"][declared["$ref"].rpartition("/")[2]] if "$ref" in declared else declared
        entry = {**target, **declared}
        yield prefix + name, _kind(entry), entry.get("description", "")
        yield from _members(entry, root, f"{prefix}{name}.")
        if isinstance(entry.get("items"), dict):
            items = entry["items"]
            inner = root["$defs"][items["$ref"].rpartition("/")[2]] if "$ref" in items else items
            yield from _members(inner, root, f"{prefix}{name}[].")


def _kind(entry: Mapping[str, Any]) -> str:
    if "enum" in entry or "const" in entry:
        return ", ".join(f"`{value}`" for value in entry.get("enum", [entry.get("const")]))
    kind = entry.get("type", "")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def requirements() -> str:
    """The catalogue of each edition as tables, one for each area."""
    return "\n".join([HEAD, *(_catalogue(load(book)) for book in editions())])


def _catalogue(standard: Standard) -> str:
    roles = ", ".join(f"{role.value} {role.label}" for role in standard.roles)
    text = [
        f"# Requirements of {standard.facts.name}\n",
        f"All {len(standard.requirements)} requirements of the catalogue. `clr-conformance explain ID` tells why one matters, how it is",
        f"checked and how to fix a breach. Roles: {roles}.\n",
    ]
    for code, area in standard.areas.items():
        text += [
            f"## {code}: {area.title}\n",
            "| id | role | level | basis | requirement | decided by |",
            "|---|---|---|---|---|---|",
        ]
        text += [_row(requirement) for requirement in standard if requirement.area == code]
        text.append("")
    return "\n".join(text)


def _row(requirement: Requirement) -> str:
    decided = ", ".join(f"`{check}`" for check in requirement.checks)
    decided = decided or (
        f"waits for {requirement.waits_for}" if requirement.planned else f"excluded: {requirement.excluded}"
    )
    cells: Iterable[str] = (
        requirement.id,
        requirement.role.value,
        requirement.level.value,
        requirement.basis.value,
        requirement.text,
        decided,
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def run_record() -> str:
    """The members of run.json, from its JSON Schema."""
    from clr_reports.run_file import schema

    root = schema()
    text = [
        HEAD,
        "# Run record\n",
        "`run.json` is the contract between a run and its reports. Its JSON Schema is `reports/clr_reports/run.schema.json`.\n",
        "| member | type | meaning |",
        "|---|---|---|",
        *(f"| `{name}` | {kind} | {meaning} |" for name, kind, meaning in _members(root, root, "")),
        "",
    ]
    return "\n".join(text)


MAKERS = {"Problem", "UsageFault", "problem", "Failure", "DocumentError", "LinkedDataError", "_fail", "failed"}
SOURCES = ("conformance", "reports", "mock_provider")


PROBLEMS = FOLDER.parents[1] / "conformance" / "cli" / "problems.json"
Response = tuple[str, str, str, str]


def problems() -> str:
    """Every code of a problem, a failed exchange or an unreadable document, as a table."""
    text = [
        HEAD,
        "# Problem codes\n",
        "What keeps the tool from judging, or an exchange from ending well, has a stable code. None of these is a finding against a target.",
        "`clr-conformance explain CODE` tells one. Parts of a message that depend on the case are shown as `…`.\n",
        "| code | what happened | what to do |",
        "|---|---|---|",
        *(f"| `{code}` | {_cell(message)} | {_cell(todo)} |" for code, message, _, todo in _problems()),
        "",
    ]
    return "\n".join(text)


def problems_data() -> str:
    """The same for ``clr-conformance explain``."""
    known = {code: {"message": message, "likely": likely, "todo": todo} for code, message, likely, todo in _problems()}
    return json.dumps(known, indent=1, ensure_ascii=False) + "\n"


WORDS = FOLDER.parents[1] / "conformance" / "privacy" / "words.txt"


def own_words() -> str:
    """The words of the sentences in the code of the harness and the reports: in what a run says they name nobody."""
    found = {
        word
        for folder in ("conformance", "reports")
        for file in (FOLDER.parents[1] / folder).rglob("*.py")
        for sentence in _sentences(ast.parse(file.read_text(encoding="utf-8")))
        for word in re.findall(r"(?<![\w@=./-])[a-z]{4,}(?![\w@=/-])", sentence)
    }
    return "\n".join(sorted(found)) + "\n"


def _sentences(tree: ast.Module) -> Iterator[str]:
    """Texts of more than one word, without docstrings."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield from [node.value] if " " in node.value.strip() else []


def _problems() -> list[Response]:
    """What the places in the code that make problems say."""
    found: dict[str, Response] = {}
    for folder in SOURCES:
        for file in sorted((FOLDER.parents[1] / folder).rglob("*.py")):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and _name(call.func) in MAKERS:
                    problem = _problem(call)
                    if problem:
                        found.setdefault(problem[0], problem)
    return [found[code] for code in sorted(found)]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _problem(call: ast.Call) -> Response | None:
    given = dict(zip(("code", "message", "likely", "todo"), call.args, strict=False))
    given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    code = _text(given.get("code"))
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+|refused|reset|timeout|unreachable|decompression", code):
        return None
    return code, _text(given.get("message")), _text(given.get("likely")), _text(given.get("todo"))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _text(node: ast.expr | None) -> str:
    """The text that an expression makes, as far as it is known without running it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.replace("\n", " ")
    if isinstance(node, ast.JoinedStr):
        return "".join(_text(part) if isinstance(part, ast.Constant) else "…" for part in node.values)
    if isinstance(node, ast.BinOp):
        return _text(node.left) + _text(node.right)
    return "" if node is None else "…"


def faults_page() -> str:
    """The faults and variations of the mock as tables."""
    from mock_provider.behaviour.accidents import ACCIDENTS
    from mock_provider.behaviours import faults, oddities, variations

    text = [
        HEAD,
        "# Faults and variations of the mock\n",
        "`clr-conformance mock --fault ID` starts the mock with one; `clr-conformance explain ID` tells one. [How to use them](../how-to/mock.md).\n",
        *(line for book in played() for line in _behaviours(book, faults(book), variations(book))),
        f"## {len(ACCIDENTS)} accidents\n",
        "A service that fails now and then. An accident breaks no requirement, and decides none.\n",
        "| id | what happens |",
        "|---|---|",
        *(f"| `{one.id}` | {_plain(one.title)} |" for one in ACCIDENTS.values()),
        "",
        *(line for book in played() for line in _oddities(book, oddities(book))),
    ]
    return "\n".join(text)


def scenarios_page() -> str:
    """What a consumer meets, scenario by scenario: what the mock does, what a right consumer does, the rows."""
    from conformance.consumer.parts import every_scenario
    from conformance.consumer.served_rows import rows_by_scenario

    text = [
        HEAD,
        "# Scenarios\n",
        "`clr-conformance consumer` plays these, each with a mock provider of its own; `clr-conformance explain ID` shows one, `--only ID` plays",
        "it after `plain`. [How a consumer is judged](../explanation/consumers.md) says why there are so many, [how to judge one](../how-to/consumer.md) how to run them.",
        "A requirement that no scenario names is looked at in every sitting. `--variations` adds the [variations of the mock](faults.md), each of",
        "which has to end as `plain` does.\n",
    ]
    for book in played():
        rows, of = rows_by_scenario(book), _of(book)
        found = every_scenario(book)
        text += [
            f"## {len(found)} scenarios{of}\n",
            "| id | task | what the mock does | what a right consumer does | rows |",
        ]
        text += ["|---|---|---|---|---|"]
        for one in found.values():
            tasks = ", ".join(dict.fromkeys((*one.tasks, *(f"or {task}" for task in one.instead[:1]))))
            starts = "" if one.starts == 1 else f" (started {one.starts} times)"
            named = ", ".join(rows.get(one.id, ()))
            text.append(f"| `{one.id}` | {tasks}{starts} | {_plain(one.how)} | {_plain(one.right)} | {named} |")
        text.append("")
    return "\n".join(text)


def played() -> Sequence[str]:
    """The editions that the mock plays."""
    from mock_provider.editions import editions as mocks

    return [*mocks().values()]


def _of(book: str) -> str:
    """What stands behind a heading of one edition, where there are others that are played."""
    return f" of {facts(book).name}" if len(played()) > 1 else ""


def _oddities(book: str, oddities: Mapping[str, Behaviour]) -> Iterator[str]:
    """The table of what a client of one edition has to cope with."""
    yield f"## {len(oddities)} oddities{_of(book)}\n"
    yield "What a consumer has to cope with, legal or not. Scenarios play them; no requirement of a provider is concerned.\n"
    yield "| id | what happens |"
    yield "|---|---|"
    yield from (f"| `{one.id}` | {_plain(one.title)} |" for one in oddities.values())
    yield ""


def _behaviours(book: str, faults: Mapping[str, Behaviour], variations: Mapping[str, Behaviour]) -> Iterator[str]:
    """The tables of one edition, whose name stands there where there are others."""
    of = _of(book)
    yield f"## {len(faults)} faults{of}\n"
    yield "| id | what is wrong | breaks |"
    yield "|---|---|---|"
    yield from (f"| `{one.id}` | {_plain(one.title)} | {', '.join(one.breaks)} |" for one in faults.values())
    yield ""
    yield f"## {len(variations)} variations{of}\n"
    yield "Legal, but unusual: a good consumer takes them in its stride.\n"
    yield "| id | what is unusual |"
    yield "|---|---|"
    yield from (f"| `{one.id}` | {_plain(one.title)} |" for one in variations.values())
    yield ""


ROOT = Path(__file__).parents[1]
BROKEN = "tests/rulebooks/{}/document/broken.yaml"


def broken_documents() -> str:
    """For each requirement of documents, what breaks just it: the table that the tests run."""
    tables = {book: ROOT / BROKEN.format(book) for book in editions()}
    broken = {book: yaml.safe_load(file.read_text(encoding="utf-8")) for book, file in tables.items() if file.exists()}
    levels = {row.id: row.level.value for book in broken for row in load(book)}
    named = ", ".join(f"`{BROKEN.format(book)}`" for book in broken)
    text = [
        HEAD,
        "# Documents that break just one requirement\n",
        "Each row is a valid document with one change, and the requirement that `clr-conformance validate` names for it. The tests run this table",
        f"({named}). Changes of signed items are made in the payload.\n",
        "| requirement | level | what is changed |",
        "|---|---|---|",
        *(
            f"| {row['breaks']} | {levels[row['breaks']]} | {_change(row)} |"
            for rows in broken.values()
            for row in rows
        ),
        "",
    ]
    return "\n".join(text)


def vectors_page() -> str:
    """For each requirement of documents, the vectors that break it or show what a verifier does by it."""
    from conformance.vectors.reading import book_of_vectors, editions_with_vectors

    text = [
        HEAD,
        "# Test vectors\n",
        "Documents that break one requirement each, and right ones, with what a verifier needs and what it has to find: JSON that needs no part of",
        "this project. They stand in [vectors](../../vectors/README.md); `clr-conformance vectors DIR` writes them. Where a verdict is left open",
        "here, the document breaks nothing and shows what a verifier does.\n",
    ]
    for book in map(book_of_vectors, editions_with_vectors()):
        facts_of, rows = book.standard.facts, {row.id: row.level.value for row in book.standard}
        text += [
            f"## {facts_of.name}\n",
            f"{len(book.right)} right documents: {'; '.join(vector.title for vector in book.right)}.\n",
            "| requirement | level | documents | verdict |",
            "|---|---|---|---|",
            *(
                f"| [{vector.row}](../../vectors/{facts_of.id}/{vector.row}.json) | {rows[vector.row]} | {_plain(vector.title)[:200]} | {vector.verdicts.get(vector.row, '')} |"
                for vector in book.broken
            ),
            "",
        ]
    return "\n".join(text)


def _change(row: Mapping[str, Any]) -> str:
    shown = {name: value for name, value in row.items() if name not in ("breaks", "note", "also")}
    return f"`{_plain(json.dumps(shown, ensure_ascii=False, default=str))[:300]}`"


def _plain(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"wrote {FOLDER / name}")
    PROBLEMS.write_text(problems_data(), encoding="utf-8")
    print(f"wrote {PROBLEMS}")
    WORDS.write_text(own_words(), encoding="utf-8")
    print(f"wrote {WORDS}")
