"""``clr-conformance waive``: waivers for a plan, from what a run found broken."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from conformance.cli.report import read_run
from conformance.errors import UsageFault


@click.command("waive")
@click.option(
    "--from", "run", required=True, metavar="RUN.JSON", type=click.Path(path_type=Path), help="The run that found them."
)
@click.option("--owner", required=True, metavar="WHO", help="Who answers for the breaches.")
@click.option("--expires", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Last day of the waivers.")
@click.option("--reason", metavar="TEXT", default="", help="Why they are tolerated; otherwise what was found.")
@click.option("--select", "-s", multiple=True, metavar="ID", help="Only this area or requirement (repeatable).")
@click.option("--warnings", is_flag=True, help="Waive warnings too.")
def command(run: Path, owner: str, expires: datetime, reason: str, select: tuple[str, ...], warnings: bool) -> None:
    """Print the block `waivers:` of a plan for the failures of a run, each with the breaches that it covers.

    A waived requirement that is broken in a new way fails all the same.

    \b
    clr-conformance waive --from clr-report/run.json --owner dana@example.edu --expires 2027-06-30 >> mine.yaml
    """
    import yaml

    from conformance.breaches import breaches
    from conformance.names import requirement_or_area
    from conformance.record import Verdict
    from conformance.standard import book_of, load

    if expires.date() < date.today():
        raise UsageFault("waiver-past", f"{expires.date()} is over", "", "Give a day in the future with --expires.")
    record = read_run(run)
    standard = load(book_of(record.standard))
    chosen = {requirement_or_area(standard, name) for name in select}
    wanted = (Verdict.FAIL, Verdict.WARN) if warnings else (Verdict.FAIL,)
    waivers = [
        {
            "requirement": row.id,
            "reason": reason or next(iter(breaches(row)), row.reason or "broken"),
            "owner": owner,
            "expires": expires.date(),
            "covers": [*breaches(row)],
        }
        for row in record.requirements
        if row.verdict in wanted and (not chosen or chosen & {row.id, row.area})
    ]
    if not waivers:
        click.echo("nothing to waive: no requirement failed", err=True)
        return
    block = yaml.safe_dump({"waivers": waivers}, sort_keys=False, allow_unicode=True, width=1000)
    click.echo(block, nl=False)
