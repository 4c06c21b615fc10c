"""Wire: sends one request, whatever the target does to it, and remembers the response."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self

from conformance import __version__
from conformance.access import NetworkSpec, is_loopback
from conformance.exchanges import Failure, Redactor, Response, Transcript
from conformance.exchanges.learning import learn
from conformance.limits import Limits
from conformance.wire.addresses import near
from conformance.wire.failures import classify
from conformance.wire.gate import Gate
from conformance.wire.inprocess import AsgiApp, InProcess
from conformance.wire.limits import Budget, Deadline, Pace
from conformance.wire.network import DeadlineBackend, transport
from conformance.wire.proxy import Proxy
from conformance.wire.raw import converse
from conformance.wire.reading import Body
from conformance.wire.redirects import Hop, Request, hops, origin
from conformance.wire.roundtrip import RawResponse, RoundTrips
from conformance.wire.tls import trust

HeaderItems = Mapping[str, str] | Sequence[tuple[str, str]]

# The record shows the first 20,000 characters of a body: of one that broke off, more than that would only fill memory.
KEPT_OF_BROKEN = 128 * 1024
# Sent unless a check sends its own; only these codings can be undone piece by piece within a limit.
_DEFAULTS = (("User-Agent", f"clr-conformance/{__version__}"), ("Accept-Encoding", "gzip, deflate"))
_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})
# Sending one of these a second time changes nothing at the target (RFC 9110, section 9.2.1).
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS"})


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
        limits: Limits,
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
        self._in_process = app is not None
        self._trust = partial(trust, ca, network.client_certificate, network.client_key)
        # An application in this process needs no certificates, and reading them is a tenth of a run against one.
        self._context = None if app else self._trust()
        self._transport = InProcess(app) if app else transport(self._tls, self._backend)
        self._trips = RoundTrips(self._transport, limits, self._deadline)
        self._https_hosts: set[str] = set()

    @property
    def _tls(self) -> ssl.SSLContext:
        return self._context or self._trust()

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
        if follow:
            return self._follow(request, label, plain_probe)
        return self._exchange(request, label, plain_probe=plain_probe)

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

    def _follow(self, request: Request, label: str, plain_probe: bool) -> Response:
        def send(each: Request) -> Response:
            return self._exchange(each, label, plain_probe=plain_probe and each is request)

        for hop in hops(request, send, self._limits.redirects):
            failure = self._not_followed(hop)
            if failure is not None:
                return self._amend(hop.response, failure)
        return hop.response

    def _not_followed(self, hop: Hop) -> Failure | None:
        """Why a redirect is not followed; ``None`` when it is, and when the response is not a redirect."""
        if hop.following is None:
            return None
        if hop.last:
            return _loop(f"more than {self._limits.redirects} redirects")
        again = _loop("the redirects lead back to a URL that was already visited") if hop.again else None
        return self._astray(hop.request.url, hop.following.url) or again

    def _astray(self, url: str, to: str) -> Failure | None:
        """Why a redirect from another host to this machine or its link is not followed; ``None`` for all others."""
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
        received = self._perform_raw(request) if raw else self._perform(request, plain_probe)
        if received.failure is not None:
            del received.body.content[KEPT_OF_BROKEN:]
        self._budget.keep(len(received.body.content))
        response = Response(
            index=len(self.transcript),
            label=label,
            method=request.method,
            url=request.url,
            request_headers=received.sent,
            request_body=request.content,
            status=received.status,
            headers=received.headers,
            body=bytes(received.body.content),
            seconds=time.perf_counter() - clock,
            started=started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            tls=received.tls,
            failure=received.failure,
            size=received.body.size,
        )
        self._remember(response)
        return response

    def _remember(self, response: Response) -> None:
        learn(response, self.redactor)
        self.transcript.responses.append(response)
        if self._on_exchange is not None:
            self._on_exchange(response)

    def _perform(self, request: Request, plain_probe: bool) -> RawResponse:
        refusal = self._refusal(request.url, plain_probe)
        if refusal is not None:
            return RawResponse(request.headers, failure=refusal)
        opened = self._backend.opened
        received = self._trips.perform(request)
        stale = self._backend.opened == opened and received.status is None and received.failure is not None
        if stale and request.method in _REPEATABLE and received.failure and received.failure.code == "reset":
            # The server closed a kept connection just as it was used again (RFC 9112, section 9.3.1).
            received = self._trips.perform(request)
        scheme, host, _ = origin(request.url)
        if scheme == "https" and received.status is not None:
            self._https_hosts.add(host)
        return received

    def _perform_raw(self, request: Request) -> RawResponse:
        received = RawResponse(request.headers, failure=self._refusal(request.url, plain_probe=False))
        if received.failure is not None:
            return received
        try:
            received.status, received.headers, body = converse(
                self._backend,
                self._context or self._trust(),
                request,
                timeout=self._limits.read,
                limit=self._limits.body,
            )
            received.body = Body(bytearray(body), len(body))
        except Exception as error:
            # As in a round trip: nothing that comes back may end the run.
            received.failure = classify(error, self._deadline)
        return received

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


def _loop(message: str) -> Failure:
    return Failure("redirect-loop", message, "a redirect that depends on a cookie, or a wrong base URL")


def _complete(headers: HeaderItems) -> tuple[tuple[str, str], ...]:
    items = tuple(headers.items()) if isinstance(headers, Mapping) else tuple(headers)
    given = {name.lower() for name, _ in items}
    return (*items, *((name, value) for name, value in _DEFAULTS if name.lower() not in given))
