"""``clr-conformance show``: the exchanges that findings point at, from ``run.json``."""

from __future__ import annotations

from pathlib import Path

import click

from conformance.cli.report import read_run
from conformance.errors import UsageFault


@click.command("show")
@click.argument("run", metavar="RUN.JSON", type=click.Path(path_type=Path))
@click.argument("numbers", metavar="[NUMBER]...", nargs=-1)
def command(run: Path, numbers: tuple[str, ...]) -> None:
    """Show exchanges of RUN.JSON by the number that a finding names (exchange #274); without one, list them.

    \b
    Examples:
      clr-conformance show clr-report/run.json
      clr-conformance show clr-report/run.json 274 275
    """
    from clr_reports import exchange

    record = read_run(run)
    known = {each.index: each for each in record.exchanges}
    wanted = [_number(number) for number in numbers]
    for index in wanted:
        if index not in known:
            raise UsageFault(
                "exchange-unknown",
                f"{run} has no exchange #{index}",
                "the number is of another run",
                f"it has #{min(known)} to #{max(known)}" if known else "it holds no exchanges",
            )
    texts = [exchange.text(known[index], spread=True) for index in wanted]
    texts = texts or [exchange.summary(each) + "\n" for each in record.exchanges]
    click.echo(("\n" if wanted else "").join(texts).encode("utf-8"), nl=False)


def _number(text: str) -> int:
    try:
        return int(text.removeprefix("#"))
    except ValueError:
        raise click.BadParameter(f"{text!r} is not the number of an exchange, such as 274") from None
