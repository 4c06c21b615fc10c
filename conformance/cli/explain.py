"""``clr-conformance explain``: one requirement in words a developer can act on."""

from __future__ import annotations

import difflib
import re
import shutil
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import click

from conformance.errors import UsageFault
from conformance.standard import Basis, Level, Requirement, Standard, load
from conformance.verdicts import only_a_warning

if TYPE_CHECKING:
    from mock_provider.faults import Fault

_WIDEST: Final = 100
_PREFIX: Final = "CLR10-"


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
def command(ids: tuple[str, ...]) -> None:
    """Explain requirements: what they say, why it matters, how they are checked, how to fix a breach.

    \b
    clr-conformance explain CLR10-GCS-006
    clr-conformance explain gcs-006 tok-012
    clr-conformance explain gcs-limit-zero-accepted     (a fault of the mock)
    """
    standard = load()
    found = [_fault(given) or _find(standard, given) for given in ids]
    for number, one in enumerate(found):
        if number:
            click.echo()
        if isinstance(one, Requirement):
            _tell(standard, one)
        else:
            _tell_fault(standard, one)


def _fault(given: str) -> Fault | None:
    """The fault or variation of the mock of that id; requirement ids are never lower case with three parts or more."""
    if re.fullmatch(r"(clr\d\d-)?[a-z]{3}-\d{3}", given.strip().lower()):
        return None
    from mock_provider.faults.library import faults
    from mock_provider.variations import variations

    return faults().get(given) or variations().get(given)


def _tell_fault(standard: Standard, fault: Fault) -> None:
    click.echo(f"{click.style(fault.id, bold=True)}  {fault.kind} of the mock provider")
    click.echo()
    _paragraph(fault.title)
    sections = {
        "How one gets there" if fault.kind == "fault" else "Why it is legal": fault.how.split("\n"),
        "What it breaks": [f"{name}: {standard[name].text}" for name in fault.breaks],
        "What falls with it": [f"{name}: {reason}" for name, reason in fault.drags.items()],
        "Where it strikes": [", ".join(fault.operations) or "everywhere"],
        "Start the mock with it": [f"clr-conformance mock --fault {fault.id}"],
    }
    for title, lines in sections.items():
        if lines:
            click.echo()
            click.secho(title, bold=True)
            for line in lines:
                _paragraph(line)


def _find(standard: Standard, given: str) -> Requirement:
    """The requirement of that id, in any case, with or without the prefix; raises ``UsageFault``."""
    wanted = given.strip().upper().replace("_", "-")
    if not wanted.startswith(_PREFIX):
        wanted = _PREFIX + wanted
    if wanted in standard.requirements:
        return standard[wanted]
    close = difflib.get_close_matches(wanted, standard.requirements, n=3, cutoff=0.8)
    raise UsageFault(
        "requirement-unknown",
        f"there is no requirement {given}",
        "the id is mistyped, or belongs to another version of the standard",
        f"did you mean {' or '.join(close)}?" if close else "list all ids with: clr-conformance requirements",
    )


def _tell(standard: Standard, requirement: Requirement) -> None:
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
    return ["Planned: the check comes with a later release; until then no run decides it."]


_BASIS: Final = {
    Basis.PUBLISHED: "seen in a published file of the CLR standard",
    Basis.RFC: "a rule of an IETF document that the flow stands on",
    Basis.SIBLING: "a rule of Open Badges or another sibling standard",
    Basis.PRACTICE: "practice, or read from several facts together",
}


def _when(requirement: Requirement) -> str:
    if not requirement.applies_when:
        return "Always."
    told = [
        f"does not claim {condition[1:]}" if condition.startswith("!") else f"claims {condition}"
        for condition in requirement.applies_when
    ]
    return f"When the plan says that the target {' and '.join(told)}."


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
