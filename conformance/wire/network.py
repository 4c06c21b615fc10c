"""The network below HTTP: TCP and TLS streams that never outlive the deadline of the exchange."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from conformance.wire.limits import Deadline
from conformance.wire.proxy import Proxy, ProxyError

# Shorter than the keep-alive time of common servers (uvicorn, Node: 5 s), so that a
# request rarely meets a connection that the server is just closing.
KEEP_ALIVE_SECONDS = 2.0


class DeadlineStream(httpcore.NetworkStream):
    """A stream whose reads and writes end at the deadline, so that a byte a second cannot hold the run."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read up to ``max_bytes``; raises httpcore.ReadTimeout at the deadline."""
        if self._deadline.passed:
            raise httpcore.ReadTimeout("deadline")
        return self._inner.read(max_bytes, self._deadline.cap(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of ``buffer``; raises httpcore.WriteTimeout at the deadline."""
        if self._deadline.passed:
            raise httpcore.WriteTimeout("deadline")
        self._inner.write(buffer, self._deadline.cap(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Shake hands; the result obeys the same deadline."""
        inner = self._inner.start_tls(ssl_context, server_hostname, self._deadline.cap(timeout))
        return DeadlineStream(inner, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks about the stream below (its TLS object, whether it is readable)."""
        return self._inner.get_extra_info(info)


class DeadlineBackend(httpcore.SyncBackend):
    """Opens the streams, and counts them so that a reused connection can be distinguished from a new one."""

    def __init__(self, deadline: Deadline, proxy: Proxy | None = None) -> None:
        self._deadline = deadline
        self._proxy = proxy
        self.opened = 0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to a host; raises httpcore.ConnectTimeout or httpcore.ConnectError."""
        self.opened += 1
        timeout = self._deadline.cap(timeout)
        if self._proxy is None:
            return DeadlineStream(
                super().connect_tcp(host, port, timeout, local_address, socket_options), self._deadline
            )
        return self._through(self._proxy, host, port, timeout, socket_options)

    def _through(
        self,
        proxy: Proxy,
        host: str,
        port: int,
        timeout: float,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        try:
            inner = super().connect_tcp(proxy.host, proxy.port, timeout, None, socket_options)
        except httpcore.ConnectError as error:
            raise ProxyError(f"no connection to the proxy {proxy.host}:{proxy.port}: {error}") from None
        stream = DeadlineStream(inner, self._deadline)
        try:
            proxy.tunnel(
                host, port, lambda content: stream.write(content, timeout), lambda: stream.read(65536, timeout)
            )
        except BaseException:
            stream.close()
            raise
        return stream


def transport(context: ssl.SSLContext, backend: DeadlineBackend) -> httpx.HTTPTransport:
    """An httpx transport over these streams: HTTP/1.1, no proxy, nothing from the environment."""
    made = httpx.HTTPTransport(verify=context, trust_env=False)
    # httpx has no public way to hand a network backend to the pool that it builds;
    # the pin httpx<0.29 keeps this attribute where it is.
    made._pool = httpcore.ConnectionPool(
        ssl_context=context,
        max_connections=10,
        max_keepalive_connections=10,
        keepalive_expiry=KEEP_ALIVE_SECONDS,
        network_backend=backend,
    )
    return made
