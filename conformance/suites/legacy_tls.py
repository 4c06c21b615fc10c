"""One request over a TLS version that no client should speak any more, to see whether it is answered."""

from __future__ import annotations

import http.client
import ssl
from urllib.parse import urlsplit

from conformance.wire.proxy import Proxy
from conformance.wire.tls import speaking


def status_over(
    url: str, version: ssl.TLSVersion, accept: str, timeout: float, proxy: Proxy | None = None
) -> int | None:
    """The status code of a ``GET`` over exactly this version, through the proxy; ``None`` when there is no answer.

    The certificate is not judged, no credentials are sent, and the body is not read.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    connection = http.client.HTTPSConnection(
        *((proxy.host, proxy.port) if proxy else (host, port)), context=speaking(version, version), timeout=timeout
    )
    if proxy:
        connection.set_tunnel(host, port, proxy.headers)
    try:
        connection.request("GET", parts.path, headers={"Accept": accept})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
