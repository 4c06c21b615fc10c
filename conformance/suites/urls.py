"""URLs that a target names: they may be anything, and nothing here raises over one."""

from __future__ import annotations

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


def base_url(url: str, base_path: str) -> str:
    """The API base for a target given with or without a final slash or the base path of the edition."""
    trimmed = url.rstrip("/")
    return trimmed if trimmed.endswith(base_path) else trimmed + base_path


def sourced_id(item_id: str) -> str:
    """The path segment of an item: the last one of a URL, otherwise the percent-encoded id."""
    if item_id.startswith(("https://", "http://")):
        return split(item_id).path.rsplit("/", 1)[-1]
    return quote(item_id, safe="")
