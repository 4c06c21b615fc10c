"""The mock provider for tests and demos: real HTTPS on a free loopback port, in a background thread."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from mock_provider.app import create_app
from mock_provider.plain_http import misdirected
from mock_provider.serve import Server, bound, server_config
from mock_provider.settings import Settings, with_ports

_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class MockServer:
    """A mock provider that is running.

    ``url`` is the API's base URL, ``origin`` what comes before it, ``http_url`` the same base URL on the
    listener without TLS, ``ca_path`` the certificate authority to trust, ``users`` passwords by user name.
    """

    url: str
    origin: str
    http_url: str
    ca_path: Path
    users: Mapping[str, str]
    settings: Settings
    app: Starlette


@contextlib.contextmanager
def running_mock(**settings: Any) -> Iterator[MockServer]:
    """Runs a mock provider with these ``Settings`` as long as the block does.

    Ports are free ones unless given, and the CA and the keys live in a temporary folder of the process.
    """
    asked = Settings(**{"port": 0, "data_dir": _process_folder(), **settings})
    with bound(asked.host, asked.port) as listener, bound(asked.host, asked.http_port) as plain:
        taken = with_ports(asked, listener.getsockname()[1], plain.getsockname()[1])
        app = create_app(taken)
        with _serving(app, taken, listener) as ca_path, misdirected(plain):
            yield MockServer(
                url=taken.base_url,
                origin=taken.origin,
                http_url=taken.base_url.replace(taken.origin, f"http://{taken.host}:{taken.http_port}"),
                ca_path=ca_path,
                users=taken.users,
                settings=taken,
                app=app,
            )


@contextlib.contextmanager
def _serving(app: Starlette, settings: Settings, listener: Any) -> Iterator[Path]:
    config, ca_path = server_config(app, settings)
    server = Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the mock provider did not start; its log says why")
        time.sleep(0.005)
    try:
        yield ca_path
    finally:
        server.should_exit = True
        thread.join()


@cache
def _process_folder() -> Path:
    folder = tempfile.TemporaryDirectory(prefix="clr-mock-")
    _KEPT.append(folder)  # removed when the process ends
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
