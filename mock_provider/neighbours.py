"""Servers beside the mock that a client may be led to: another host, wrong certificates, old TLS, none at all.

Each listens on free ports of this machine, serves the ASGI app that is handed in without starting or ending it, and
yields its origin; a ``recorder`` keeps what is said there, at the place ``other``. Certificates are of the authority
kept in ``folder``, that of the mocks of this process unless given.
``foreign_tls``, ``misnamed_tls`` and ``old_only_tls`` are for a mock that is to be served so itself:
``running_mock(tls=…)``.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import trustme
from starlette.types import ASGIApp

from mock_provider.listening import ServeError, bound
from mock_provider.recorder import Recorder
from mock_provider.serve import listener_config
from mock_provider.testing import process_folder, serving
from mock_provider.tls import context_for, local_authority

_ADDRESS, _ADDRESS_6, _NAME = "127.0.0.1", "::1", "localhost"
_OTHER_NAME = "another.invalid"
_TRIES = 20


@contextlib.contextmanager
def other_host(app: ASGIApp, folder: Path | None = None, recorder: Recorder | None = None) -> Iterator[str]:
    """A host that is not the mock's: ``https://localhost:PORT``, on 127.0.0.1 and, where there is IPv6, on ::1 too."""
    with (
        _both_loopbacks() as listeners,
        _over_tls(app, context_for(_authority(folder), _NAME), *listeners, recorder=recorder, name="other-host"),
    ):
        yield f"https://{_NAME}:{listeners[0].getsockname()[1]}"


@contextlib.contextmanager
def foreign_certificate(app: ASGIApp, recorder: Recorder | None = None) -> Iterator[str]:
    """A host whose certificate is for its name, but of an authority that nobody trusts."""
    with (
        bound(_ADDRESS, 0) as listener,
        _over_tls(app, foreign_tls(), listener, recorder=recorder, name="foreign-certificate"),
    ):
        yield _origin(listener)


@contextlib.contextmanager
def misnamed_certificate(app: ASGIApp, folder: Path | None = None, recorder: Recorder | None = None) -> Iterator[str]:
    """A host whose certificate is of the right authority, but for another name."""
    with (
        bound(_ADDRESS, 0) as listener,
        _over_tls(app, misnamed_tls(folder), listener, recorder=recorder, name="misnamed-certificate"),
    ):
        yield _origin(listener)


@contextlib.contextmanager
def old_tls(app: ASGIApp, folder: Path | None = None, recorder: Recorder | None = None) -> Iterator[str]:
    """A host that speaks TLS 1.0 and 1.1 only; nobody can talk to it unless ``tls.can_speak_old()``."""
    with (
        bound(_ADDRESS, 0) as listener,
        _over_tls(app, old_only_tls(folder), listener, recorder=recorder, name="old-tls"),
    ):
        yield _origin(listener)


@contextlib.contextmanager
def plain_http(app: ASGIApp, recorder: Recorder | None = None) -> Iterator[str]:
    """A host that serves without TLS: ``http://127.0.0.1:PORT``."""
    config = listener_config(_recorded(app, recorder), recorder, lifespan="off", log_level="warning")
    with bound(_ADDRESS, 0) as listener, serving(config, listener):
        yield _origin(listener, "http")


def foreign_tls(_folder: Path | None = None, *names: str) -> ssl.SSLContext:
    """TLS with a certificate for 127.0.0.1 and these names, of an authority that nobody trusts."""
    return context_for(_stranger(), _ADDRESS, *names)


def misnamed_tls(folder: Path | None = None, *_names: str) -> ssl.SSLContext:
    """TLS with a certificate of the right authority for another name."""
    return context_for(_authority(folder), _OTHER_NAME)


def old_only_tls(folder: Path | None = None, *names: str) -> ssl.SSLContext:
    """TLS 1.0 and 1.1 only, with a right certificate for 127.0.0.1 and these names."""
    return context_for(_authority(folder), _ADDRESS, *names, old=True, new=False)


def _over_tls(
    app: ASGIApp, context: ssl.SSLContext, *listeners: socket.socket, recorder: Recorder | None, name: str
) -> contextlib.AbstractContextManager[None]:
    config = listener_config(
        _recorded(app, recorder),
        recorder,
        name,
        lifespan="off",
        log_level="warning",
        ssl_context_factory=lambda _config, _default: context,
    )
    return serving(config, *listeners)


def _recorded(app: ASGIApp, recorder: Recorder | None) -> ASGIApp:
    return app if recorder is None else recorder.around(app, "other")


def _origin(listener: socket.socket, scheme: str = "https") -> str:
    return f"{scheme}://{_ADDRESS}:{listener.getsockname()[1]}"


@contextlib.contextmanager
def _both_loopbacks() -> Iterator[tuple[socket.socket, ...]]:
    """Sockets of the same port on every loopback address that ``localhost`` may stand for."""
    with contextlib.ExitStack() as opened:
        for _ in range(_TRIES):
            first = bound(_ADDRESS, 0)
            port = first.getsockname()[1]
            if not _has_ipv6():
                yield (opened.enter_context(first),)
                return
            try:
                second = bound(_ADDRESS_6, port)
            except ServeError:  # somebody else has this port there
                first.close()
                continue
            yield opened.enter_context(first), opened.enter_context(second)
            return
        raise ServeError(f"no port is free on both {_ADDRESS} and {_ADDRESS_6}")


@cache
def _has_ipv6() -> bool:
    try:
        bound(_ADDRESS_6, 0).close()
    except ServeError:
        return False
    return True


def _authority(folder: Path | None) -> trustme.CA:
    return local_authority(folder or process_folder()).authority


@cache
def _stranger() -> trustme.CA:
    return trustme.CA(organization_name="an authority that nobody trusts")
