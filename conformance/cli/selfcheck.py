"""``clr-conformance selfcheck``: the harness against every fault and variation of the mock."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from conformance.cli.editions import one_edition


@click.command()
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("clr-selfcheck"),
    show_default=True,
    help="Folder for selfcheck.json, selfcheck.md and selfcheck.html.",
)
@click.option(
    "--only", multiple=True, metavar="ID", help="Only this fault, variation, area or requirement (repeatable)."
)
@click.option(
    "--blends", type=click.IntRange(1), metavar="N", help="Play N sets of variations, each alone and with a fault."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random choice of blends.")
@click.option("--blend", metavar="ID+ID…", help="Play this one blend, as a failure names it.")
@click.option("--consumers", is_flag=True, help="Prove what is said of consumers, by one that is right and many wrong.")
@click.option("--workers", type=click.IntRange(1), default=os.cpu_count() or 1, show_default=True, help="Processes.")
@click.option("--quiet", "-q", is_flag=True, help="Only the outcome.")
@one_edition
def command(
    out: Path,
    only: tuple[str, ...],
    blends: int | None,
    seed: int,
    blend: str | None,
    consumers: bool,
    workers: int,
    quiet: bool,
    book: str,
) -> None:
    """Prove the harness: it names every fault of the mock and reports nothing else.

    Runs the whole provider plan against the clean mock (all pass), against every variation (no
    failure, no warning) and against every fault (its requirement fails, and nothing beyond its
    declared consequences). Exit code 1 when a fault survives or a false alarm shows.

    With --blends the mock is unusual in two to six ways at once: each set has to stay silent, and a
    fault under it has to be named as it is alone. A failure is shrunk to the smallest set.

    With --consumers it is the other way round: a right consumer plays all scenarios and is blamed for
    nothing, with no variation either, and each of the deliberately wrong ones is named by the requirement
    that it breaks. With --blends too the right consumer meets several variations at once, and a wrong one.
    """
    from conformance.cli.running import prepare_folder
    from conformance.selfcheck import blending
    from conformance.selfcheck.consumer_session import run as prove_consumers
    from conformance.selfcheck.session import run
    from conformance.standard import load

    standard = load(book)
    stock = blending.of_consumers if consumers else blending.of_providers
    if blend is not None:
        sys.exit(0 if blending.repeat(standard, blend, 1, stock(standard)) else 1)
    prepare_folder(out)
    if blends is not None:
        done = blending.run(standard, out, blends, seed, workers=workers, quiet=quiet, stock=stock(standard))
        sys.exit(0 if done else 1)
    sys.exit(0 if (prove_consumers if consumers else run)(standard, out, only, workers, quiet) else 1)
