"""The option that names an edition of the standard, for commands that no plan or record tells which one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

import click

from conformance.standard import editions, facts

_NUMBER: Final = re.compile(r"\d+(\.\d+)+$")


def one_edition(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command about an API the option ``--standard``; it gives the name of a book, by default the first one."""
    books = tuple(book for book in editions() if facts(book).has_api)
    return _option(books, default=facts(books[0]).id, show_default=True, help="Edition of the standard.")(command)


def any_edition(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--standard``; it hands over the name of a book, ``None`` for all editions."""
    return _option(editions(), default=None, help="Only this edition of the standard.")(command)


def known_as(book: str) -> tuple[str, ...]:
    """The names under which a user may mean an edition: ``clr-v2p0``, ``clr20`` and, after its own name, ``2.0``.

    A number that another edition has as well names neither.
    """
    return (facts(book).id, book, *([number] if (number := _number(book)) and _unique(number) else []))


def public_name(given: str | None) -> str | None:
    """The public name of the edition that a user means; what no edition is known as, and nothing, as it is."""
    wanted = (given or "").strip().lower()
    return next((facts(book).id for book in editions() if wanted in known_as(book)), given)


def _number(book: str) -> str:
    found = _NUMBER.search(facts(book).name)
    return found.group() if found else ""


def _unique(number: str) -> bool:
    return [_number(book) for book in editions()].count(number) == 1


def _book(books: Sequence[str], given: str | None) -> str | None:
    """The book that a user means, in any case; raises ``BadParameter`` with the names that there are."""
    if given is None:
        return None
    known = {name: book for book in books for name in known_as(book)}
    if given.strip().lower() not in known:
        names = "; ".join(", ".join(known_as(book)) for book in books)
        others = {name for book in editions() for name in known_as(book)}
        unknown = (
            "only has its documents judged so far" if given.strip().lower() in others else "is not a known edition"
        )
        raise click.BadParameter(f"{given!r} {unknown}. There are: {names}.")
    return known[given.strip().lower()]


def _option(books: Sequence[str], **settings: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--standard",
        "book",
        metavar=f"[{'|'.join(facts(book).id for book in books)}]",
        callback=lambda _context, _option, given: _book(books, given),
        hidden=len(books) == 1,  # there is nothing to choose
        **settings,
    )
