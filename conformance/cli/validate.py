"""``clr-conformance validate``: judge documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

import clr_reports
from conformance.inspection.editions import class_names, editions
from conformance.record import Problem

if TYPE_CHECKING:
    from collections.abc import Generator
    from datetime import datetime

    from conformance.inspection.options import Network, Options
    from conformance.inspection.outcome import Judged
    from conformance.plan import Inferred

OWN = ("text", "json", "sarif")
"""How outcomes are written without a run record."""
FORMATS = (*OWN, *(name for name, form in clr_reports.FORMATS.items() if not form.folder and name not in OWN))


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|DIR|URL|-...")
@click.option(
    "--offline", is_flag=True, help="Fetch nothing; the output says what stays undecided without the network."
)
@click.option("--as-of", metavar="DATE", help="Judge at that moment (2026-01-31 or a timestamp) instead of now.")
@click.option(
    "--recipient",
    "recipients",
    multiple=True,
    metavar="TYPE=VALUE",
    help="Who the learner is said to be, such as email=mira@mail.example (repeatable).",
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Format of the output."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option(
    "--fail-on",
    type=click.Choice(["must", "should"]),
    default="must",
    show_default=True,
    help="What ends with exit code 1: a broken MUST only, or a broken SHOULD too.",
)
@click.option(
    "--as",
    "as_class",
    type=click.Choice(class_names(), case_sensitive=False),
    help="What the documents are, when they do not say so themselves.",
)
@click.option("--select", "-s", multiple=True, metavar="ID", help="Judge this area or requirement only (repeatable).")
@click.option("--ignore", "-i", multiple=True, metavar="ID", help="Leave this area or requirement out (repeatable).")
@click.option(
    "--inferred",
    type=click.Choice(["warn", "fail"]),
    default="warn",
    show_default=True,
    help="What a broken MUST yields that no published file prints.",
)
@click.option("--ca", type=click.Path(dir_okay=False, path_type=Path), help="PEM file of a private authority.")
@click.option(
    "--allow-host",
    "hosts",
    multiple=True,
    metavar="NAME",
    help="Host that may be fetched from though its address is not public (repeatable).",
)
@click.option("--jobs", "-j", type=click.IntRange(1), help="Processes for many documents; one per core when left out.")
@click.option("--max-size", type=click.IntRange(1), default=50_000_000, show_default=True, help="Bytes of a document.")
@click.option("--max-depth", type=click.IntRange(1, 200), default=100, show_default=True, help="Levels of nesting.")
@click.option(
    "--max-members",
    type=click.IntRange(1),
    default=1_000_000,
    show_default=True,
    help="Members and array entries of a document.",
)
@click.option(
    "--max-object-members",
    type=click.IntRange(1),
    default=10_000,
    show_default=True,
    help="Members of one object.",
)
@click.option(
    "--max-fetches", type=click.IntRange(0), default=300, show_default=True, help="URLs fetched for one document."
)
@click.option(
    "--max-fetch-size",
    type=click.IntRange(1),
    default=8_388_608,
    show_default=True,
    help="Bytes of a fetched response.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=15.0,
    show_default=True,
    help="Seconds for one fetch; all fetches for one document may take eight times as long.",
)
@click.option(
    "--lookup",
    "lookups",
    multiple=True,
    metavar="URL=FILE",
    help="Take this file for what is found at the URL: a key, a status list, a schema (repeatable).",
)
@click.option(
    "--fetch-contexts",
    is_flag=True,
    help="Fetch JSON-LD contexts that are not shipped (or take them from --lookup), so that their terms can be judged.",
)
@click.option(
    "--vcdm",
    type=click.Choice(["received", "issued"]),
    default="received",
    show_default=True,
    help="Whether a CLR 2.0 credential was received, which may be built on version 1.1 of the W3C's data model, or is "
    "newly issued, which may not.",
)
@click.option(
    "--keep-personal-data",
    is_flag=True,
    help="Quote what is a learner's own as it stands, instead of stand-ins of the same shape.",
)
def command(
    inputs: tuple[str, ...],
    offline: bool,
    as_of: str | None,
    recipients: tuple[str, ...],
    form: str,
    output: Path | None,
    fail_on: str,
    as_class: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    inferred: Inferred,
    ca: Path | None,
    hosts: tuple[str, ...],
    jobs: int | None,
    max_size: int,
    max_depth: int,
    max_members: int,
    max_object_members: int,
    max_fetches: int,
    max_fetch_size: int,
    timeout: float,
    lookups: tuple[str, ...],
    fetch_contexts: bool,
    vcdm: str,
    keep_personal_data: bool,
) -> None:
    """Judge CLR documents: every rule that they break, and whether they can be trusted.

    An item that itself says that it expired or was revoked is reported as such, and does not break a rule.
    Each document is judged by its own edition. A folder is searched for .json, .jsonld, .1clr, .jws, .jwt, .png and
    .svg files; - is standard input.

    \b
    Exit codes:
      0  no MUST is broken, and every MUST was decided
      1  a document breaks a MUST (with --fail-on should: or a SHOULD), or is not what it says it is
      2  wrong usage, or a document that could not be read
      3  a MUST stayed undecided, a signature could not be looked at, nothing was judged, or an accident

    \b
    Examples:
      clr-conformance validate transcript.json
      clr-conformance validate exports/ --offline --format sarif -o clr.sarif
      clr-conformance validate award.1clr --recipient email=mira@mail.example
      clr-conformance validate badge.png record.jwt --offline --lookup https://issuer.example/key=key.json
    """
    import secrets

    from conformance.document import ParseLimits
    from conformance.inspection.options import Network, Options
    from conformance.plan import Selection

    options = Options(
        now=_moment(as_of),
        limits=ParseLimits(max_size, max_depth, max_members, max_object_members),
        selection=Selection(select=_known(select), ignore=_known(ignore), inferred=inferred),
        recipient=_recipient(recipients),
        as_class=as_class or "",
        known=_files(lookups),
        fetch_contexts=fetch_contexts,
        policies=frozenset({f"vcdm-{vcdm}"}),
        stand_ins=None if keep_personal_data else secrets.token_bytes(32),
        network=None if offline else _checked(Network(ca, hosts, timeout, 8 * timeout, max_fetch_size, max_fetches)),
    )
    _check_selection(options)
    sys.exit(_run(inputs, options, form, output, fail_on, jobs))


def _check_selection(options: Options) -> None:
    from conformance.errors import UsageFault
    from conformance.inspection.selection import leaves_nothing

    if leaves_nothing(options):
        raise UsageFault(
            "selection-empty",
            "--select and --ignore leave no requirement that a document can be judged by",
            "an area of providers or consumers, or the same one selected and ignored",
            "select areas of documents, such as CLR, ASR, PAY or JWS",
        )


def _run(
    inputs: tuple[str, ...], options: Options, form: str, output: Path | None, fail_on: str, jobs: int | None
) -> int:
    from contextlib import closing

    from conformance.cli.documents.writing import write
    from conformance.cli.problems import show
    from conformance.inspection.running import inspect
    from conformance.inspection.source import sources

    outcomes = inspect(sources(inputs), options, jobs)
    if sys.stderr.isatty() and not (form == "text" and output is None and sys.stdout.isatty()):
        outcomes = _watched(outcomes, inputs)
    with closing(outcomes):
        tally = write(outcomes, form, output, options)
    if tally.judged_nothing:
        show(
            Problem(
                "nothing-judged",
                "nothing was judged: no document holds what the selected requirements speak of",
                "a selection for another kind of document",
                "leave --select out, or select an area of what the documents are",
            )
        )
    return tally.exit_code(fail_on)


def _watched(outcomes: Generator[Judged, None, None], inputs: tuple[str, ...]) -> Generator[Judged, None, None]:
    """The same outcomes, with a progress bar on standard error when there is something to wait for."""
    from conformance.inspection.source import sources

    total = sum(1 for _ in sources(inputs))
    if total < 2:
        return outcomes
    from conformance.cli.documents.progress import watched

    return watched(outcomes, total)


def _checked(network: Network) -> Network:
    """The same network settings, once the file of the authority was found to be usable."""
    import ssl

    from conformance.errors import UsageFault

    if network.ca is None:
        return network
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=str(network.ca))
    except (OSError, ssl.SSLError) as error:
        raise UsageFault(
            "ca-unusable",
            f"the file {network.ca} holds no certificate authority: {error}",
            "a mistyped name, or a file that is not PEM",
            "give the PEM file of the authority with --ca",
        ) from error
    return network


def _files(pairs: tuple[str, ...]) -> tuple[tuple[str, Path], ...]:
    """The files by URL; a URL may hold ``=`` itself, so the last one parts them, unless the file's name has one."""
    found = []
    for pair in pairs:
        url, separator, name = pair.rpartition("=")
        if not separator or "://" not in url or not name:
            raise click.BadParameter(
                f"{pair!r} is not URL=FILE such as https://issuer.example/key=key.json", param_hint="--lookup"
            )
        found.append((url.partition("#")[0], Path(name)))
    return tuple(found)


def _recipient(pairs: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    found = []
    for pair in pairs:
        kind, separator, value = pair.partition("=")
        if not separator or not kind or not value:
            raise click.BadParameter(f"{pair!r} is not TYPE=VALUE such as email=a@b.example", param_hint="--recipient")
        found.append((kind, value))
    return tuple(found)


def _moment(text: str | None) -> datetime:
    from datetime import UTC, datetime

    if text is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is not a date such as 2026-01-31", param_hint="--as-of") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _known(names: tuple[str, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name in names:
        wanted = [known for each in editions() if (known := each.standard.find(name))]
        if not wanted:
            raise click.BadParameter(f"there is no area or requirement {name}", param_hint="--select / --ignore")
        found.update(dict.fromkeys(wanted))  # without its prefix an id may be one of several editions
    return tuple(found)
