"""``clr-conformance provider``: judge a provider."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

import click

from clr_reports import default_formats, extras_of, run_formats
from conformance.plan.edition import base_paths, envelopes


@click.command()
@click.argument("plan")
@click.option(
    "--target",
    metavar="URL",
    help=f"Base URL of the provider, with or without {' or '.join(base_paths())}; instead of the plan's.",
)
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
@click.option(
    "--envelope",
    metavar=f"[{'|'.join(envelopes())}]",
    help="Sibling standard under whose names the target offers the same API; instead of the plan's.",
)
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), help="PEM file of a private certificate authority.")
@click.option(
    "--allow-http",
    is_flag=True,
    default=None,
    help="Allow plain http to a loopback target; the https requirements then fail.",
)
@click.option("--proxy", metavar="URL", help="HTTP proxy to go through, such as http://proxy.example.edu:3128.")
@click.option(
    "--header",
    "headers",
    multiple=True,
    metavar="'NAME: VALUE'",
    help="Header for a gate in front of the target (repeatable).",
)
@click.option(
    "--basic",
    metavar="USER:PASSWORD",
    envvar="CLR_BASIC",
    help="HTTP Basic for a gate in front; better set in the environment.  [env: CLR_BASIC]",
)
@click.option(
    "--client-cert", type=click.Path(dir_okay=False), help="PEM file of the client's certificate, for mutual TLS."
)
@click.option("--client-key", type=click.Path(dir_okay=False), help="PEM file of its key.")
@click.option("--rate", type=click.FloatRange(0), metavar="N", help="Largest number of requests in a second.")
@click.option(
    "--wait-for", type=click.FloatRange(0), metavar="SECONDS", help="How long to wait for a target that is starting."
)
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
@click.option("-k", "keyword", metavar="EXPR", help="Run only checks whose names match (as in pytest).")
@click.option("-x", "--exitfirst", is_flag=True, help="Stop at the first failure.")
@click.option("--quiet", "-q", is_flag=True, help="Only the verdict.")
def command(  # one parameter per option
    plan: str,
    target: str | None,
    out: Path,
    formats: tuple[str, ...],
    envelope: str | None,
    ca: str | None,
    allow_http: bool | None,
    proxy: str | None,
    headers: tuple[str, ...],
    basic: str | None,
    client_cert: str | None,
    client_key: str | None,
    rate: float | None,
    wait_for: float | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    inferred: str | None,
    strict_manual: bool,
    keep_personal_data: bool,
    keyword: str | None,
    exitfirst: bool,
    quiet: bool,
) -> None:
    """Judge a CLR provider by PLAN: a YAML file, or a shipped plan (provider-read, provider-write, provider-full,
    provider-api for CLR 1.0; clr2-read, clr2-write, clr2-full, clr2-api for CLR 2.0).

    \b
    Example:
      export CLR_USERNAME=... CLR_PASSWORD=...
      clr-conformance provider provider-read --target https://clr.example.edu --out clr-report
      CLR_TOKEN=... clr-conformance provider provider-api --target http://127.0.0.1:8000 --allow-http
    """
    from conformance.cli.running import run_and_report
    from conformance.extras import need
    from conformance.plan import file as plan_file

    need("provider", *extras_of(formats))
    network = {
        "proxy": proxy,
        "headers": dict(map(_header, headers)),
        "basic": _basic(basic) if basic else None,
        "client_certificate": client_cert,
        "client_key": client_key,
        "rate": rate,
        "wait_for": wait_for,
    }
    overrides = {"url": target, "ca": ca, "allow_http": allow_http, "envelope": envelope}
    loaded = plan_file.load(plan, overrides=overrides, network=network)
    loaded = plan_file.adjust(loaded, select=select, ignore=ignore, inferred=inferred, strict_manual=strict_manual)
    loaded = replace(loaded, keep_personal_data=loaded.keep_personal_data or keep_personal_data)
    arguments = [*(["-k", keyword] if keyword else []), *(["-x"] if exitfirst else [])]
    sys.exit(
        run_and_report(loaded, out=out, formats=formats or default_formats(), pytest_arguments=arguments, quiet=quiet)
    )


def _header(given: str) -> tuple[str, str]:
    name, colon, value = given.partition(":")
    if not colon or not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name.strip()):
        raise click.BadParameter("not a header such as 'X-Api-Key: 1234'", param_hint="--header")
    return name.strip(), value.strip()


def _basic(given: str) -> dict[str, str]:
    username, colon, password = given.partition(":")
    if not colon:
        raise click.BadParameter("not USER:PASSWORD", param_hint="--basic")
    return {"username": username, "password": password}
