"""``clr-conformance faults``: the ways in which the mock can be made wrong, or unusual."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import click

from conformance.cli.editions import one_edition

if TYPE_CHECKING:
    from mock_provider.behaviour import Behaviour

_PLURALS = {"fault": "faults", "variation": "variations", "accident": "accidents", "oddity": "oddities"}


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Table or JSON."
)
@click.option(
    "--requirement", "-r", "requirement", metavar="ID", help="Only faults that break this requirement or area."
)
@click.option(
    "--variations",
    "only_variations",
    is_flag=True,
    help="List what breaks nothing: variations (legal, but unusual), accidents, and oddities that a client meets.",
)
@one_edition
def command(form: str, requirement: str | None, only_variations: bool, book: str) -> None:
    """List the faults of the mock provider, and the requirement that each breaks.

    Start the mock with one: clr-conformance mock --fault ID
    """
    from conformance.names import requirement_or_area
    from conformance.standard import load
    from mock_provider.behaviours import everything, faults

    standard = load(book)
    known = everything(book).values()
    listed = [one for one in known if one.kind != "fault"] if only_variations else faults(book).values()
    wanted = {requirement_or_area(standard, requirement)} if requirement else set()
    chosen = [fault for fault in listed if not wanted or any(standard.covers(wanted, one) for one in fault.breaks)]
    if form == "json":
        click.echo(json.dumps([as_row(fault) for fault in chosen], indent=2, ensure_ascii=False))
        return
    width = max((len(fault.id) for fault in chosen), default=0)
    for fault in chosen:
        click.echo(f"{fault.id:{width}}  {', '.join(fault.breaks) or fault.kind:15}  {fault.title}")
    kinds = Counter(fault.kind for fault in chosen) or {"variation" if only_variations else "fault": 0}
    click.echo(", ".join(f"{count} {_PLURALS[kind]}" for kind, count in kinds.items()), err=True)


def as_row(fault: Behaviour) -> dict[str, object]:
    """The fault as JSON."""
    return {
        "id": fault.id,
        "kind": fault.kind,
        "title": fault.title,
        "breaks": list(fault.breaks),
        "consequences": dict(fault.consequences),
        "operations": list(fault.operations),
        "how": fault.how,
    }
