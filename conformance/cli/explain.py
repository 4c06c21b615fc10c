"""``clr-conformance explain``: one requirement in words a developer can act on."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import click

from conformance.cli.editions import any_edition
from conformance.errors import UsageFault
from conformance.extras import installed
from conformance.names import did_you_mean, near, near_requirements
from conformance.standard import Basis, Level, Requirement, Standard, editions, load
from conformance.standard.ids import parse
from conformance.verdicts import only_a_warning

if TYPE_CHECKING:
    from mock_provider.behaviour import Behaviour
    from mock_provider.scenarios import Scenario

_WIDEST: Final = 100

Page = Callable[[], None]
"""Prints what there is to say of one name."""


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@any_edition
def command(ids: tuple[str, ...], book: str | None) -> None:
    """Explain requirements: what they say, why it matters, how they are checked, how to fix a breach.

    Areas, faults of the mock, scenarios and problem codes are explained too.

    \b
    clr-conformance explain CLR10-GCS-006
    clr-conformance explain gcs-006 tok-012
    clr-conformance explain GCS                         (an area)
    clr-conformance explain gcs-limit-zero-accepted     (a fault of the mock)
    clr-conformance explain state-foreign               (a scenario for consumers)
    clr-conformance explain login-refused               (a problem code)
    """
    standards = [load(each) for each in ([book] if book else editions())]
    found = [page for given in ids for page in _find(standards, given)]
    for number, show in enumerate(found):
        if number:
            click.echo()
        show()


def _find(standards: Sequence[Standard], given: str) -> Sequence[Page]:
    """The pages of that name, one for each edition that has it; raises ``UsageFault`` with the names that are near."""
    found = [_under_title(standards, each, _page(each, name)) for each in standards if (name := each.find(given))]
    if found:
        return found
    looked_up = (find(each, given) for find in (_fault, _scenario) for each in standards)
    other = _problem(given) or next(filter(None, looked_up), None)
    if other is None:
        raise _nothing(standards, given)
    return [other]


def _page(standard: Standard, name: str) -> Page:
    if name in standard.areas:
        return partial(_show_area, standard, name)
    return partial(_show, standard, standard[name])


def _under_title(standards: Sequence[Standard], standard: Standard, page: Page) -> Page:
    """The page under the title of its edition, where there is more than one to choose from."""
    if len(standards) == 1:
        return page

    def titled() -> None:
        click.secho(standard.title, dim=True)
        page()

    return titled


def _nothing(standards: Sequence[Standard], given: str) -> UsageFault:
    wanted, its = given.strip(), parse(given)
    named = [each for each in standards if its and its.prefix in ("", each.facts.prefix)]
    meant = _near_requirements(named, wanted) or _near_faults(standards, wanted.lower())
    meant = meant or near(wanted, {**_problems(), **_scenarios(standards)}, likeness=0.75)
    meant = meant or _near_requirements(standards, wanted)
    return UsageFault(
        "unknown-requirement",
        f"there is no requirement, area, fault, scenario or problem code {given!r}",
        "it is mistyped, or belongs to another version of the standard",
        did_you_mean(meant) or "list all ids with: clr-conformance requirements",
    )


def _near_requirements(standards: Sequence[Standard], given: str) -> list[str]:
    return [name for each in standards for name in near_requirements(each, given)]


def _faults(standard: Standard) -> Mapping[str, Behaviour]:
    """The faults, variations and accidents of the mock of that edition; none where it is not installed."""
    if not installed("mock"):
        return {}
    from mock_provider.behaviours import everything

    return everything(standard.facts.book)


def _near_faults(standards: Sequence[Standard], given: str) -> list[str]:
    known = {name: each for standard in standards for name, each in _faults(standard).items()}
    if not known:
        return []
    from mock_provider.behaviour.nearest import nearest

    return nearest(given, known)


def _fault(standard: Standard, given: str) -> Page | None:
    """The page of the fault, variation or accident of the mock of that id."""
    found = _faults(standard).get(given.strip().lower())
    return partial(_show_fault, standard, found) if found else None


def _scenarios(standards: Sequence[Standard]) -> Mapping[str, Scenario]:
    """The scenarios of the mock for these editions; none where it is not installed."""
    if not installed("mock"):
        return {}
    from mock_provider.scenarios import scenarios

    return {name: each for standard in standards for name, each in scenarios(standard.facts.book).items()}


def _scenario(standard: Standard, given: str) -> Page | None:
    """The page of the scenario of that id."""
    found = _scenarios([standard]).get(given.strip().lower())
    return partial(_show_scenario, standard, found) if found else None


def _show_scenario(standard: Standard, scenario: Scenario) -> None:
    from conformance.cli.scenarios import sections
    from conformance.consumer.served_rows import rows_by_scenario

    click.echo(f"{click.style(scenario.id, bold=True)}  scenario: what a consumer meets in one sitting")
    click.echo()
    _paragraph(scenario.title)
    for title, lines in sections(scenario, rows_by_scenario(standard.facts.book).get(scenario.id, ())):
        click.echo()
        click.secho(title, bold=True)
        for line in lines:
            _paragraph(line)


def _problems() -> dict[str, dict[str, str]]:
    text = (files("conformance.cli") / "problems.json").read_text(encoding="utf-8")
    known: dict[str, dict[str, str]] = json.loads(text)
    return known


def _problem(given: str) -> Page | None:
    """The page of that problem code; a target's own trouble has the code of the exchange after ``target-``."""
    known, code = _problems(), given.strip().lower()
    name = code if code in known else code.removeprefix("target-")
    return partial(_show_problem, code, known[name]) if name in known else None


def _show_problem(code: str, problem: dict[str, str]) -> None:
    click.echo(f"{click.style(code, bold=True)}  problem: it keeps a run from judging, and is not a finding")
    sections = {"What happened": "message", "Likely cause": "likely", "What to do": "todo"}
    for title, member in sections.items():
        if text := problem[member].strip(" …"):
            click.echo()
            click.secho(title, bold=True)
            _paragraph(text)


def _show_area(standard: Standard, code: str) -> None:
    rows = [row for row in standard if row.area == code]
    click.echo(f"{click.style(code, bold=True)}  area: {standard.areas[code].title}, {len(rows)} requirements")
    click.echo()
    for row in rows:
        click.echo(f"{row.id}  {row.level.value}  {row.role.label}")
        _paragraph(row.text)


def _show_fault(standard: Standard, fault: Behaviour) -> None:
    click.echo(f"{click.style(fault.id, bold=True)}  {fault.kind} of the mock provider")
    click.echo()
    _paragraph(fault.title)
    sections = {
        "Why it is legal" if fault.kind == "variation" else "How one gets there": fault.how.split("\n"),
        "What it breaks": [f"{name}: {standard[name].text}" for name in fault.breaks],
        "What fails with it": [f"{name}: {reason}" for name, reason in fault.consequences.items()],
        "Where it strikes": [", ".join(fault.operations) or "everywhere"],
        "Start the mock with it": [f"clr-conformance mock{_edition_played(standard)} --fault {fault.id}"],
    }
    for title, lines in sections.items():
        if lines:
            click.echo()
            click.secho(title, bold=True)
            for line in lines:
                _paragraph(line)


def _edition_played(standard: Standard) -> str:
    """The option of the mock that names the edition, where it plays another one when none is named."""
    from mock_provider.editions import default_book

    return "" if standard.facts.book == default_book() else f" --standard {standard.id}"


def _show(standard: Standard, requirement: Requirement) -> None:
    head = click.style(requirement.id, bold=True)
    click.echo(f"{head}  {requirement.level.value}  {requirement.role.label}")
    click.echo(f"{requirement.area}: {standard.areas[requirement.area].title}")
    click.echo()
    _paragraph(requirement.text)
    for title, lines in _sections(requirement):
        click.echo()
        click.secho(title, bold=True)
        for line in lines:
            _paragraph(line)


def _sections(requirement: Requirement) -> Iterator[tuple[str, list[str]]]:
    yield "Why it matters", [requirement.why]
    yield "How it is checked", [requirement.test, *_checks(requirement)]
    yield "When it applies", [_when(requirement)]
    yield "What a breach does", _breach(requirement)
    yield "Typical fix", [requirement.fix]
    if requirement.for_publisher:
        yield "What the publisher of a document can do", [requirement.for_publisher]
    source = requirement.source
    yield (
        "Where it comes from",
        [
            f"{source.document}, {source.section}",
            source.url,
            f"Basis: {_BASIS[requirement.basis]} (confidence {requirement.confidence}).",
        ],
    )


def _checks(requirement: Requirement) -> list[str]:
    if requirement.checks:
        return [f"Checks: {', '.join(requirement.checks)}"]
    if requirement.excluded:
        return [f"Excluded: {requirement.excluded}"]
    return [f"Planned: it waits for {requirement.waits_for}; no run of this version decides it."]


_BASIS: Final = {
    Basis.PUBLISHED: "seen in a published text of the standard",
    Basis.RFC: "a rule of an IETF or W3C document that the standard stands on",
    Basis.SIBLING: "a rule of Open Badges or another sibling standard",
    Basis.PRACTICE: "practice, or read from several facts together",
}


def _when(requirement: Requirement) -> str:
    if not requirement.applies_when:
        return "Always."
    claims = [
        f"does not claim {condition[1:]}" if condition.startswith("!") else f"claims {condition}"
        for condition in requirement.applies_when
    ]
    return f"When the plan says that the target {' and '.join(claims)}."


def _breach(requirement: Requirement) -> list[str]:
    if not requirement.checks:
        return ["Nothing: no run decides it."]
    if requirement.level is Level.MAY:
        return ["Nothing: it is a freedom, and no implementation fails for using it or for leaving it."]
    fails = requirement.level.binding and requirement.basis.firm
    return ["The run fails." if fails else only_a_warning(requirement), *filter(None, [requirement.leeway])]


def _paragraph(text: str) -> None:
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    link = re.match(r"https://\S+$", text)
    lines = [text] if link else textwrap.wrap(text, width - 2, break_on_hyphens=False, break_long_words=False)
    for line in lines:
        click.echo(f"  {line}")
