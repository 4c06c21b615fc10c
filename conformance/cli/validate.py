"""``clr-conformance validate``: judge documents."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from conformance.cli.documents.judging import Options

FORMATS = ("text", "json")


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|DIR|URL|-...")
@click.option("--as-of", metavar="DATE", help="Judge at that moment (2026-01-31 or a timestamp) instead of now.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to tell it.")
@click.option(
    "--fail-on",
    type=click.Choice(["must", "should"]),
    default="must",
    show_default=True,
    help="What ends with exit code 1: a broken MUST only, or a broken SHOULD too.",
)
@click.option("--select", "-s", multiple=True, metavar="ID", help="Judge this area or requirement only (repeatable).")
@click.option("--ignore", "-i", multiple=True, metavar="ID", help="Leave this area or requirement out (repeatable).")
@click.option(
    "--inferred",
    type=click.Choice(["warn", "fail"]),
    default="warn",
    show_default=True,
    help="What a broken MUST yields that is only inferred, not printed in a published file.",
)
@click.option("--max-size", type=click.IntRange(1), default=100_000_000, show_default=True, help="Bytes of a document.")
@click.option("--max-depth", type=click.IntRange(1, 900), default=100, show_default=True, help="Levels of nesting.")
@click.option(
    "--max-members",
    type=click.IntRange(1),
    default=5_000_000,
    show_default=True,
    help="Members and array entries of a document.",
)
def command(
    inputs: tuple[str, ...],
    as_of: str | None,
    form: str,
    fail_on: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    inferred: str,
    max_size: int,
    max_depth: int,
    max_members: int,
) -> None:
    """Judge CLR documents: every rule that they break, and whether they can be trusted.

    \b
    Exit codes:
      0  no MUST is broken, and every MUST was decided
      1  at least one document breaks a MUST (with --fail-on should: or a SHOULD)
      2  wrong usage, or a document that could not be read
      3  a MUST stayed undecided
    """
    from conformance.cli.documents.judging import Options
    from conformance.document import ParseLimits

    options = Options(
        now=_moment(as_of),
        limits=ParseLimits(max_size, max_depth, max_members),
        select=_known(select),
        ignore=_known(ignore),
        inferred=inferred,
    )
    sys.exit(_run(inputs, options, form, fail_on))


def _run(inputs: tuple[str, ...], options: Options, form: str, fail_on: str) -> int:
    from conformance.cli.documents import as_json, telling
    from conformance.cli.documents.judging import judge_source
    from conformance.cli.documents.source import sources

    outcomes = [judge_source(source, options) for source in sources(inputs)]
    if form == "json":
        import orjson

        click.echo(orjson.dumps(as_json.render(outcomes), option=orjson.OPT_INDENT_2))
    else:
        for judged in outcomes:
            for line in telling.lines(judged):
                click.echo(line)
        click.echo(telling.summary(outcomes))
    from conformance.cli.documents.ending import exit_code

    return exit_code(outcomes, fail_on)


def _moment(text: str | None) -> datetime:
    from datetime import UTC, datetime

    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no date such as 2026-01-31", param_hint="--as-of") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _known(names: tuple[str, ...]) -> frozenset[str]:
    from conformance.standard import load

    standard = load()
    found = set()
    for name in names:
        wanted = name.strip().upper()
        if wanted not in standard.areas and not wanted.startswith("CLR10-"):
            wanted = f"CLR10-{wanted}"
        if wanted not in standard.areas and wanted not in standard.requirements:
            raise click.BadParameter(f"there is no area or requirement {name}", param_hint="--select / --ignore")
        found.add(wanted)
    return frozenset(found)
