"""``clr-conformance vectors``: write the test vectors."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.editions import any_edition


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@any_edition
def command(folder: Path, book: str | None) -> None:
    """Write test vectors: right documents, and those that break one requirement each.

    They are JSON that anybody can use without this tool; README.md in the folder explains them.
    """
    from conformance.vectors.writing import written

    count = written(folder, (book,) if book else ())
    click.echo(f"{count} vectors in {folder}")
