"""TOK-016 against a port that speaks TLS and plain HTTP alike, as a careless proxy does."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler
from types import SimpleNamespace

from conformance.plan import Plan

from .conftest import SERVICE


@contextlib.contextmanager
def speaks_both(port: int) -> Iterator[int]:
    """A port that hands TLS on to ``port`` as it is, and plain HTTP inside a TLS connection of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, port), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, port: int) -> None:
    with contextlib.suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_hand_on, args=(client, port), daemon=True).start()


def _hand_on(client: socket.socket, port: int) -> None:
    if client.recv(1, socket.MSG_PEEK) != b"\x16":  # the type of a TLS handshake record
        _Forward(client, client.getpeername(), SimpleNamespace(port=port))
        client.close()
        return
    server = socket.create_connection(("127.0.0.1", port))
    threading.Thread(target=_pump, args=(client, server), daemon=True).start()
    _pump(server, client)


class _Forward(BaseHTTPRequestHandler):
    """Takes a request without TLS and asks the same over TLS."""

    def do_POST(self) -> None:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        server = HTTPSConnection("127.0.0.1", self.server.port, context=context)
        body = self.rfile.read(int(self.headers["content-length"]))
        server.request("POST", self.path, body, {"content-type": self.headers["content-type"]})
        answer = server.getresponse()
        content = answer.read()
        server.close()
        self.send_response(answer.status)
        self.send_header("content-type", answer.headers["content-type"])
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            sink.sendall(data)
    for end in (source, sink):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def test_endpoints_that_answer_over_plain_http_are_named(judged, mocks) -> None:
    with speaks_both(mocks(**SERVICE).settings.port) as port:

        def through_the_proxy(plan: Plan) -> Plan:
            oauth = f"https://127.0.0.1:{port}/oauth"
            target = replace(plan.target, token_url=f"{oauth}/token", registration_url=f"{oauth}/register")
            return replace(plan, target=target)

        found = judged(None, ["CLR10-TOK-016"], owner="amal", change=through_the_proxy, settings=SERVICE)

    assert found["CLR10-TOK-016"] == "fail"
    assert sorted(found.messages("CLR10-TOK-016")) == [
        "registration is answered over plain http as over https",
        "the token request is answered over plain http as over https",
    ]
