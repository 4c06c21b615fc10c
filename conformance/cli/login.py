"""``clr-conformance login``: be the learner in front of a consumer, as its browser."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("login")
@click.argument("url")
@click.option("--username", envvar="CLR_USERNAME", required=True, help="The learner.  [env: CLR_USERNAME]")
@click.option(
    "--password", envvar="CLR_PASSWORD", required=True, help="Better set in the environment.  [env: CLR_PASSWORD]"
)
@click.option(
    "--ca",
    envvar="CLR_CA",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="PEM file of a private certificate authority.  [env: CLR_CA]",
)
@click.option("--deny", is_flag=True, help="Log in and say no.")
def command(url: str, username: str, password: str, ca: Path | None, deny: bool) -> None:
    """Log in at URL, to which a consumer sends the browser, agree (or --deny), and go back to the consumer.

    In a sitting with a consumer this command stands in BROWSER, which Python's webbrowser, xdg-open and many tools
    honour. By hand it is the learner for a consumer that only prints the URL.

    \b
    Example:
      CLR_USERNAME=mira CLR_PASSWORD=mira-password CLR_CA=ca.pem clr-conformance login 'https://127.0.0.1:8440/oauth/authorize?…'
    """
    from clr_reports.text import visible
    from conformance.access import Credentials
    from conformance.cli.problems import show
    from conformance.consumer.login import log_in
    from conformance.exchanges import Redactor
    from conformance.oauth import OAuthProblem

    try:
        back = log_in(url, Credentials(username, password), ca=ca, decision="deny" if deny else "approve")
    except OAuthProblem as trouble:
        show(trouble.problem)
        sys.exit(3)
    answered = f"which answered {back.status}" if back.status is not None else "which did not answer"
    why = f" ({back.why})" if back.why else ""
    click.echo(f"back to {visible(Redactor().by_name(back.url))}, {answered}{why}")
    sys.exit(0 if back.status is not None and back.status < 400 else 3)
