"""URLs that can be fetched."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_https(text: str | None) -> bool:
    """True for an https URL with a host."""
    if text is None or not text.lower().startswith("https://"):
        return False
    return bool(host(text))


def host(url: str) -> str:
    """The host of a URL in lower case, empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
