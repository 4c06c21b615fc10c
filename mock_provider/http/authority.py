"""The certificate of the mock's authority, for who cannot be given a file, such as a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.types import Receive, Scope, Send

from mock_provider.http.endpoint import send_response
from mock_provider.http.status import ApiResponse
from mock_provider.tls import local_authority

PATH: Final = "/ca.pem"

_HEADERS: Final = (
    (b"content-type", b"application/x-x509-ca-cert"),  # by which a phone knows that it is to be installed
    (b"content-disposition", b'attachment; filename="clr-mock-ca.pem"'),
    (b"cache-control", b"no-store"),
)


class AuthorityFile:
    """Gives the certificate of the authority in that folder as an ASGI app."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        body = await run_in_threadpool(self._read)
        await send_response(ApiResponse(200, body, _HEADERS), scope, send)

    def _read(self) -> bytes:
        return local_authority(self._folder).ca_path.read_bytes()
