"""Wire: sends one request, whatever the target does to it, and remembers the response."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from conformance import __version__
from conformance.exchanges import Failure, Headers, Redactor, Response, Transcript
from conformance.plan import LimitSpec, NetworkSpec
from conformance.wire.addresses import near
from conformance.wire.failures import classify
from conformance.wire.gate import Gate
from conformance.wire.inprocess import AsgiApp, InProcess
from conformance.wire.limits import Budget, Deadline, Pace
from conformance.wire.network import DeadlineBackend, transport
from conformance.wire.proxy import Proxy
from conformance.wire.raw import converse
from conformance.wire.reading import Body, read_into
from conformance.wire.redirects import Request, next_request, origin, target_of
from conformance.wire.tls import trust

HeaderItems = Mapping[str, str] | Sequence[tuple[str, str]]

HEADER_COUNT = 256
# Of a body that did not come whole nobody needs more than what the record shows.
KEPT_OF_BROKEN = 128 * 1024
_DEFAULTS = (("User-Agent", f"clr-conformance/{__version__}"), ("Accept-Encoding", "gzip, deflate"))
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(slots=True)
class _Answer:
    status: int | None = None
    headers: Headers = field(default_factory=Headers)
    body: Body = field(default_factory=Body)
    tls: str | None = None
    failure: Failure | None = None


class Wire:
    """HTTP/1.1 over TLS with limits and a transcript; keeps connections, never cookies.

    ``ca`` is a PEM file with a private authority, trusted besides the public ones. ``allow_http`` opens
    plain http to a loopback host. ``on_exchange`` is called with every response. With ``app``, an ASGI application,
    requests are answered in this process and touch no network. ``network`` says how to get to the target;
    its headers and credentials are sent to these ``hosts`` only.
    Raises OSError or ssl.SSLError when the CA file or the client's certificate is unusable.
    """

    def __init__(
        self,
        *,
        limits: LimitSpec,
        ca: Path | None = None,
        allow_http: bool = False,
        redactor: Redactor | None = None,
        on_exchange: Callable[[Response], None] | None = None,
        app: AsgiApp | None = None,
        network: NetworkSpec | None = None,
        hosts: Collection[str] = (),
    ) -> None:
        network = network or NetworkSpec()
        self.proxy = Proxy.of(network.proxy) if network.proxy else None
        self.redactor = redactor or Redactor()
        self.transcript = Transcript(self.redactor, ca)
        self._limits = limits
        self._allow_http = allow_http
        self._on_exchange = on_exchange
        self._budget = Budget(limits)
        self._deadline = Deadline()
        self._pace = Pace(network.rate)
        self._gate = Gate(network, hosts, self.redactor)
        self._backend = DeadlineBackend(self._deadline, self.proxy)
        self._context = trust(ca, network.client_certificate, network.client_key)
        self._in_process = app is not None
        self._transport = InProcess(app) if app else transport(self._context, self._backend)
        self._https_hosts: set[str] = set()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: HeaderItems = (),
        content: bytes = b"",
        label: str = "",
        follow: bool = False,
        plain_probe: bool = False,
    ) -> Response:
        """Send one request and return what came, a failure included; only what is given is sent.

        Besides Host and Content-Length, User-Agent and Accept-Encoding are added when absent. ``follow`` follows
        redirects within the limits; each hop is an exchange of its own, the last is returned. ``plain_probe``
        lets this one request go over plain http to a host that was met over https before.
        Raises BudgetExhausted when the run may send no more, ValueError for a probe with credentials.
        """
        request = Request(method.upper(), url, _complete(headers), content)
        if plain_probe and any(name.lower() in _CREDENTIALS for name, _ in request.headers):
            raise ValueError("a plain http probe must not carry credentials")
        response = self._exchange(request, label, plain_probe=plain_probe)
        return self._follow(request, response, label) if follow else response

    def send_raw(
        self, method: str, url: str, *, headers: HeaderItems = (), content: bytes = b"", label: str = ""
    ) -> Response:
        """Send one request on a connection of its own; the body of the response is every byte after the header section.

        For what an HTTP client hides, such as bytes behind a 304. Raises BudgetExhausted.
        """
        return self._exchange(Request(method.upper(), url, _complete(headers), content), label, raw=True)

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _follow(self, request: Request, response: Response, label: str) -> Response:
        visited = {(request.method, request.url)}
        for _ in range(self._limits.redirects):
            url = target_of(response)
            if url is None or response.failure is not None or response.status is None:
                return response
            astray = self._astray(request.url, url)
            if astray is not None:
                return self._amend(response, astray)
            request = next_request(request, response.status, url)
            if (request.method, request.url) in visited:
                return self._amend(response, _loop("the redirects lead back to a URL that was already visited"))
            visited.add((request.method, request.url))
            response = self._exchange(request, label)
        if target_of(response) is None or response.failure is not None:
            return response
        return self._amend(response, _loop(f"more than {self._limits.redirects} redirects"))

    def _astray(self, url: str, to: str) -> Failure | None:
        """Why a redirect is not followed: it leads a harness that asked elsewhere to its own machine or link."""
        before, host = origin(url)[1], origin(to)[1]
        if self._in_process or host == before or not host:
            return None
        why = near(host)
        if why is None or near(before):
            return None
        return Failure(
            "redirect-refused",
            f"{before} redirects to {host}, {why}, where the harness does not follow",
            "an address that is meant for the provider's own machines",
        )

    def _amend(self, response: Response, failure: Failure) -> Response:
        """The last response again, now with the failure that only the chain of redirects shows."""
        amended = replace(response, failure=failure)
        self.transcript.amend(amended)
        return amended

    def _exchange(self, request: Request, label: str, *, plain_probe: bool = False, raw: bool = False) -> Response:
        self._pace.wait()
        if not plain_probe:
            request = self._gate.passes(request)
        self._budget.take(self._deadline)
        started = datetime.now(UTC)
        clock = time.perf_counter()
        answer, sent = self._perform_raw(request) if raw else self._perform(request, plain_probe)
        failure = answer.failure or answer.body.failure
        if failure is not None:
            del answer.body.content[KEPT_OF_BROKEN:]
        self._budget.keep(len(answer.body.content))
        response = Response(
            index=len(self.transcript),
            label=label,
            method=request.method,
            url=request.url,
            request_headers=sent,
            request_body=request.content,
            status=answer.status,
            headers=answer.headers,
            body=bytes(answer.body.content),
            seconds=time.perf_counter() - clock,
            started=started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            tls=answer.tls,
            failure=failure,
            size=answer.body.size,
        )
        self._remember(response)
        return response

    def _remember(self, response: Response) -> None:
        self._learn(response)
        self.transcript.responses.append(response)
        if self._on_exchange is not None:
            self._on_exchange(response)

    def _perform(self, request: Request, plain_probe: bool) -> tuple[_Answer, tuple[tuple[str, str], ...]]:
        refusal = self._refusal(request.url, plain_probe)
        if refusal is not None:
            return _Answer(failure=refusal), request.headers
        try:
            built = _build(request, self._limits)
        except Exception as error:
            # A URL or header value taken from the target can break httpx in many ways; none may end the run.
            return _Answer(failure=classify(ValueError(str(error)))), request.headers
        sent = tuple((_text(name), _text(value)) for name, value in built.headers.raw)
        opened = self._backend.opened
        answer = self._round_trip(built)
        stale = self._backend.opened == opened and answer.status is None and answer.failure is not None
        if stale and request.method in _REPEATABLE and answer.failure and answer.failure.code == "reset":
            # The server closed a kept connection just as it was used again (RFC 9112, section 9.3.1).
            answer = self._round_trip(_build(request, self._limits))
        if built.url.scheme == "https" and answer.status is not None:
            self._https_hosts.add(built.url.host)
        return answer, sent

    def _perform_raw(self, request: Request) -> tuple[_Answer, tuple[tuple[str, str], ...]]:
        answer = _Answer(failure=self._refusal(request.url, plain_probe=False))
        if answer.failure is not None:
            return answer, request.headers
        try:
            answer.status, answer.headers, body = converse(
                self._backend, self._context, request, timeout=self._limits.read, limit=self._limits.body
            )
            answer.body = Body(bytearray(body), len(body))
        except Exception as error:
            # As in _round_trip: nothing that comes back may end the run.
            answer.failure = classify(error, self._deadline)
        return answer, request.headers

    def _round_trip(self, request: httpx.Request) -> _Answer:
        answer = _Answer()
        try:
            # The transport instead of a client: no cookies, no redirects, no authentication of its own.
            response = self._transport.handle_request(request)
            try:
                answer.status = response.status_code
                answer.headers = Headers((_text(name), _text(value)) for name, value in response.headers.raw)
                answer.tls = _tls_version(response)
                answer.failure = self._too_many(response.headers.raw)
                if answer.failure is None:
                    coding = answer.headers.get("content-encoding") or ""
                    read_into(answer.body, _pieces(response, self._deadline), coding, self._limits.body)
            finally:
                response.close()
        except Exception as error:
            # Whatever a target can make the libraries below raise is an answer of the target, never the end of the run.
            answer.failure = classify(error, self._deadline)
        return answer

    def _too_many(self, raw: list[tuple[bytes, bytes]]) -> Failure | None:
        size = sum(len(name) + len(value) + 4 for name, value in raw)
        if size <= self._limits.headers and len(raw) <= HEADER_COUNT:
            return None
        message = f"{len(raw)} header lines of {size} bytes; at most {HEADER_COUNT} of {self._limits.headers} are read"
        return Failure("too-many-headers", message, "the server floods the client")

    def _refusal(self, url: str, plain_probe: bool) -> Failure | None:
        scheme, host, _ = origin(url)
        if not host or scheme not in {"http", "https"}:
            return Failure("not-sendable", "not an absolute http or https URL", "a relative or mistyped URL")
        if scheme == "https" or (self._allow_http and is_loopback(host)):
            return None
        if plain_probe and (host in self._https_hosts or is_loopback(host)):
            return None
        return Failure(
            "http-refused",
            "plain http is only used for a loopback host, and only when it is allowed",
            "the target (or a redirect, link or endpoint of it) uses http instead of https",
        )

    def _learn(self, response: Response) -> None:
        learn = self.redactor
        for name, value in response.request_headers:
            learn.learn_header(name, value)
        for name, value in response.headers:
            learn.learn_header(name, value)
        learn.learn_pairs(response.url)
        if b"=" in response.request_body[:4096] and response.request_body[:1] not in b"{[":
            learn.learn_pairs(response.request_body.decode("utf-8", "replace"))
        if b'_token"' in response.body or b'client_secret"' in response.body:
            learn.learn_json(response.text)


def _loop(message: str) -> Failure:
    return Failure("redirect-loop", message, "a redirect that depends on a cookie, or a wrong base URL")


def is_loopback(host: str) -> bool:
    """True for ``localhost`` and for the literal addresses 127.0.0.0/8 and ::1."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _complete(headers: HeaderItems) -> tuple[tuple[str, str], ...]:
    items = tuple(headers.items()) if isinstance(headers, Mapping) else tuple(headers)
    given = {name.lower() for name, _ in items}
    return (*items, *((name, value) for name, value in _DEFAULTS if name.lower() not in given))


def _build(request: Request, limits: LimitSpec) -> httpx.Request:
    timeout = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
    return httpx.Request(
        request.method,
        _url(request.url),
        headers=[(_bytes(name), _bytes(value)) for name, value in request.headers],
        content=request.content or None,
        extensions={"timeout": timeout},
    )


@lru_cache(maxsize=256)
def _url(text: str) -> httpx.URL:
    return httpx.URL(text)


def _pieces(response: httpx.Response, deadline: Deadline) -> Iterator[bytes]:
    for piece in response.stream:  # type: ignore[union-attr]
        if deadline.passed:
            # A fast endless answer never waits for the network, so the streams below do not see the deadline.
            raise httpx.ReadTimeout("deadline")
        yield piece


def _tls_version(response: httpx.Response) -> str | None:
    stream = response.extensions.get("network_stream")
    secure = stream.get_extra_info("ssl_object") if stream is not None else None
    return None if secure is None else secure.version()


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
