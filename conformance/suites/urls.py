"""URLs that a target names: they may be anything, and nothing here raises over one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import SplitResult, quote, urlsplit


@lru_cache(maxsize=1024)
def origin(url: str) -> tuple[str, str]:
    """Scheme and authority of a URL, in lower case; of what is not a URL, something that no URL has."""
    parts = split(url)
    return parts.scheme.lower(), parts.netloc.lower()


def split(url: str) -> SplitResult:
    """The parts of a URL that a target names; all are empty when it is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def base_url(url: str, base_path: str, others: Iterable[str] = ()) -> str:
    """The API base for a target given with or without a final slash or the base path of the edition.

    One of the ``others``, the base paths of further editions, at its end gives way to that of this edition.
    """
    trimmed = url.rstrip("/")
    if trimmed.endswith(base_path):
        return trimmed
    other = next((path for path in others if path and trimmed.endswith(path)), "")
    return trimmed.removesuffix(other) + base_path


def sourced_id(item_id: str) -> str:
    """The path segment of an item: the last one of a URL, otherwise the percent-encoded id."""
    if item_id.startswith(("https://", "http://")):
        return split(item_id).path.rsplit("/", 1)[-1]
    return quote(item_id, safe="")
