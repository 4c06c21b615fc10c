"""The command ``clr-conformance``: one module per command, loaded only when it is used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, Final

import click

from conformance import __version__

COMMANDS: Final[dict[str, tuple[str, str]]] = {
    "demo": ("demo", "Judge the built-in mock provider and write all reports."),
    "provider": ("provider", "Judge a CLR provider, requirement by requirement."),
    "consumer": ("consumer", "Judge a CLR consumer by what it does."),
    "validate": ("validate", "Judge CLR documents: files, folders, URLs, standard input."),
    "canon": ("canon", "Print the canonical RDF of a JSON-LD document."),
    "migrate": ("migrate", "Make a CLR 2.0 record of a CLR 1.0 one, with an account of each member."),
    "mock": ("mock", "Start the mock provider."),
    "plan": ("plan", "Write a commented plan, list the plans, print their schema."),
    "report": ("report", "Make reports again from a run record."),
    "show": ("show", "Show the exchanges that findings point at."),
    "login": ("login", "Be the learner in front of a consumer, as its browser."),
    "token": ("token", "Log in by a plan and print an access token."),
    "diff": ("diff", "Say what changed between two run records."),
    "waive": ("waive", "Write waivers for what a run found broken."),
    "vectors": ("vectors", "Write documents that break one requirement each, for anybody's tests."),
    "requirements": ("requirements", "List the requirements of the standard."),
    "explain": ("explain", "Explain a requirement, an area, a fault, a scenario or a problem code."),
    "faults": ("faults", "List the ways in which the mock can be made wrong."),
    "scenarios": ("scenarios", "List what a consumer is taken through, and what it is for."),
    "selfcheck": ("selfcheck", "Prove the harness against every fault of the mock."),
    "completion": ("completion", "Print the shell completion script."),
}


INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, that of a shell; click's own is 1, which here means that a requirement failed."""


class LazyGroup(click.Group):
    """Knows its commands by name and imports a command's module when that command is called.

    The help page needs no import, so that ``--help`` answers at once.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command, or ``None`` for an unknown name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"conformance.cli.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does; an unknown command is met with those that are near."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from conformance.names import did_you_mean, near

            hint = did_you_mean(near(args[0], COMMANDS))
            ctx.fail(f"No such command {args[0]!r}. {hint}".rstrip())
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with ``INTERRUPTED``, unless the command has a better end of its own."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("interrupted", err=True)
            ctx.exit(INTERRUPTED)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="clr-conformance")
def group() -> None:
    """Self-check of implementations of the 1EdTech/IMS Comprehensive Learner Record (CLR) standard.

    The standard is owned by 1EdTech (IMS Global Learning Consortium). A run of this tool is a
    self-check; it is not a certification.

    \b
    Exit codes:
      0  something was judged, every MUST in the plan was decided and none failed
      1  at least one requirement failed
      2  wrong usage, plan or configuration; a selection that leaves nothing to judge
      3  incomplete: not reached, not logged in, nothing judged, or a MUST stayed undecided
    """


def main() -> None:
    """Run the command line; ends the process with the public exit codes."""
    from conformance.cli.accidents import guarded
    from conformance.collector import seldom
    from conformance.errors import UsageFault

    seldom()
    with guarded():
        try:
            try:
                group(prog_name="clr-conformance")
            except ModuleNotFoundError as error:
                from conformance.extras import behind

                raise (behind(error) or error) from None
        except UsageFault as fault:
            from conformance.cli.problems import show

            show(fault.problem)
            sys.exit(2)
