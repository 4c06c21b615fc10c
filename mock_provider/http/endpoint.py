"""From ASGI to an operation and back: methods, content negotiation and failures, the same for every path."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.types import Receive, Scope, Send

from mock_provider.http.negotiation import accepts
from mock_provider.http.notes import refused
from mock_provider.http.status import ApiResponse, Refusal, StatusForm

Operation: TypeAlias = Callable[[Request], ApiResponse]
Body: TypeAlias = bytes
BodyOperation: TypeAlias = Callable[[Request, Body], ApiResponse]

STORE_AWAY = (OperationalError, PoolTimeoutError)
RETRY_AFTER = b"1"  # seconds

_log = logging.getLogger(__name__)


class Endpoint:
    """One path of the API as an ASGI app: an operation per method, HEAD wherever there is GET.

    ``statuses`` writes what is refused; its media type is the one that the API speaks, which clients have to accept
    unless ``accepted`` looks at that. ``with_body`` are operations that get the request's body, at most ``max_body``
    bytes. With ``waiting`` those and DELETE run in a thread of their own, where they may wait for the store and hold up
    nobody.
    """

    def __init__(
        self,
        operations: Mapping[str, Operation],
        statuses: StatusForm,
        with_body: Mapping[str, BodyOperation] | None = None,
        *,
        max_body: int = 0,
        waiting: bool = False,
        accepted: Callable[[Request], object] | None = None,
    ) -> None:
        self._accepted = accepted or (lambda request: require_accepted(request, statuses.media_type))
        self._operations = dict(operations)
        self._statuses = statuses
        if "GET" in self._operations:
            self._operations["HEAD"] = self._operations["GET"]
        self._with_body = dict(with_body or {})
        self._max_body = max_body
        self._waiting = waiting
        self._allow = ", ".join(sorted({*self._operations, *self._with_body})).encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            response = await self._response(request)
        except Refusal as refusal:
            response = self._statuses.refusal(refusal)
        except ClientDisconnect:
            return
        except Exception as error:
            response = self._statuses.refusal(broken(error))
        await send_response(response, scope, send)

    async def _response(self, request: Request) -> ApiResponse:
        operation = self._operations.get(request.method)
        if operation is not None:
            self._accepted(request)
            if self._waiting and request.method == "DELETE":
                return await run_in_threadpool(operation, request)
            return operation(request)
        with_body = self._with_body.get(request.method)
        if with_body is None:
            text = f"{request.method} is not offered here"
            raise Refusal(405, "not_allowed", text, [(b"allow", self._allow)])
        self._accepted(request)
        body = await read_body(request, self._max_body)
        return await run_in_threadpool(with_body, request, body) if self._waiting else with_body(request, body)


async def send_response(response: ApiResponse, scope: Scope, send: Send) -> None:
    """Puts a response on the wire; to HEAD it goes without its body."""
    headers = list(response.headers)
    if response.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(response.body)))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else response.body})


def require_accepted(request: Request, media_type: str) -> None:
    """Raises the 406 of the contract unless the client accepts the media type by name or by a wildcard.

    HTTP takes a missing header for a wildcard (RFC 9110 section 12.5.1), but the contract wants the type to be
    included: a consumer that leaves it to luck shall learn so here.
    """
    headers = request.headers.getlist("accept")
    if not any(headers):
        raise Refusal(406, "not_acceptable", f"there is no Accept header; it has to include {media_type}")
    if headers != [media_type] and not accepts(headers, media_type):
        refused(f"Accept is {', '.join(headers)}; it has to include {media_type}")
        raise Refusal(406, "not_acceptable", f"Accept has to include {media_type}")


async def read_body(request: Request, limit: int) -> bytes:
    """The request's body; raises a 413 beyond ``limit`` bytes."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise Refusal(413, "invalid_data", f"the body is larger than {limit} bytes", [(b"connection", b"close")])
        chunks.append(chunk)
    return b"".join(chunks)


def broken(error: Exception) -> Refusal:
    """What is answered when the mock itself fails; what happened goes to the log and never to the client.

    A store that is locked or away is a 503: the same request may do later.
    """
    if isinstance(error, STORE_AWAY):
        _log.warning("the store is locked or does not answer: %s", type(error).__name__)
        _log.debug("what led to it", exc_info=error)
        refused(f"the store is locked or does not answer ({type(error).__name__})")
        return Refusal(503, "server_busy", "the store is busy; try again", [(b"retry-after", RETRY_AFTER)])
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"
    refused(f"the mock failed: {type(error).__name__} at {place}")
    _log.error("a request could not be answered: %s at %s (log level debug says more)", type(error).__name__, place)
    _log.debug("what led to it", exc_info=error)
    return Refusal(500, "internal_server_error", "the provider failed; its log says why")
