"""What the command ``mock`` lists, and a hostile target as it plays one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mock_provider.editions import editions

if TYPE_CHECKING:
    from mock_provider.settings import Settings


def show_mends(standard: str | None) -> None:
    """Print the departures that the mock can take, and what a strict provider does."""
    from mock_provider.edition import find
    from mock_provider.lenient import mends

    books = [editions()[standard]] if standard and standard in editions() else [*editions().values()]
    listed = {mend.id: mend for book in reversed(books) for mend in mends(find(book)).values()}
    _show([(mend.id, f"{mend.title}; {mend.strict}.") for mend in listed.values()])


def show_hostile(_standard: str | None) -> None:
    """Print the ways in which the mock can attack its client, and what a careless one suffers."""
    from mock_provider.hostile import HOSTILE

    _show([(one.id, f"{one.title}. {one.why}") for one in HOSTILE])


def attack(settings: Settings) -> None:
    """Be the hostile target that the settings name, until the end is asked for.

    Raises ``ServeError`` when there is none of that name, or it cannot be started.
    """
    from mock_provider.hostile import HostileServer
    from mock_provider.hostile.serving import named, serve_hostile

    target = named(settings.hostile)

    def announce(server: HostileServer) -> None:
        rows = {"Attack": f"{target.title}. {target.why}", "API": server.url, "CA to trust": str(server.ca_path)}
        click.echo(f"Hostile target {target.id} is running: point your client at it")
        for label, value in rows.items():
            click.echo(f"  {label:<12} {value}")
        click.echo("  Users        password")
        for username in server.users:
            shown = "(as configured)" if username in settings.passwords else server.users[username]
            click.echo(f"    {username:<10} {shown}")

    serve_hostile(target, settings, announce, click.echo)


def _show(rows: list[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in rows)
    for name, text in rows:
        click.echo(f"{name:{width}}  {text}")
