"""Hand-written authorization pages over real TLS, in the many shapes that providers give them."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from conformance.limits import Limits
from conformance.oauth import AuthorizationRequest
from conformance.wire import Wire

CALLBACK = "https://consumer.invalid/callback"


@pytest.fixture
def run(server_context: ssl.SSLContext) -> Iterator[Callable[[Flask], str]]:
    """Serves a Flask application over https on a free port; gives its URL."""
    servers = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=server_context)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return f"https://127.0.0.1:{server.server_port}"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__)
    made.secret_key = "only for tests"
    return made


@pytest.fixture
def wire(ca_file: Path) -> Iterator[Wire]:
    with Wire(limits=Limits(connect=2, read=5, exchange=5), ca=ca_file) as made:
        yield made


@pytest.fixture
def ask() -> Callable[[str], AuthorizationRequest]:
    """A right authorization request to the ``/authorize`` of a URL."""

    def make(url: str) -> AuthorizationRequest:
        return AuthorizationRequest.right(
            f"{url}/authorize", client_id="c1", redirect_uri=CALLBACK, scope="readonly offline_access"
        )

    return make
