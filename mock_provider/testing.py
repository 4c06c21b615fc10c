"""The mock provider for tests and demos: real HTTPS on a free loopback port, in a background thread."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.types import ASGIApp

from mock_provider.app import create_app
from mock_provider.behaviour import FaultLayer, layer_around
from mock_provider.clr10.content.generator import known_ids
from mock_provider.plain_http import misdirected
from mock_provider.serve import Server, listeners, server_config
from mock_provider.settings import BASE_PATH, Settings
from mock_provider.starting import played, settings_for
from mock_provider.tls import local_authority

_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class MockServer:
    """A mock provider that is running.

    ``url`` is the API's base URL, ``origin`` what comes before it, ``http_url`` the same base URL on the
    listener without TLS, ``ca_path`` the certificate authority to trust, ``users`` passwords by user name,
    ``known_ids`` ids of single items by what they are samples of, such as ``revoked_clr``. ``faults`` switches
    faults on and off while it runs.
    """

    url: str
    origin: str
    http_url: str
    ca_path: Path
    users: Mapping[str, str]
    known_ids: Mapping[str, str]
    settings: Settings
    app: Starlette
    faults: FaultLayer


@contextlib.contextmanager
def running_mock(around: Callable[[ASGIApp], ASGIApp] | None = None, **settings: Any) -> Iterator[MockServer]:
    """Runs a mock provider with these ``Settings`` as long as the block does.

    ``around`` may wrap its application, for what a fault cannot do. Ports are free ones unless given, and the CA
    and the keys live in a temporary folder of the process.
    """
    asked = Settings(**{"port": 0, "data_dir": process_folder(), **settings})
    chosen = played(asked.faults)
    with listeners(settings_for(asked, chosen)) as (taken, listener, plain):
        app = create_app(taken)
        layer = layer_around(app, chosen)
        with _serving(around(layer) if around else layer, taken, listener), misdirected(plain):
            yield MockServer(
                url=taken.base_url,
                origin=taken.origin,
                http_url=_without_tls(taken),
                ca_path=local_authority(taken.data_dir).ca_path,
                users=taken.users,
                known_ids=known_ids(taken),
                settings=taken,
                app=app,
                faults=layer,
            )


@contextlib.contextmanager
def _serving(app: ASGIApp, settings: Settings, listener: Any) -> Iterator[None]:
    server = Server(server_config(app, settings))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the mock provider did not start; its log says why")
        time.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


def _without_tls(settings: Settings) -> str:
    host = settings.origin.replace("https:", "http:").rpartition(":")[0]
    return f"{host}:{settings.http_port}{BASE_PATH}"


@cache
def process_folder() -> Path:
    """Where mocks of this process keep their authority and keys; removed when it ends."""
    folder = tempfile.TemporaryDirectory(prefix="clr-mock-")
    _KEPT.append(folder)  # removed when the process ends
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
