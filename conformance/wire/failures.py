"""Turns every way in which an exchange can break into a code, a message and a likely cause."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import httpcore
import httpx

from conformance.exchanges import Failure
from conformance.wire.addresses import AddressRefused
from conformance.wire.limits import Deadline
from conformance.wire.proxy import ProxyError

_TIMEOUT = (httpx.TimeoutException, httpcore.TimeoutException, TimeoutError)
_CONNECT_TIMEOUT = (httpx.ConnectTimeout, httpcore.ConnectTimeout)
_CONNECT = (httpx.ConnectError, httpcore.ConnectError)
_PROTOCOL = (httpx.RemoteProtocolError, httpcore.RemoteProtocolError)
_CUT = (httpx.NetworkError, httpcore.NetworkError, ConnectionError)
_OURS = (httpx.LocalProtocolError, httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError)


def classify(error: BaseException, deadline: Deadline | None = None) -> Failure:
    """The failure that an exception of httpx, httpcore, ssl or the socket layer stands for."""
    if isinstance(error, _TIMEOUT):
        return _timeout(error, deadline)
    for cause in _causes(error):
        found = _by_cause(cause)
        if found is not None:
            return found
    return _by_type(error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _timeout(error: BaseException, deadline: Deadline | None) -> Failure:
    if deadline is not None and deadline.passed:
        return Failure(
            "too-slow",
            "the exchange was not finished within the time for one exchange",
            "the server sends its answer a little at a time, or never ends it",
        )
    if isinstance(error, _CONNECT_TIMEOUT):
        return Failure(
            "timeout",
            "no connection (TCP and TLS) within the connect timeout",
            "the host is down, a firewall drops the packets, or the server does not finish the TLS handshake",
        )
    return Failure("timeout", "no byte came within the read timeout", "the server is overloaded or hangs")


# What OpenSSL says of bytes that are not TLS; which one depends on its version and on the bytes.
_NO_TLS = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST", "PACKET_LENGTH_TOO_LONG"})


def _by_cause(cause: BaseException) -> Failure | None:
    if isinstance(cause, AddressRefused):
        likely = "a link into somebody's own network; allow the host by name when it is yours"
        return Failure("address-refused", str(cause), likely)
    if isinstance(cause, ProxyError):
        return Failure("proxy-failed", str(cause), "a mistyped proxy, or one that does not let this host through")
    if isinstance(cause, ssl.SSLError) and cause.reason in _NO_TLS:
        return Failure(
            "not-tls",
            "the port answers, but does not speak TLS",
            "https:// is spoken to a port of plain http: did you mean http://, or another port?",
        )
    if isinstance(cause, ssl.SSLCertVerificationError):
        return Failure(
            "tls-untrusted",
            f"the certificate is not trusted: {cause.verify_message or cause}",
            "a private authority (name its file with --ca), a wrong host name, or an expired certificate",
        )
    if isinstance(cause, ssl.SSLError):
        return Failure(
            "tls-failed",
            f"the TLS handshake failed: {cause.reason or cause}",
            "the port does not speak TLS, or offers only versions before 1.2",
        )
    if isinstance(cause, socket.gaierror):
        return Failure("name-not-found", "the host name does not resolve", "a mistyped host name, or no DNS here")
    if isinstance(cause, ConnectionRefusedError):
        return Failure("refused", "the connection was refused", "nothing listens on this port")
    return None


_RESET = Failure(
    "reset",
    "the connection was closed before the end of the answer",
    "the server crashed, or a proxy in between cut the connection",
)


def _by_type(error: BaseException) -> Failure:
    if isinstance(error, _PROTOCOL):
        return _protocol(str(error))
    if isinstance(error, _CONNECT):
        return Failure("unreachable", f"no connection: {error}", "the network or the host is down")
    if isinstance(error, _CUT):
        return _RESET
    if isinstance(error, _OURS):
        return Failure(
            "not-sendable", f"this request cannot be sent: {error}", "a URL or a header value that HTTP forbids"
        )
    return Failure("unreachable", f"{type(error).__name__}: {error}", "the network or the host is down")


def _protocol(message: str) -> Failure:
    if "without sending" in message:
        return _RESET
    if "too long" in message or "Receive buffer" in message:
        return Failure(
            "too-many-headers", "the header section is longer than can be read", "the server floods the client"
        )
    return Failure("not-http", f"the answer is not HTTP/1.1: {message}", "another service listens on this port")
