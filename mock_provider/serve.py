"""Runs the mock provider: sockets, TLS, uvicorn, and where to go from there."""

from __future__ import annotations

import atexit
import contextlib
import logging
import multiprocessing
import os
import secrets
import signal
import socket
import ssl
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.types import ASGIApp

from mock_provider.anew import way_back
from mock_provider.app import create_app, entered, layer_around
from mock_provider.behaviour import FaultLayer
from mock_provider.behaviour.control import control_app
from mock_provider.behaviours import WhenAsked, of_all
from mock_provider.connection import Connection, recorded_by
from mock_provider.console import Console
from mock_provider.listening import ServeError, listeners
from mock_provider.oauth import AuthorizationService
from mock_provider.oauth.on_demand import token_route
from mock_provider.plain_http import misdirected
from mock_provider.recorder import Recorder
from mock_provider.recording import recorder_for, told
from mock_provider.running import Running, noted
from mock_provider.server import Server, at_port
from mock_provider.settings import WILDCARDS, Settings, is_loopback
from mock_provider.settings_sources import load, to_environment
from mock_provider.side_by_side import played_by
from mock_provider.starting import played, settings_for
from mock_provider.tls import local_authority
from mock_provider.watched import JudgeOf, watched

_BACKLOG = 1024


@dataclass(frozen=True, slots=True)
class Started:
    """What an operator has to know of a mock that has started."""

    settings: Settings
    ca_path: Path
    control_url: str = ""
    console_url: str = ""


@dataclass(frozen=True, slots=True)
class Steered:
    """What the control API of a mock steers; ``reset`` is ``None`` for a store that is not in memory."""

    settings: Settings
    layer: FaultLayer
    recorder: Recorder
    reset: Callable[[], None] | None


RoutesOf = Callable[[Steered], Sequence[Route]]
"""Makes routes of the control API that belong to whoever starts the mock."""


def serve(
    settings: Settings,
    announce: Callable[[Started], None],
    judge: JudgeOf | None = None,
    more: RoutesOf = lambda _steered: (),
) -> None:
    """Serves until SIGINT or SIGTERM; ``announce`` is called once, when requests are answered.

    ``judge`` makes what judges the requests for the timeline of the console, where there is one; ``more`` makes routes
    of the control API beside those of the mock.

    Raises ``ServeError`` for an address that is taken or not allowed, ``DatabaseError`` for the store,
    ``DamagedFileError`` for a key that cannot be read, ``FaultError`` for a fault that does not exist.
    """
    refuse_remote(settings)
    logging.basicConfig(level=settings.log_level.upper())
    chosen = played(settings)
    _usable(settings.data_dir)
    statuses = played_by(settings).statuses
    recorder = recorder_for(settings)
    with (
        told(recorder, settings),
        listeners(settings_for(settings, chosen)) as (taken, listener, plain),
        misdirected(plain, statuses, recorder, settings.tenant),
    ):
        where = Started(taken, local_authority(taken.data_dir).ca_path)
        signal.signal(signal.SIGTERM, leave)
        with contextlib.suppress(KeyboardInterrupt):
            if taken.workers == 1:
                app = create_app(taken)
                layer, steered = layer_around(app, chosen), with_control_token(taken)
                with (
                    way_back(layer, recorder, app.state.database) as reset,
                    watched(taken, where.ca_path, recorder, judge) as console,
                    controlled(
                        layer,
                        recorder,
                        steered,
                        [*token_routes(app), *more(Steered(taken, layer, recorder, reset))],
                        reset=reset,
                        console=console,
                    ) as control_url,
                    _noted(steered, control_url),
                ):
                    controllable = replace(
                        where,
                        control_url=control_url if taken.control_token else "",
                        console_url=console.url(control_url) if console else "",
                    )
                    config = server_config(recorder.around(entered(layer, taken)), taken, recorder=recorder)
                    Server(config, lambda: announce(controllable)).run([listener])
            else:
                _serve_by_workers(taken, listener, lambda: announce(where))


def _usable(folder: Path) -> None:
    """Raises ``ServeError`` for a folder where the authority and the keys cannot be kept."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ServeError(
            f"the folder for the CA and the keys cannot be written: {folder}: {error.strerror or error}. "
            "Choose another one with --data-dir, or change its permissions."
        ) from error


def with_control_token(settings: Settings) -> Settings:
    """The settings with a control token: unless one is set, one of this start, which commands of this user find."""
    return settings if settings.control_token else replace(settings, control_token=secrets.token_urlsafe(32))


def token_routes(app: Starlette) -> Sequence[Route]:
    """What the control API says of tokens, where somebody logs in."""
    service: AuthorizationService | None = app.state.authorization
    return [token_route(service, app.state.settings.first_user)] if service else []


def _noted(settings: Settings, control_url: str) -> contextlib.AbstractContextManager[None]:
    others = tuple(settings.base_url_of(book) for book in settings.books[1:])
    running = Running(settings.base_url, control_url, settings.control_token, others)
    return noted(settings.data_dir, settings.port, running)


@contextlib.contextmanager
def controlled(
    layer: FaultLayer,
    recorder: Recorder,
    settings: Settings,
    more: Sequence[Route] = (),
    *,
    reset: Callable[[], None] | None = None,
    console: Console | None = None,
) -> Iterator[str]:
    """The control API on its own port as long as the block lasts, with the console where there is one.

    Gives its URL, empty when there is no token.
    """
    if not settings.control_token:
        yield ""
        return
    known = WhenAsked(lambda: of_all(settings.books))  # reads the catalogues, which would delay every start
    app = control_app(layer, recorder, known, settings.control_token, more=more, reset=reset)
    with (
        at_port(console.in_front_of(app) if console else app, settings.control_port, settings.log_level) as origin,
        contextlib.closing(console) if console else contextlib.nullcontext(),
    ):
        yield origin


def refuse_remote(settings: Settings) -> None:
    """Raises ``ServeError`` for an address that other machines reach, unless that was asked for in words."""
    if not settings.allow_remote and not is_loopback(settings.host):
        raise ServeError(
            f"{settings.host} can be reached by other machines, and the mock's passwords are known to everybody. "
            "Leave the host at 127.0.0.1, or add --allow-remote when you want this."
        )


def server_config(
    app: Any,
    settings: Settings,
    tls: ssl.SSLContext | None = None,
    recorder: Recorder | None = None,
    **options: Any,
) -> uvicorn.Config:
    """How uvicorn serves an app with these settings, and with another TLS than they say when it is given."""
    factory = _tls_of_environment if options else lambda _config, _default: tls or tls_context(settings)
    return listener_config(
        app, recorder, lifespan="on", ssl_context_factory=factory, log_level=settings.log_level, **options
    )


def listener_config(
    app: Any, recorder: Recorder | None = None, listener: str = "main", **options: Any
) -> uvicorn.Config:
    """How uvicorn serves any app of the mock; ``options`` are uvicorn's own.

    The recorder is told of the handshakes and of what cannot be read at this listener.
    """
    made = options.get("ssl_context_factory")
    if recorder is not None and made is not None:
        options["ssl_context_factory"] = lambda *given: recorder.tls.watched(made(*given), listener)
    return uvicorn.Config(
        app,
        loop="uvloop",
        http=recorded_by(recorder) if recorder is not None else Connection,
        ws="none",
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
        **options,
    )


def tls_context(settings: Settings) -> ssl.SSLContext:
    """TLS for the names under which these settings can be reached."""
    names = [name for name in (settings.host, settings.public_host) if name and name not in WILDCARDS]
    return local_authority(settings.data_dir).server_context(*names, old=settings.old_tls)


def worker_app() -> ASGIApp:
    """The app of one of several workers, from the settings that the parent left in the environment."""
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    settings = load(environment=os.environ)
    recorder = recorder_for(settings)
    lasting = contextlib.ExitStack()
    lasting.enter_context(told(recorder, settings))
    atexit.register(lasting.close)
    return recorder.around(entered(layer_around(create_app(settings)), settings))


def _serve_by_workers(settings: Settings, listener: socket.socket, on_ready: Callable[[], None]) -> None:
    from uvicorn.supervisors import Multiprocess

    create_app(settings).state.database.close()  # fills the store, so that a fault shows here and not in every worker
    os.environ.update(to_environment(settings))
    config = server_config("mock_provider.serve:worker_app", settings, factory=True, workers=settings.workers)
    listener.listen(_BACKLOG)
    on_ready()
    Multiprocess(config, [listener]).run()


def _end_with_the_parent() -> None:
    """Waits for the parent's end, however it comes, so that no worker goes on to serve by itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)


def _tls_of_environment(_config: uvicorn.Config, _default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    # A worker gets this function by its name, as a context cannot be sent to another process.
    return tls_context(load(environment=os.environ))


def leave(_signal: int, _frame: object) -> NoReturn:
    """Ends the process as Ctrl-C does: what was opened is closed."""
    sys.exit(0)
