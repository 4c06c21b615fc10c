"""Fetches contexts that a document names and nobody ships, when the user asks for it: what is there can change."""

from __future__ import annotations

from typing import Any, Final

from conformance.document import DocumentError, Opened, ParseLimits, parse
from conformance.trust.fetching import Fetcher

ACCEPT: Final = "application/ld+json, application/json;q=0.9"
MOST_BYTES: Final = 1_000_000
"""Size of a context beyond which it is not read."""


def provide(opened: Opened, fetcher: Fetcher) -> None:
    """Hands the contexts that can be had over to the rules of the edition; the checks tell which are still missing."""
    rules, document = opened.rules, opened.document
    if document is None or rules.contexts is None:
        return
    found = {url: value for url in rules.contexts.wanted(document) if (value := _context(url, fetcher)) is not None}
    if found:
        rules.contexts.provide(document, found)


def _context(url: str, fetcher: Fetcher) -> Any:
    fetched = fetcher.get(url, accept=ACCEPT)
    if fetched.failure is not None or fetched.status != 200:
        return None
    try:
        return parse(fetched.body, ParseLimits(size=MOST_BYTES)).value
    except DocumentError:
        return None
