"""Redirect URIs of apps on the user's own machine, which take whatever port is free (RFC 8252 section 7.3)."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit


def same_but_for_the_port(one: str, other: str) -> bool:
    """True for two http URLs of one loopback address that differ in nothing but the port.

    The name localhost is none: only its exact URL counts (section 8.3).
    """
    try:
        first, second = urlsplit(one), urlsplit(other)
        return _on_loopback(first) and _without_port(first, one) == _without_port(second, other)
    except ValueError:
        return False


def _on_loopback(parts: SplitResult) -> bool:
    _ = parts.port  # raises ValueError for one that is not a number
    return parts.scheme == "http" and "@" not in parts.netloc and ipaddress.ip_address(parts.hostname or "").is_loopback


def _without_port(parts: SplitResult, url: str) -> tuple[str, str | None, str]:
    return parts.scheme, parts.hostname, url.partition("://")[2].removeprefix(parts.netloc)
