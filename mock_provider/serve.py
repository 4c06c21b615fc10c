"""Runs the mock provider: sockets, TLS, uvicorn, and where to go from there."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import uvicorn

from mock_provider.settings import WILDCARDS, Settings
from mock_provider.tls import local_authority

_BACKLOG = 1024


class Server(uvicorn.Server):
    """uvicorn's server, which at its end does not wait for clients that keep a connection without asking anything."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets running requests finish and drops idle connections."""
        for connection in list(self.server_state.connections):
            cycle = getattr(connection, "cycle", None)
            if (cycle is None or cycle.response_complete) and connection.transport:
                connection.transport.abort()
        await super().shutdown(sockets)


def bound(host: str, port: int) -> socket.socket:
    """A socket bound to the address; port 0 takes a free one."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def server_config(app: Any, settings: Settings) -> tuple[uvicorn.Config, Path]:
    """How uvicorn serves an app with these settings, and the CA file to trust."""
    authority = local_authority(settings.data_dir)
    names = [name for name in (settings.host, settings.public_host) if name and name not in WILDCARDS]
    context = authority.server_context(*names)
    config = uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        ssl_context_factory=lambda _config, _default: context,
        access_log=False,
        log_level=settings.log_level,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )
    return config, authority.ca_path
