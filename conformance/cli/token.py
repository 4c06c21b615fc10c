"""``clr-conformance token``: an access token for one's own requests, got as a run gets it, or from a running mock."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from conformance.errors import UsageFault
from conformance.plan.edition import scope_names

ONLY = "only"
"""Stands for the one mock that runs."""


@click.command("token")
@click.argument("plan", required=False)
@click.option(
    "--mock",
    is_flag=False,
    flag_value=ONLY,
    metavar="[URL]",
    help="A token of the mock that runs on this machine (at this URL), without a login.",
)
@click.option("--user", help="Whose token, of the mock (default: its first user).")
@click.option(
    "--data-dir",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="CLR_MOCK_DATA_DIR",
    help="Where that mock keeps its CA and keys, when it was started with this option.",
)
@click.option("--target", metavar="URL", help="Base URL of the provider, instead of the plan's.")
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), help="PEM file of a private certificate authority.")
@click.option("--allow-http", is_flag=True, default=None, help="Allow plain http to a loopback target.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(scope_names()),
    help="Scope of the token (repeatable); all that the plan claims when left out.",
)
@click.option("--second", is_flag=True, help="The token of the second user.")
def command(plan: str | None, mock: str | None, user: str | None, data_dir: Path | None, **options: Any) -> None:
    """Print an access token, alone, on standard output: log in by PLAN as a run does, or ask a running mock.

    It fills the variable of the curl lines in the reports. Anybody who sees it can use it until it expires.

    \b
    Examples:
      export CLR_TOKEN=$(clr-conformance token mine.yaml)
      export CLR_TOKEN=$(clr-conformance token --mock --user mira --scope readonly)
    """
    if (plan is None) == (mock is None):
        raise UsageFault("token-of-whom", "Name a plan, or --mock.", todo="clr-conformance token --mock asks the mock.")
    if plan is not None:
        if user is not None:
            raise UsageFault("token-of-whom", "--user names a user of the mock.", todo="Add --mock, or take --second.")
        _by_plan(plan, **options)
        return
    foreign = [f"--{name.replace('_', '-')}" for name in ("target", "ca", "allow_http", "second") if options[name]]
    if foreign:
        raise UsageFault(
            "token-of-whom", f"{', '.join(foreign)} goes with a plan, not with --mock.", todo="Leave it out."
        )
    _of_mock(mock or ONLY, user or "", data_dir, options["scopes"])


def _of_mock(url: str, user: str, data_dir: Path | None, scopes: tuple[str, ...]) -> None:
    from mock_provider.running import NotRunningError, find_running, token_of
    from mock_provider.settings import default_data_dir

    try:
        running = find_running(data_dir or default_data_dir(), "" if url == ONLY else url)
        click.echo(token_of(running, user, scopes))
    except NotRunningError as error:
        raise UsageFault("mock-not-running", str(error)) from error


def _by_plan(
    plan: str, target: str | None, ca: str | None, allow_http: bool | None, scopes: tuple[str, ...], second: bool
) -> None:
    from conformance.cli.problems import show
    from conformance.exchanges import withhold
    from conformance.plan import file as plan_file
    from conformance.record import Problem
    from conformance.rulebooks import target_of
    from conformance.suites.outcomes import CheckEnd
    from conformance.wire import BudgetExhausted

    loaded = plan_file.load(plan, overrides={"url": target, "ca": ca, "allow_http": allow_http})
    provider = target_of(loaded)
    try:
        token = provider.tokens.token(*(scopes or provider.session.scopes_wanted), who="second" if second else "owner")
    except (CheckEnd, BudgetExhausted) as end:
        problems = provider.problems or (Problem("no-token", str(end), todo="clr-conformance provider says more."),)
        for problem in problems:
            show(withhold.from_problem(problem, provider.wire.redactor))
        sys.exit(3)
    finally:
        provider.close()
    click.echo(token)
