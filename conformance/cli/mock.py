"""``clr-conformance mock``: the mock provider on this machine, over real HTTPS."""

from __future__ import annotations

import os
import shlex
from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli.editions import public_name
from conformance.cli.mock_lists import attack, show_hostile, show_mends
from conformance.cli.mock_scenario import with_scenario
from conformance.errors import UsageFault
from conformance.standard import facts
from mock_provider.accounts import CONTENTS, INVENTED
from mock_provider.editions import editions
from mock_provider.settings_values import ALL, FIRST

if TYPE_CHECKING:
    from mock_provider.serve import RoutesOf, Started
    from mock_provider.settings import Settings
    from mock_provider.watched import JudgeOf


_SERVICE, _REGISTERING = "discovery", "dynamic_registration"
"""The claims of an operation that describes the service whatever it offers, and of one for registration alone."""


def _operation(claim: str) -> str:
    """The operations that the editions have for a claim of a target."""
    found = [each.id for book in editions().values() for each in facts(book).operations.values() if each.claim == claim]
    return " and ".join(found) or "that"


@click.command()
@click.option("--config", type=click.Path(path_type=Path), help="YAML file with settings.  [env: CLR_MOCK_CONFIG]")
@click.option(
    "--standard",
    hidden=len(editions()) < 2,
    callback=lambda _context, _option, given: public_name(given),
    help=f"Edition to play alone: {', '.join(editions())} (default: all of them side by side).",
)
@click.option("--host", help="Address to listen on (default 127.0.0.1).")
@click.option("--port", type=int, help="Port for HTTPS, 0 for a free one (default 8440).")
@click.option("--http-port", type=int, help="Port for plain HTTP, answered 421 (default: the next free one).")
@click.option(
    "--public-host", help="Host name or address in URLs and in the certificate, when it is not the address listened on."
)
@click.option("--tenant", metavar="PATH", help="Path in front of all others, such as /t-7f3a.")
@click.option(
    "--oauth-path",
    "oauth_paths",
    multiple=True,
    metavar="STEP=PATH",
    help="Path of a step of OAuth, such as token=/a/91c2.",
)
@click.option(
    "--allow-remote",
    is_flag=True,
    default=None,
    help="Let other machines reach it; with --public-host it listens on all addresses.",
)
@click.option("--database", help="sqlite:// (memory), sqlite:///FILE or postgresql://…")
@click.option("--workers", type=int, help="Processes; more than one needs a file or a server as database.")
@click.option("--data-dir", type=click.Path(file_okay=False, path_type=Path), help="Where CA and keys are kept.")
@click.option("--seed", type=int, help="Seed of the generated content (default 1).")
@click.option("--name", help="The provider's name for people.")
@click.option("--users", type=click.Path(path_type=Path), help="YAML or JSON file: your own users and passwords.")
@click.option(
    "--documents",
    type=click.Path(path_type=Path),
    help="Folder of your own records: one per file, a sub-folder per user.",
)
@click.option("--content", type=click.Choice(CONTENTS), help="How much is made up: full (default), or small.")
@click.option("--max-page", type=int, help="Most CLRs on a page, whatever limit asks for.")
@click.option("--password", "passwords", multiple=True, metavar="USER=PASSWORD", help="Password of a user.")
@click.option("--write/--no-write", default=None, help=f"Offer {_operation('write')}.")
@click.option("--delete/--no-delete", default=None, help=f"Offer {_operation('delete')}.")
@click.option("--delete-status", type=int, help="Answer of a deletion: 200, 202 or 204 (default).")
@click.option("--registration/--no-registration", default=None, help="Offer dynamic registration and discovery.")
@click.option("--refresh/--no-refresh", default=None, help="Issue refresh tokens.")
@click.option("--rotation/--no-rotation", default=None, help="Replace a refresh token when it is used.")
@click.option("--revocation/--no-revocation", default=None, help="Offer token revocation (RFC 7009).")
@click.option("--client-credentials/--no-client-credentials", default=None, help="Offer that grant.")
@click.option("--client-id", help="A client known beforehand.")
@click.option("--client-secret", help="Its secret; better set in the environment.  [env: CLR_MOCK_CLIENT_SECRET]")
@click.option("--client-redirect-uri", help="Its redirect URI.")
@click.option("--client-acts-for", help="The user whom its client credentials tokens stand for.")
@click.option("--trust-embedded-keys", is_flag=True, default=None, help="Accept signed CLRs of unknown publishers.")
@click.option(
    "--lenient",
    is_flag=False,
    flag_value=ALL,
    metavar="[IDS]",
    help="Take what clients that exist send (all of --list-lenient, or these), and say each time that a strict "
    "provider does not.",
)
@click.option("--list-lenient", is_flag=True, help="List what --lenient can take, and end.")
@click.option(
    "--auto-login",
    is_flag=False,
    flag_value=FIRST,
    metavar="[USER]",
    help="Answer authorization requests at once, as if this user (the first one) had logged in and agreed: no pages.",
)
@click.option("--access-token-seconds", type=int, help="Life of an access token (default 3600).")
@click.option("--refresh-token-seconds", type=int, help="Life of a refresh token.")
@click.option("--code-seconds", type=int, help="Life of an authorization code (default 300).")
@click.option("--max-body", type=int, help="Largest body of a post, in bytes.")
@click.option("--max-depth", type=int, help="Deepest nesting of a posted body.")
@click.option("--log-level", type=click.Choice(["critical", "error", "warning", "info", "debug"]), help="What to log.")
@click.option("--quiet", is_flag=True, default=None, help="Print no line for each request.")
@click.option("--log-format", type=click.Choice(["text", "json"]), help="What a line for a request is (default text).")
@click.option("--log-file", help="Write those lines to this file instead.")
@click.option("--keep-personal-data", is_flag=True, default=None, help="Show it as it is, in JSON and control API.")
@click.option("--fault", "faults", multiple=True, metavar="ID[:TRIGGER]", help="Switch a fault or variation on.")
@click.option(
    "--scenario",
    default="",
    metavar="ID",
    help='Start as that scenario of "clr-conformance scenarios" needs it; the control API judges the consumer.',
)
@click.option("--hostile", metavar="ID", help="Be a target that attacks its client in one way, until Ctrl-C.")
@click.option("--list-hostile", is_flag=True, help="List the ways of --hostile, and end.")
@click.option(
    "--console", is_flag=True, default=None, help="Show on a page of this machine what comes and what is wrong with it."
)
@click.option("--control-port", type=int, help="Port of the control API, 0 for a free one (default).")
@click.option("--control-token", help="Open the control API to this token.  [env: CLR_MOCK_CONTROL_TOKEN]")
def command(
    config: Path | None,
    passwords: tuple[str, ...],
    oauth_paths: tuple[str, ...],
    list_lenient: bool,
    list_hostile: bool,
    scenario: str,
    **flags: Any,
) -> None:
    """Start the mock provider and print where to go.

    It is a strict provider of every edition of the standard that has an API, side by side or one
    alone, with its own authorization server, invented learners and a certificate authority of its
    own, for this machine only. Every option can be set as CLR_MOCK_NAME in the environment or in a
    YAML file too; options win, then the environment. Stop it with Ctrl-C.

    A fault makes it wrong in one known way: --fault ID, or for the next two exchanges only with
    --fault ID:next=2. Other triggers are every=N, p=0.5, seed=N, operation=NAME, client=ID and
    learner=USER, joined by commas. "clr-conformance faults" lists all faults.
    """
    from mock_provider.listening import ServeError
    from mock_provider.serve import serve
    from mock_provider.settings import SettingsError
    from mock_provider.settings_sources import load
    from mock_provider.starting import FaultError
    from mock_provider.store.database import DatabaseError
    from mock_provider.tls import DamagedFileError

    if list_lenient or list_hostile:
        (show_mends if list_lenient else show_hostile)(flags["standard"])
        return
    flags["faults"] = flags["faults"] or None
    if passwords:
        flags["passwords"] = ",".join(passwords)
    if oauth_paths:
        flags["oauth_paths"] = ",".join(oauth_paths)
    if scenario:
        flags = with_scenario(scenario, flags)
    try:
        settings = load(flags, os.environ, config)
        if settings.hostile:
            attack(settings)
        else:
            serve(settings, announce, _judge(settings, scenario), _routes(scenario))
    except (SettingsError, ServeError, DatabaseError, DamagedFileError, FaultError) as error:
        kind = type(error).__name__.removesuffix("Error").lower()
        raise UsageFault(f"mock-{kind}", str(error)) from error


def _routes(scenario: str) -> RoutesOf:
    """What the control API has for tests of a consumer, where the harness is whole."""
    from conformance.extras import installed
    from conformance.one_sitting.routes import judging_routes

    return lambda steered: judging_routes(steered, scenario) if installed("provider") else ()


def _judge(settings: Settings, scenario: str) -> JudgeOf | None:
    """What judges the requests of a consumer for the console, where there is one and the harness is whole."""
    from conformance.extras import installed

    if not settings.console or not installed("provider"):
        return None
    from conformance.one_sitting.watching import judge_of

    return partial(judge_of, scenario=scenario)


def announce(where: Started) -> None:
    """Print where a running mock is and who can log in."""
    from sqlalchemy import make_url

    from mock_provider.edition import find

    settings = where.settings
    plain = settings.origin.replace("https:", "http:").rpartition(":")[0]
    login = {"Log in": settings.addresses.login, "Grants": settings.addresses.grants}
    rows = {
        **_apis(settings),
        "CA to trust": str(where.ca_path),
        **({"Phone's CA": f"{settings.root_url}/ca.pem"} if settings.allow_remote else {}),
        **(login if settings.with_login else {}),
        **_token(settings),
        "Health": f"{settings.root_url}/health",
        "Plain HTTP": f"{plain}:{settings.http_port} (answers 421)",
        "Store": make_url(settings.database).render_as_string(hide_password=True),
    }
    click.echo("CLR mock provider is running (for self-checks; all learners are invented)")
    width = max(12, *map(len, rows))
    for label, value in rows.items():
        click.echo(f"  {label:<{width}} {value}")
    _announce_ports(where)
    if settings.lenient:
        taken = ", ".join(settings.lenient)
        click.echo(f"  {'Lenient':<12} {taken} (a strict provider refuses it; X-Clr-Mock-Lenient and the log say when)")
    if settings.documents:
        click.echo(f"  {'Documents':<12} {settings.documents}")
    if settings.auto_login:
        click.echo(f"  {'Auto-login':<12} {settings.auto_login} agrees to every authorization request, without a page")
    for fault in settings.faults:
        click.echo(f"  {'Fault':<12} {fault}")
    known = {name: each for name, each in find(settings.book).known_ids(settings).items() if name[:8] != "learner_"}
    if known:
        click.echo("  Known ids")
    for name, item_id in known.items():
        click.echo(f"    {name.replace('_', ' '):<26} {item_id}")
    if settings.with_login:
        _announce_users(settings, find(settings.book).empty_users)


def _announce_ports(where: Started) -> None:
    if where.control_url:
        click.echo(f"  {'Control':<12} {where.control_url} (token as configured)")
    if where.console_url:
        click.echo(f"  {'Console':<12} {where.console_url}")


def _token(settings: Settings) -> dict[str, str]:
    """The command that prints a token of this mock, where there are tokens and a control API."""
    from mock_provider.settings import default_data_dir

    if not settings.with_login or settings.workers > 1:
        return {}
    where = "" if settings.data_dir == default_data_dir() else f" --data-dir {shlex.quote(str(settings.data_dir))}"
    return {"Token": f"clr-conformance token --mock{where}"}


def _apis(settings: Settings) -> dict[str, str]:
    """Where the API of each edition is, and where it is described; those beside the main one are named."""
    rows: dict[str, str] = {}
    for book in settings.books:
        name = "" if book == settings.book else f" {facts(book).name}"
        rows[f"API{name}"] = settings.base_url_of(book)
        described = _described(settings, book)
        if described:
            rows[f"Discovery{name}"] = described
    return rows


def _described(settings: Settings, book: str) -> str:
    """Where the discovery document or service description of an edition is; empty where it has none."""
    claims = {each.claim: each.path for each in facts(book).operations.values()}
    if _SERVICE in claims:
        return settings.base_url_of(book) + claims[_SERVICE]
    if _REGISTERING not in claims:
        return ""
    return settings.base_url_of(book) + claims[_REGISTERING] if settings.registration else "none (no registration)"


def _with_documents(settings: Settings) -> set[str]:
    """The users whose CLRs come from files."""
    if not settings.documents:
        return set()
    below = [path for path in Path(settings.documents).iterdir() if not path.name.startswith(".")]
    first = {settings.first_user} if any(path.is_file() for path in below) else set()
    return {path.name for path in below if path.is_dir()} | first


def _announce_users(settings: Settings, empty: Collection[str]) -> None:
    own = _with_documents(settings)
    click.echo("  Users        password")
    for username, account in settings.users.items():
        known = account == INVENTED.get(username)
        note = "" if account.content and account.content not in empty else " (no records)"
        note = " (records of your own)" if username in own else note
        click.echo(f"    {username:<10} {account.password if known else '(as configured)'}{note}")
    if settings.client_id:
        click.echo(f"  Client       {settings.client_id} (secret as configured)")
