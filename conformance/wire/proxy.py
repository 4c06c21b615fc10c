"""A proxy between this machine and the target: every connection is a tunnel through it (CONNECT, RFC 9110 9.3.6)."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote

from conformance.access import proxy_parts

LONGEST = 64 * 1024
"""Bytes of the proxy's answer that are read."""


class ProxyError(OSError):
    """The proxy cannot be reached, or does not open the tunnel."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """An HTTP proxy: where it is, and who we are for it."""

    host: str
    port: int
    authorization: str = ""

    @classmethod
    def of(cls, url: str) -> Self:
        """The proxy of a URL such as ``http://user:password@proxy.example.edu:3128``; raises ``ValueError``."""
        parts = proxy_parts(url)
        authorization = ""
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            authorization = "Basic " + base64.b64encode(pair.encode()).decode()
        return cls(parts.hostname or "", parts.port or 80, authorization)

    @property
    def headers(self) -> dict[str, str]:
        """What a request for a tunnel carries besides Host."""
        return {"Proxy-Authorization": self.authorization} if self.authorization else {}

    def tunnel(self, host: str, port: int, write: Callable[[bytes], None], read: Callable[[], bytes]) -> None:
        """Ask for a tunnel over a connection to the proxy; raises ``ProxyError`` when there is none."""
        authority = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        lines = [f"CONNECT {authority} HTTP/1.1", f"Host: {authority}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace"))
        received = b""
        while b"\r\n\r\n" not in received:
            # A byte at a time would be exact; a server that we talk TLS or HTTP to says nothing before we do.
            piece = read()
            received += piece
            if not piece or len(received) > LONGEST:
                raise ProxyError(f"the proxy {self.host}:{self.port} does not answer to CONNECT as HTTP does")
        status = received.split(b"\r\n", 1)[0].split(b" ")
        if len(status) < 2 or not status[1].isdigit():
            raise ProxyError(f"the proxy {self.host}:{self.port} does not answer to CONNECT as HTTP does")
        if not status[1].startswith(b"2"):
            raise ProxyError(
                f"the proxy {self.host}:{self.port} opens no tunnel to {authority}: it answers {int(status[1])}"
            )
