"""``clr-conformance scenarios``: what a consumer can meet in one sitting with the mock."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from conformance.cli.editions import one_edition

if TYPE_CHECKING:
    from mock_provider.scenarios import Scenario


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True, help="Table or JSON."
)
@click.option(
    "--requirement", "-r", "requirement", metavar="ID", help="Only scenarios that this requirement or area needs."
)
@click.option("--variations", is_flag=True, help="List the variations of the mock too: legal, but unusual.")
@one_edition
def command(form: str, requirement: str | None, variations: bool, book: str) -> None:
    """List the scenarios that a consumer is taken through, and the requirements that need them.

    Play one after the plain one: clr-conformance consumer PLAN --only ID -- COMMAND
    """
    from conformance.consumer.parts import every_scenario
    from conformance.consumer.served_rows import rows_by_scenario
    from conformance.names import requirement_or_area
    from conformance.standard import load

    rows, standard = rows_by_scenario(book), load(book)
    wanted = {requirement_or_area(standard, requirement)} if requirement else set()
    chosen = [
        scenario
        for scenario in every_scenario(book, with_variations=variations).values()
        if not wanted or any(standard.covers(wanted, row) for row in rows.get(scenario.id, ()))
    ]
    if form == "json":
        listed = [as_row(scenario, rows.get(scenario.id, ())) for scenario in chosen]
        click.echo(json.dumps(listed, indent=2, ensure_ascii=False))
        return
    width = max((len(scenario.id) for scenario in chosen), default=0)
    for scenario in chosen:
        click.echo(f"{scenario.id:{width}}  {', '.join(scenario.tasks):24}  {scenario.title}")
    click.echo(f"{len(chosen)} scenarios", err=True)


def as_row(scenario: Scenario, rows: tuple[str, ...]) -> dict[str, object]:
    """The scenario as JSON."""
    return {
        "id": scenario.id,
        "title": scenario.title,
        "tasks": list(scenario.tasks),
        "instead": list(scenario.instead),
        "claims": list(scenario.claims),
        "starts": scenario.starts,
        "requirements": list(rows),
        "as_plain": scenario.as_plain,
        "how": scenario.how,
        "right": scenario.right,
    }


def sections(scenario: Scenario, rows: tuple[str, ...]) -> Iterator[tuple[str, list[str]]]:
    """What ``explain`` says of a scenario, by title."""
    yield "What the mock does", [scenario.how]
    yield "What a right consumer does", [scenario.right]
    yield "Which requirements need it", [", ".join(rows) or "none by name; every sitting is looked at by some"]
    starts = "" if scenario.starts == 1 else f"; the consumer is started {scenario.starts} times"
    yield "Who plays it", [f"consumers that claim {_needed(scenario)}{starts}"]
    yield "Play it", [f"clr-conformance consumer PLAN --only {scenario.id} -- COMMAND"]


def _needed(scenario: Scenario) -> str:
    tasks = dict.fromkeys((*scenario.tasks, *scenario.instead))
    return " and ".join([" or ".join(tasks), *scenario.claims])
