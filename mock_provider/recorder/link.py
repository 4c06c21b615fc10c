"""What a connection tells of itself to whoever records the exchanges on it."""

from __future__ import annotations

from dataclasses import dataclass

LINK = "mock_provider.link"
"""The key of ``scope["extensions"]`` under which an exchange finds its ``Link``."""


@dataclass(slots=True)
class Link:
    """A connection: the TLS version that was agreed on (``None``: no TLS), and whether it is gone.

    ``carried`` says that the mock itself made it, to hand on a request that had come without TLS.
    """

    tls: str | None = None
    gone: bool = False
    carried: bool = False


CARRIERS: set[int] = set()
"""The local ports of connections on which the mock hands on to itself what has come without TLS."""
