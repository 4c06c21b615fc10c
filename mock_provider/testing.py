"""The mock provider for tests and demos: real HTTPS on a free loopback port, or no port at all."""

from __future__ import annotations

import contextlib
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from mock_provider.anew import begin_anew
from mock_provider.app import check_room, create_app, entered, layer_around
from mock_provider.behaviour import FaultLayer
from mock_provider.edition import find
from mock_provider.listening import listeners
from mock_provider.oauth import AuthorizationService
from mock_provider.plain_http import misdirected
from mock_provider.recorder import Recorder
from mock_provider.recording import recorder_for
from mock_provider.serve import server_config
from mock_provider.server import Server
from mock_provider.settings import Settings
from mock_provider.side_by_side import played_by
from mock_provider.starting import played, settings_for
from mock_provider.store.database import Database, DatabaseError, Snapshot
from mock_provider.tls import local_authority

_START_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class MockServer:
    """A mock provider that is running.

    ``url`` is the API's base URL, ``origin`` its scheme, host and port, ``http_url`` the same base URL on the
    listener without TLS, ``ca_path`` the certificate authority to trust, ``users`` passwords by user name,
    ``known_ids`` ids of single items by what they are samples of, such as ``revoked_clr``. ``faults`` switches
    faults on and off while it runs. ``recorder`` has every exchange and every handshake so far; ``application`` is the
    ASGI app to call, under the paths of the settings, recorded too.
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
    recorder: Recorder
    application: ASGIApp = field(repr=False)
    seeded: Snapshot | None = field(default=None, repr=False)

    def token(self, user: str = "", scopes: Sequence[str] = (), seconds: int = 0) -> str:
        """An access token without a login, of the first user and with all scopes unless others are named.

        Scopes are URIs or what they end in (``readonly``); it lives as long as any other, or so many ``seconds``.
        Raises ``ValueError`` for a user or a scope that there is not, or when nobody logs in at this edition.
        """
        service: AuthorizationService | None = self.app.state.authorization
        if service is None:
            raise ValueError("no operation of this edition needs a token")
        token: str = service.token_for(user or self.settings.first_user, scopes, seconds)["access_token"]
        return token

    def move(self, paths: Mapping[str, str]) -> None:
        """From now on these steps of OAuth are at these paths (``{"token": "/new/token"}``), as discovery says.

        Nothing is at their old ones. The other steps, clients and tokens stay as they were. Raises ``SettingsError``
        for a path that cannot be.
        """
        moved = replace(self.settings, oauth_paths={**self.settings.oauth_paths, **paths})
        check_room(moved, self.app)
        self.settings.places.move(paths)

    def reset(self) -> None:
        """Goes back to the moment before the first request, in about a millisecond.

        Gone is what was registered, issued, posted, deleted and remembered since: clients, grants, codes, tokens,
        sessions, CLRs and hosted items, cached pages and tokens, what is recorded, what faults remember and count. The
        faults of the start are on, all others off. Not reset are the settings, ports and keys, connections that are
        open, requests in flight, an app that ``around`` has put in front, and the clock.

        Raises ``DatabaseError`` when the store is not in memory.
        """
        database: Database = self.app.state.database
        if self.seeded is None:
            raise DatabaseError("only a store in memory can begin anew; start the mock with database='sqlite://'")
        begin_anew(self.faults, self.recorder, database, self.seeded)


@contextlib.contextmanager
def running_mock(
    around: Callable[[ASGIApp], ASGIApp] | None = None,
    tls: ssl.SSLContext | None = None,
    beside: Callable[[ASGIApp], ASGIApp] | None = None,
    **settings: Any,
) -> Iterator[MockServer]:
    """Runs a mock provider with these ``Settings`` as long as the block does.

    ``around`` may wrap its application, for what a fault cannot do, and ``beside`` the recorder too, for what is none
    of the mock's own; ``tls`` is another one than that of the settings.
    Ports are free ones unless given, and the CA and the keys live in a temporary folder of the process.
    """
    wanted = Settings(**{"port": 0, "data_dir": process_folder(), **settings})
    chosen = played(wanted)
    with listeners(settings_for(wanted, chosen)) as (taken, listener, plain):
        app = create_app(taken)
        layer, recorder = layer_around(app, chosen), recorder_for(taken)
        door = entered(layer, taken)
        application = recorder.around(around(door) if around else door)
        listening = beside(application) if beside else application
        with (
            serving(server_config(listening, taken, tls, recorder), listener),
            misdirected(plain, played_by(taken).statuses, recorder, taken.tenant),
            _server(taken, app, layer, recorder, application) as server,
        ):
            yield server


@contextlib.contextmanager
def mock_in_process(**settings: Any) -> Iterator[MockServer]:
    """A mock provider that listens nowhere: ``application`` is the ASGI app that answers, in the thread that calls it.

    It keeps its store in memory unless the settings say otherwise, and hands nothing to threads of its own.
    """
    wanted = Settings(**{"port": 8440, "http_port": 8441, "data_dir": process_folder(), **settings})
    chosen = played(wanted)
    taken = settings_for(wanted, chosen)
    app = create_app(taken, threads=False)
    try:
        layer, recorder = layer_around(app, chosen), recorder_for(taken)
        application = recorder.around(entered(layer, taken))
        with _server(taken, app, layer, recorder, application) as server:
            yield server
    finally:
        app.state.database.close()


@contextlib.contextmanager
def _server(
    settings: Settings, app: Starlette, layer: FaultLayer, recorder: Recorder, application: ASGIApp
) -> Iterator[MockServer]:
    """The mock to whoever asked for it, with what was seeded as long as the block lasts."""
    database: Database = app.state.database
    seeded = database.snapshot() if database.in_memory else None
    server = MockServer(
        url=settings.base_url,
        origin=settings.origin,
        http_url=_without_tls(settings),
        ca_path=local_authority(settings.data_dir).ca_path,
        users=settings.logins,
        known_ids=find(settings.book).known_ids(settings),
        settings=settings,
        app=app,
        faults=layer,
        recorder=recorder,
        application=application,
        seeded=seeded,
    )
    try:
        yield server
    finally:
        if seeded is not None:
            seeded.close()


@contextlib.contextmanager
def serving(config: uvicorn.Config, *listeners: socket.socket) -> Iterator[None]:
    """Serves on bound sockets as long as the block lasts; raises ``RuntimeError`` when that cannot be started."""
    server = Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": list(listeners)}, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise RuntimeError("the mock provider did not start; its log says why")
        time.sleep(0.005)
    try:
        yield
    finally:
        server.stop()
        thread.join()


def _without_tls(settings: Settings) -> str:
    host = settings.origin.replace("https:", "http:").rpartition(":")[0]
    return f"{host}:{settings.http_port}{settings.tenant}{settings.facts.base_path}"


@cache
def process_folder() -> Path:
    """Where mocks of this process keep their authority and keys; removed when it ends."""
    folder = tempfile.TemporaryDirectory(prefix="clr-mock-")
    _KEPT.append(folder)  # removed when the process ends
    return Path(folder.name)


_KEPT: list[tempfile.TemporaryDirectory[str]] = []
