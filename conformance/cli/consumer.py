"""``clr-conformance consumer``: judge a consumer by what it does."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from clr_reports import default_formats, extras_of, run_formats

if TYPE_CHECKING:
    from conformance.by_hand.listening import Whereabouts
    from conformance.plan.consumer import ConsumerPlan


@click.command(context_settings={"ignore_unknown_options": False, "allow_interspersed_args": True})
@click.argument("plan")
@click.argument("consumer", nargs=-1, type=click.UNPROCESSED, metavar="-- COMMAND...")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("clr-report"),
    show_default=True,
    help="Folder for run.json and the reports.",
)
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(run_formats()),
    help="Reports to write (run.json always); all when left out.",
)
@click.option("--only", multiple=True, metavar="SCENARIO", help="Play this scenario only, after `plain` (repeatable).")
@click.option("--variations", is_flag=True, help="Play each variation of the mock too: legal, but unusual.")
@click.option(
    "--resume",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Go on with the run that was stopped and has its reports in this folder.",
)
@click.option("--by-hand", is_flag=True, help="Lead a wallet, wherever it runs, through all steps on a page.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port of the mock with --by-hand (default 8440, 0: free).")
@click.option("--public-host", metavar="NAME", help="Name of this machine for the wallet, with --by-hand.")
@click.option("--allow-remote", is_flag=True, help="Let wallets of other machines in, with --by-hand.")
@click.option("--console-port", type=click.IntRange(0, 65535), help="Port of the page with --by-hand (default: free).")
@click.option(
    "--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Where CA and keys are kept, with --by-hand."
)
@click.option("--workers", type=click.IntRange(1, 32), help="Sittings that go on at a time; two when left out.")
@click.option("--select", "-s", multiple=True, metavar="ID", help="Judge this area or requirement only (repeatable).")
@click.option("--ignore", "-i", multiple=True, metavar="ID", help="Leave this area or requirement out (repeatable).")
@click.option(
    "--inferred", type=click.Choice(["warn", "fail"]), help="What a broken MUST that is only inferred yields."
)
@click.option("--strict-manual", is_flag=True, help="A MUST that only a person can decide leaves the run incomplete.")
@click.option(
    "--keep-personal-data",
    is_flag=True,
    help="Keep what is a learner's own in the reports, instead of stand-ins of the same shape.",
)
@click.option("--quiet", "-q", is_flag=True, help="Only the verdict.")
def command(  # one parameter per option
    plan: str,
    consumer: tuple[str, ...],
    out: Path,
    formats: tuple[str, ...],
    only: tuple[str, ...],
    variations: bool,
    resume: Path | None,
    workers: int | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    inferred: str | None,
    strict_manual: bool,
    keep_personal_data: bool,
    quiet: bool,
    by_hand: bool,
    **where: Any,
) -> None:
    """Judge a CLR consumer by PLAN, a shipped plan or a YAML file. COMMAND starts the consumer.

    For each scenario a mock provider of its own is started, and the command once or twice against it. In the
    arguments {url} {origin} {ca} {username} {password} {state} {task} are replaced; the variables CLR_URL, CLR_ORIGIN,
    CLR_CA, CLR_USERNAME, CLR_PASSWORD, CLR_STATE_DIR and CLR_TASK say the same.

    \b
    Example:
      clr-conformance consumer consumer-read -- my-wallet sync {url} --user {username}
      clr-conformance consumer consumer-read --by-hand
    """
    from conformance.cli.consumer_running import Wanted, run_and_report
    from conformance.extras import need
    from conformance.plan import consumer_file

    need("provider", *extras_of(formats))
    loaded = consumer_file.load(plan)
    loaded = consumer_file.adjust(loaded, select=select, ignore=ignore, inferred=inferred, strict_manual=strict_manual)
    loaded = replace(
        loaded,
        command=consumer or loaded.command,
        keep_personal_data=loaded.keep_personal_data or keep_personal_data,
    )
    if by_hand:
        loaded = _led(loaded, consumer)
    else:
        _check_command(loaded)
        _check_whereabouts(where)
    wanted = Wanted(
        only, variations, workers, resume=resume is not None, by_hand=_whereabouts(where) if by_hand else None
    )
    sys.exit(run_and_report(loaded, wanted, out=resume or out, formats=formats or default_formats(), quiet=quiet))


def _check_command(plan: ConsumerPlan) -> None:
    from conformance.errors import UsageFault

    if not plan.command:
        raise UsageFault(
            "command-missing",
            f"the plan {plan.name} names no command, and none follows --",
            "the two dashes are missing",
            f"clr-conformance consumer {plan.name} -- python my_consumer.py {{url}}",
        )


def _led(plan: ConsumerPlan, command: tuple[str, ...]) -> ConsumerPlan:
    """The plan as a person leads it; raises ``UsageFault`` for a command on the command line."""
    from conformance.by_hand.leading import led_by_hand
    from conformance.errors import UsageFault

    if command:
        raise UsageFault(
            "by-hand-with-command",
            "--by-hand starts no command, and one follows --",
            "a person leads the consumer, or a command does",
            "Leave out --by-hand, or what follows --.",
        )
    return led_by_hand(plan)


def _whereabouts(given: Mapping[str, Any]) -> Whereabouts:
    from conformance.by_hand.listening import Whereabouts

    return Whereabouts(**{name: value for name, value in given.items() if value is not None})


def _check_whereabouts(given: Mapping[str, Any]) -> None:
    """Raises ``UsageFault`` for what only a run by hand takes."""
    from conformance.errors import UsageFault

    named = [f"--{name.replace('_', '-')}" for name, value in given.items() if value not in (None, False)]
    if named:
        raise UsageFault(
            "only-by-hand",
            f"{', '.join(named)} is for a run by hand: a command learns the address when it is started",
            "--by-hand is missing",
            "Add --by-hand, or leave the option out.",
        )
