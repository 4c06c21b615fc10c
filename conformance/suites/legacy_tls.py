"""One request over a TLS version that no client should speak any more, to see whether it is answered."""

from __future__ import annotations

import http.client
import ssl
import warnings
from urllib.parse import urlsplit


def status_over(url: str, version: ssl.TLSVersion, accept: str, timeout: float) -> int | None:
    """The status code of a ``GET`` over exactly this version; ``None`` when there is no answer.

    The certificate is not judged, no credentials are sent, and the body is not read.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPSConnection(
        parts.hostname or "", parts.port or 443, context=_context(version), timeout=timeout
    )
    try:
        connection.request("GET", parts.path, headers={"Accept": accept})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _context(version: ssl.TLSVersion) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = version
        context.maximum_version = version
    return context
