"""The bounds of a run, so that nothing that it meets can hang or exhaust it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often, at most: in seconds, bytes and counts.

    ``run`` and ``exchanges`` bound a whole run, ``depth`` and ``members`` a document, the others one exchange.
    """

    connect: float = 5.0
    read: float = 10.0
    exchange: float = 30.0
    run: float = 1800.0
    body: int = 32 * 1024 * 1024
    headers: int = 64 * 1024
    redirects: int = 5
    pages: int = 50
    exchanges: int = 5000
    depth: int = 100
    members: int = 2_000_000
