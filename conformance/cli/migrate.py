"""``clr-conformance migrate``: make a record of the newer edition of one of the older."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conformance.inspection.signing import Signer
    from conformance.migrating import Issuer
    from conformance.migrating.report import Outcome

_MOST_YAML = 1_000_000


@click.command()
@click.argument("document", metavar="FILE|-")
@click.option(
    "--issuer",
    "described",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="YAML or JSON: who issues the new record.",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the record to this file.")
@click.option(
    "--report", type=click.Path(dir_okay=False, path_type=Path), help="Write the account of each member to this file."
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="[ISSUER=]FILE",
    help="Private key (JWK or Multikey) of the new issuer, or of the issuer with that id (repeatable).",
)
@click.option(
    "--as",
    "form",
    type=click.Choice(["json", "jwt"]),
    default="json",
    show_default=True,
    help="With a key: proofs in the record, or the record as VC-JWT.",
)
@click.option("--check", is_flag=True, help="Write no record: say only whether it can be done without a loss.")
@click.option(
    "--max-size", type=click.IntRange(1), default=50_000_000, show_default=True, help="Bytes of the document."
)
def command(
    document: str,
    described: Path,
    output: Path | None,
    report: Path | None,
    keys: tuple[str, ...],
    form: str,
    check: bool,
    max_size: int,
) -> None:
    """Make a CLR 2.0 record of a CLR 1.0 one: JSON, a compact JWS or a .1clr file.

    The new record is a statement of its new issuer; without --key it is not signed. What another issuer signed is not
    signed in its name: it stays in the record as it was, as evidence beside a credential without proof.
    The report says of each member whether it was kept, renamed or changed or has no place, what was invented from
    what, and which rules the new record breaks.

    \b
    Exit codes:
      0  the record is written; with --check: it says all that the source says, and nothing else
      1  with --check only: something is lost or invented, or the record breaks a rule
      2  wrong usage, or a document that cannot be read or migrated
      3  a part of the source could not be read, the new record cannot be judged, or an accident

    \b
    Examples:
      clr-conformance migrate transcript.1clr --issuer issuer.yaml -o record.json --report lost.json
      clr-conformance migrate transcript.json --issuer issuer.yaml --check
      clr-conformance migrate clr.jws --issuer issuer.yaml --key key.json -o record.json
    """
    from conformance.document import DocumentError

    if not check and output is None and report is None:
        raise click.UsageError("Nothing would be written: name a file with -o or --report, or say --check.")
    try:
        outcome = _outcome(document, described, keys, form, max_size)
    except DocumentError as error:
        raise UsageFault(error.code, error.message, error.likely, error.todo) from error
    if output is not None and not check:
        _write(output, outcome.token.encode() + b"\n" if outcome.token else _json(outcome.record))
    if report is not None:
        from conformance.migrating.report import as_json

        _write(report, _json(as_json(outcome)))
    _say(outcome)
    sys.exit(_exit_code(outcome, check))


def _outcome(document: str, described: Path, keys: tuple[str, ...], form: str, max_size: int) -> Outcome:
    from datetime import UTC, datetime

    from conformance.document import ParseLimits
    from conformance.inspection.migrating import migrate
    from conformance.inspection.source import Source, read

    issuer = _issuer(described)
    signers = _signers(keys, issuer)
    if form == "jwt" and issuer.id not in signers:
        raise click.UsageError("--as jwt takes the key of the new issuer: --key FILE")
    data = read(Source(document, "pipe" if document == "-" else "file"), max_size)
    limits = ParseLimits(size=max_size)
    return migrate(data, issuer, signers, now=datetime.now(UTC), limits=limits, as_token=form == "jwt")


def _issuer(path: Path) -> Issuer:
    import yaml

    from conformance.inspection.migrating import migrating_rules

    try:
        with path.open("rb") as file:
            data = file.read(_MOST_YAML + 1)
        if len(data) > _MOST_YAML:
            raise UsageFault("issuer-unusable", f"{path} has more than {_MOST_YAML} bytes", "another file")
        value = yaml.safe_load(data)
    except OSError as error:
        raise UsageFault(
            "issuer-unusable", f"{path} cannot be read: {error.strerror}", "a mistyped name", "name a YAML or JSON file"
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 1})" if where else ""
        raise UsageFault(
            "issuer-unusable",
            f"{path} is not YAML{line}",
            "a missing quote, a tab, or another file",
            "correct it there",
        ) from error
    return migrating_rules().issuer(value)


def _signers(keys: tuple[str, ...], issuer: Issuer) -> Mapping[str, Signer]:
    from conformance.inspection.signing import read_signer

    found: dict[str, Signer] = {}
    for given in keys:
        name, separator, file = given.rpartition("=")
        of = issuer.id if not separator or Path(given).exists() or name in issuer.formerly else name
        path = Path(given if not separator or Path(given).exists() else file)
        if of in found:
            raise click.BadParameter(f"two keys for {of}", param_hint="--key")
        found[of] = read_signer(path, issuer.key_id if of == issuer.id else "")
    return found


def _json(value: Any) -> bytes:
    from conformance.inspection.migrating import written

    return written(value)


def _write(path: Path, data: bytes) -> None:
    from conformance.cli.documents.writing import whole_file

    with whole_file(path) as file:
        file.write(data)


def _say(outcome: Outcome) -> None:
    from conformance.cli.documents.as_migration import lines

    for line in lines(outcome):
        click.echo(line)


def _exit_code(outcome: Outcome, check: bool) -> int:
    if outcome.undecided:
        return 3
    return int(check and not outcome.whole)
