"""English that messages share."""

from __future__ import annotations


def a(noun: str, *, capital: bool = False) -> str:
    """The noun with its indefinite article: an Assertion, a Clr."""
    article = "an" if noun[:1].lower() in "aeio" else "a"
    return f"{article.capitalize() if capital else article} {noun}"
