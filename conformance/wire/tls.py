"""TLS: which authorities are trusted, and a handshake that asks a server for one version."""

from __future__ import annotations

import os
import socket
import ssl
import time
import warnings
from functools import lru_cache
from pathlib import Path

import certifi

from conformance.exchanges import Failure
from conformance.wire.failures import classify
from conformance.wire.proxy import Proxy


def trust(ca: Path | None, certificate: str | None = None, key: str | None = None) -> ssl.SSLContext:
    """A client context that trusts the public authorities, those of the system and the CA file.

    ``certificate`` and ``key`` are PEM files with which the client shows who it is to a server that asks.
    Raises OSError when a file cannot be read, ssl.SSLError when it holds no certificate or no key.
    """
    if certificate is None:
        return _kept(ca, None if ca is None else _state(ca.stat()))
    context = _trusting(ca)
    context.load_cert_chain(certificate, key, password=_no_password)
    return context


@lru_cache(maxsize=8)
def _kept(ca: Path | None, _state_of_it: tuple[int, ...] | None) -> ssl.SSLContext:
    """The context for the file in this state: to read all authorities takes as long as a dozen requests."""
    return _trusting(ca)


def _state(file: os.stat_result) -> tuple[int, ...]:
    return file.st_dev, file.st_ino, file.st_size, file.st_mtime_ns


def _trusting(ca: Path | None) -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    if ca is not None:
        context.load_verify_locations(cafile=str(ca))
    return context


def _no_password() -> str:
    """Refuse, where OpenSSL would ask for the password on the terminal and wait."""
    raise ssl.SSLError("the key is protected by a password; write it without one")


def open_connection(host: str, port: int, timeout: float, proxy: Proxy | None = None) -> socket.socket:
    """A TCP connection, through the proxy where there is one, within the timeout; raises OSError."""
    if proxy is None:
        return socket.create_connection((host, port), timeout=timeout)
    connection = socket.create_connection((proxy.host, proxy.port), timeout=timeout)
    end = time.monotonic() + timeout

    def read() -> bytes:
        connection.settimeout(max(end - time.monotonic(), 0.001))
        return connection.recv(65536)

    try:
        proxy.tunnel(host, port, connection.sendall, read)
        connection.settimeout(timeout)
    except BaseException:
        connection.close()
        raise
    return connection


def probe_tls(
    host: str,
    port: int,
    minimum: ssl.TLSVersion,
    maximum: ssl.TLSVersion,
    *,
    timeout: float = 5.0,
    proxy: Proxy | None = None,
) -> str | Failure:
    """Shake hands within a range of TLS versions: the negotiated version (``TLSv1.3``) or why there is none.

    The certificate is not judged. A version that the local OpenSSL cannot speak gives ``unsupported-locally``.
    """
    try:
        context = speaking(minimum, maximum)
    except (ssl.SSLError, ValueError) as error:
        return _unsupported(str(error))
    try:
        with (
            open_connection(host, port, timeout, proxy) as plain,
            context.wrap_socket(plain, server_hostname=host) as secure,
        ):
            return secure.version() or "unknown"
    except ssl.SSLError as error:
        if error.reason in {"NO_PROTOCOLS_AVAILABLE", "NO_CIPHERS_AVAILABLE"}:
            return _unsupported(error.reason)
        return classify(error)
    except ConnectionRefusedError as error:
        return classify(error)
    except ConnectionError:
        return Failure(
            "tls-failed", "the server cut the connection during the handshake", "it does not offer this version"
        )
    except OSError as error:
        return classify(error)


def speaking(minimum: ssl.TLSVersion, maximum: ssl.TLSVersion) -> ssl.SSLContext:
    """A context of a client that speaks these versions and trusts anyone: for probes that send nothing secret."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    # Old versions need the old ciphers and hashes that OpenSSL hides by default.
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = minimum
        context.maximum_version = maximum
    return context


def _unsupported(detail: str) -> Failure:
    return Failure(
        "unsupported-locally", f"this TLS version cannot be tried from here: {detail}", "the local OpenSSL has it off"
    )
