"""``clr-conformance plan``: shipped plans and their schema."""

from __future__ import annotations

import json

import click

from conformance.plan import shipped

_OUTCOME = "outcome"


@click.group()
def command() -> None:
    """Write a commented plan, list the plans, print their schema."""


@command.command("new")
@click.argument("name", type=click.Choice(shipped.names()))
def new(name: str) -> None:
    """Print a commented copy of a shipped plan: plan new provider-full > mine.yaml"""
    click.echo(shipped.text(name), nl=False)


@command.command("list")
def list_plans() -> None:
    """List the shipped plans, one line each."""
    for name in shipped.names():
        click.echo(f"{name:16} {shipped.text(name).splitlines()[0].removeprefix('# Plan: ')}")


@command.command("schema")
@click.option(
    "--role",
    type=click.Choice((*shipped.ROLES, _OUTCOME)),
    default=shipped.ROLES[0],
    show_default=True,
    help="Whom the plan is about; or what a consumer reports.",
)
def schema(role: str) -> None:
    """Print the JSON Schema of a plan, for editors; or that of a consumer's outcome."""
    if role == _OUTCOME:
        click.echo(json.dumps(shipped.outcome_schema(), indent=2))
    else:
        click.echo(shipped.schema_text(role), nl=False)


@command.command("check")
@click.argument("plan")
def check(plan: str) -> None:
    """Say whether PLAN is valid, without contacting the target."""
    from conformance.plan import consumer_file, source
    from conformance.plan import file as plan_file

    if source.role_of(plan) == "consumer":
        claims, about = consumer_file.load(plan).claims, "a consumer"
    else:
        loaded = plan_file.load(plan)
        claims, about = loaded.claims, loaded.target.url
    click.echo(f"{plan}: a valid plan for {about}; claims: {', '.join(sorted(claims)) or 'none'}")
