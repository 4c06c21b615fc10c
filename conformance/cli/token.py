"""``clr-conformance token``: an access token for one's own requests, got as a run gets it."""

from __future__ import annotations

import sys

import click

from conformance.plan.edition import scope_names


@click.command("token")
@click.argument("plan")
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
def command(
    plan: str, target: str | None, ca: str | None, allow_http: bool | None, scopes: tuple[str, ...], second: bool
) -> None:
    """Log in by PLAN as a run does, and print the access token, alone, on standard output.

    It fills the variable of the curl lines in the reports. Anybody who sees it can use it until it expires.

    \b
    Example:
      export CLR_TOKEN=$(clr-conformance token mine.yaml)
    """
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
