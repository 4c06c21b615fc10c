"""A request on its way to the mock and a response on its way back, both open to change."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope

from mock_provider.behaviour.memory import Memory, Recent
from mock_provider.store.overrides import Overrides

if TYPE_CHECKING:
    from conformance.standard.facts import Facts
    from mock_provider.behaviour.operations import Operations
    from mock_provider.http.status import StatusForm
    from mock_provider.signing import SigningKey
    from mock_provider.store.database import Database


@dataclass(slots=True)
class Request:
    """A request; change method, path, query, headers or body before the mock sees it.

    ``scratch`` belongs to the fault and to this exchange alone; ``memory`` to the fault, and lives as long as the mock:
    what is kept there is shared by all clients, and ``own`` is the part that belongs to the ``owner``. ``overrides``
    let the mock see other clients, codes and tokens in this exchange than are stored. ``operation`` is the one
    that the client called; ``client`` and ``learner`` are who calls, as far as the request tells. ``signing_key`` gives
    the key pair of one of the mock's organisations by its name, ``database`` is what the mock remembers, only to be
    read; both are ``None`` without a mock behind. ``path`` is that of the routes; ``outside`` gives the path that
    clients call for such a one. ``elsewhere`` is the origin of another host that serves the same, empty for none,
    ``plain_port`` the port without TLS.
    ``facts`` are those of the edition whose the path is, ``statuses`` writes its status objects; ``edition`` is its
    book, empty for what all editions share, such as a step of OAuth: ``facts`` and ``statuses`` are then those of the
    main one. ``editions`` are the facts of all that are played.
    """

    method: str
    path: str
    query: dict[str, str]
    headers: MutableHeaders
    body: bytes
    facts: Facts
    statuses: StatusForm
    edition: str = ""
    editions: tuple[Facts, ...] = ()
    memory: Memory = field(default_factory=Memory)
    scratch: dict[str, Any] = field(default_factory=dict)
    overrides: Overrides = field(default_factory=Overrides)
    operation: str = ""
    client: str | None = None
    learner: str | None = None
    signing_key: Callable[[str], SigningKey] | None = None
    database: Database | None = None
    outside: Callable[[str], str] = str
    elsewhere: str = ""
    plain_port: int = 0

    @property
    def scopes(self) -> Mapping[str, str]:
        """The scopes of all editions by their short names; those of the main one where two have the same."""
        return {name: uri for each in reversed(self.editions) for name, uri in each.scopes.items()}

    @property
    def url(self) -> str:
        """The URL that clients know the path by, without a query."""
        return f"https://{self.headers.get('host', '')}{self.outside(self.path)}"

    @property
    def owner(self) -> str:
        """Whose data the request is about: the learner, or the client where there is none; empty for strangers."""
        return f"user:{self.learner}" if self.learner else f"client:{self.client}" if self.client else ""

    @property
    def own(self) -> Recent[Any]:
        """What the fault remembers of this owner between exchanges."""
        return self.memory.of(self.owner)

    @property
    def form(self) -> dict[str, str]:
        """The members of a form body; set it to replace those that differ."""
        return dict(_pairs(self.body))

    @form.setter
    def form(self, members: Mapping[str, str]) -> None:
        pairs = _pairs(self.body)
        if members != dict(pairs):
            self.body = urlencode(rewritten(pairs, members)).encode()

    @property
    def json(self) -> Any:
        """The body as JSON, ``None`` when it is none; set it to replace a body that says something else."""
        return _json(self.body)

    @json.setter
    def json(self, value: Any) -> None:
        self.body = _written(value, self.body)


@dataclass(slots=True)
class Response:
    """A response; change status, headers or body before the client sees it.

    ``pieces`` above 1 sends the body in so many chunks without Content-Length; ``spelling`` writes header names;
    ``pause`` seconds pass before the first byte; with ``cut`` the connection ends in the middle of the body. The bytes
    of ``endless`` follow the body again and again, until the client leaves.
    """

    request: Request
    status: int
    headers: MutableHeaders
    body: bytes
    pieces: int = 1
    pause: float = 0.0
    cut: bool = False
    endless: bytes = b""
    spelling: Callable[[bytes], bytes] | None = None

    @property
    def operation(self) -> str:
        """The operation that the client called."""
        return self.request.operation

    @property
    def memory(self) -> Memory:
        """What the fault remembers between exchanges, of all clients."""
        return self.request.memory

    @property
    def own(self) -> Recent[Any]:
        """What the fault remembers of the owner of the data between exchanges."""
        return self.request.own

    @property
    def scratch(self) -> dict[str, Any]:
        """What the fault noted of this exchange when it was asked."""
        return self.request.scratch

    @property
    def good(self) -> bool:
        """True for a 2xx."""
        return 200 <= self.status < 300

    @property
    def json(self) -> Any:
        """The body as JSON, ``None`` when it is none; set it to replace a body that says something else."""
        return _json(self.body)

    @json.setter
    def json(self, value: Any) -> None:
        self.body = _written(value, self.body)


def request_of(scope: Scope, body: bytes, operations: Operations, statuses: StatusForm) -> Request:
    """The request of an ASGI scope."""
    method, path = scope["method"], scope["path"]
    headers = Headers(raw=list(scope["headers"])).mutablecopy()
    edition = operations.edition(path)
    return Request(
        method,
        path,
        query_of(scope),
        headers,
        body,
        edition or operations.facts,
        statuses.at(path),
        edition=edition.book if edition else "",
        editions=operations.editions,
        operation=operations.at(method, path),
    )


def query_of(scope: Scope) -> dict[str, str]:
    """The query of an ASGI scope; of a repeated parameter the last one."""
    return dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))


def response_of(request: Request, messages: Sequence[Message]) -> Response:
    """The response in ASGI messages."""
    start = next(message for message in messages if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in messages if message["type"] == "http.response.body")
    return Response(request, start["status"], Headers(raw=list(start["headers"])).mutablecopy(), body)


def rewritten(pairs: Sequence[tuple[str, str]], members: Mapping[str, str]) -> list[tuple[str, str]]:
    """The pairs of a query or a form with these members; what they do not change stays as it was, repetitions too."""
    before = dict(pairs)
    kept: list[tuple[str, str]] = []
    for name, value in pairs:
        if members.get(name) == before[name]:
            kept.append((name, value))
        elif name in members and name not in dict(kept):
            kept.append((name, members[name]))
    return kept + [(name, value) for name, value in members.items() if name not in before]


def _pairs(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _written(value: Any, body: bytes) -> bytes:
    """The value as JSON; the body itself when it says the same already, so that nothing changes by being read."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        same = text == json.dumps(json.loads(body), ensure_ascii=False)
    except (ValueError, RecursionError):
        same = False
    return body if same else text.encode("utf-8", "surrogatepass")
