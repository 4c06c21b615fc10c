"""``clr-conformance completion``: the completion script of a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script: eval "$(clr-conformance completion bash)" """
    from conformance.cli import group

    completion = get_completion_class(shell)
    if completion is None:  # click knows all shells of the choice
        raise click.ClickException(f"no completion for {shell}")
    click.echo(completion(group, {}, "clr-conformance", "_CLR_CONFORMANCE_COMPLETE").source())
