"""What a connection tells of itself to whoever records the exchanges on it."""

from __future__ import annotations

from dataclasses import dataclass

LINK = "mock_provider.link"
"""The key of ``scope["extensions"]`` under which an exchange finds its ``Link``."""


@dataclass(slots=True)
class Link:
    """A connection: the TLS version that was agreed on (``None``: no TLS), and whether it is gone."""

    tls: str | None = None
    gone: bool = False
