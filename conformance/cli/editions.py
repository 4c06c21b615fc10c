"""The option that names an edition of the standard, for commands that no plan or record tells which one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from conformance.standard import editions, facts


def one_edition(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--standard``; it gives the name of a book, the first one when left out."""
    return _option(default=facts(editions()[0]).id, show_default=True, help="Edition of the standard.")(command)


def any_edition(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--standard``; it hands over the name of a book, ``None`` for all editions."""
    return _option(default=None, help="Only this edition of the standard.")(command)


def _option(**settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    known = {facts(book).id: book for book in editions()}
    return click.option(
        "--standard",
        "book",
        type=click.Choice(list(known)),
        callback=lambda _context, _option, given: known.get(given),
        hidden=len(known) == 1,  # there is nothing to choose
        **settings,
    )
