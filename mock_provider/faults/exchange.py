"""A request on its way to the mock and an answer on its way back, both open to change."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope

from mock_provider.settings import BASE_PATH

if TYPE_CHECKING:
    from mock_provider.signing import SigningKey
    from mock_provider.store.database import Database

_API = {
    ("GET", "clrs"): "getClrs",
    ("POST", "clrs"): "postClr",
    ("GET", "clrs/"): "getClr",
    ("DELETE", "clrs/"): "deleteClr",
    ("GET", "discovery"): "getDiscoveryDocument",
    ("GET", "assertions/"): "getAssertion",
    ("GET", "endorsements/"): "getEndorsement",
    ("GET", "keys/"): "getKey",
    ("GET", "revocations/"): "getRevocationList",
}


def operation_of(method: str, path: str) -> str:
    """The operationId of the contract, or the last segment of an OAuth path (``token``, ``authorize``); else empty."""
    if path.startswith("/oauth/"):
        return path.removeprefix("/oauth/").partition("/")[0]
    if not path.startswith(BASE_PATH + "/"):
        return ""
    collection, slash, _ = path.removeprefix(BASE_PATH + "/").partition("/")
    return _API.get((method, collection + slash), "")


@dataclass(slots=True)
class Asked:
    """A request; change method, path, query, headers or body before the mock sees it.

    ``memory`` belongs to the fault and lives as long as the mock. ``original`` is the operation that the client called.
    ``signing_key`` gives the key pair of one of the mock's organisations by its name, ``database`` is what the mock
    remembers; both are ``None`` without a mock behind.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: MutableHeaders
    body: bytes
    memory: dict[str, Any] = field(default_factory=dict)
    original: str = ""
    signing_key: Callable[[str], SigningKey] | None = None
    database: Database | None = None

    @property
    def form(self) -> dict[str, str]:
        """The members of a form body; set it to replace the body."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @form.setter
    def form(self, members: dict[str, str]) -> None:
        self.body = urlencode(members).encode()

    @property
    def json(self) -> Any:
        """The body as JSON, ``None`` when it is none; set it to replace the body."""
        return _json(self.body)

    @json.setter
    def json(self, value: Any) -> None:
        self.body = json.dumps(value, ensure_ascii=False).encode()


@dataclass(slots=True)
class Told:
    """An answer; change status, headers or body before the client sees it.

    ``pieces`` above 1 sends the body in so many chunks without Content-Length; ``spelling`` writes header names.
    """

    request: Asked
    status: int
    headers: MutableHeaders
    body: bytes
    pieces: int = 1
    spelling: Callable[[bytes], bytes] | None = None

    @property
    def operation(self) -> str:
        """The operation that the client called."""
        return self.request.original

    @property
    def memory(self) -> dict[str, Any]:
        """What the fault remembers between exchanges."""
        return self.request.memory

    @property
    def good(self) -> bool:
        """True for a 2xx."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body as JSON, ``None`` when it is none; set it to replace the body."""
        return _json(self.body)

    @json.setter
    def json(self, value: Any) -> None:
        self.body = json.dumps(value, ensure_ascii=False).encode()

    def clrs(self, document: Any) -> Iterator[dict[str, Any]]:
        """The unsigned CLRs in the parsed body of getClrs, getClr or postClr."""
        if not self.good or not isinstance(document, dict):
            return
        if self.operation == "getClrs":
            yield from document.get("clrs", ())
        elif self.operation == "getClr":
            yield document
        elif self.operation == "postClr" and isinstance(document.get("clr"), dict):
            yield document["clr"]


def asked_of(scope: Scope, body: bytes) -> Asked:
    """The request of an ASGI scope."""
    query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
    headers = Headers(raw=list(scope["headers"])).mutablecopy()
    return Asked(
        scope["method"], scope["path"], query, headers, body, original=operation_of(scope["method"], scope["path"])
    )


def told_of(request: Asked, messages: Sequence[Message]) -> Told:
    """The answer in ASGI messages."""
    start = next(message for message in messages if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
    return Told(request, start["status"], Headers(raw=list(start["headers"])).mutablecopy(), body)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None
