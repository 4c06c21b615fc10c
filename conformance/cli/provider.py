"""``clr-conformance provider``: judge a provider."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

FORMATS = ("json", "html", "junit", "markdown", "allure")


@click.command()
@click.argument("plan")
@click.option(
    "--target", metavar="URL", help="Base URL of the provider, with or without /ims/clr/v1p0; instead of the plan's."
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
    type=click.Choice(FORMATS),
    help="Reports to write (run.json always); all when left out.",
)
@click.option("--ca", type=click.Path(exists=True, dir_okay=False), help="PEM file of a private certificate authority.")
@click.option(
    "--allow-http",
    is_flag=True,
    default=None,
    help="Allow plain http to a loopback target; the https requirements then fail.",
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
    ca: str | None,
    allow_http: bool | None,
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
    provider-api).

    \b
    Example:
      export CLR_USERNAME=... CLR_PASSWORD=...
      clr-conformance provider provider-read --target https://clr.example.edu --out clr-report
      CLR_TOKEN=... clr-conformance provider provider-api --target http://127.0.0.1:8000 --allow-http
    """
    from conformance import plan_file
    from conformance.cli.running import run_and_report

    loaded = plan_file.load(plan, overrides={"url": target, "ca": ca, "allow_http": allow_http})
    loaded = plan_file.adjust(loaded, select=select, ignore=ignore, inferred=inferred, strict_manual=strict_manual)
    loaded = replace(loaded, keep_personal_data=loaded.keep_personal_data or keep_personal_data)
    arguments = [*(["-k", keyword] if keyword else []), *(["-x"] if exitfirst else [])]
    sys.exit(run_and_report(loaded, out=out, formats=formats or FORMATS, pytest_arguments=arguments, quiet=quiet))
