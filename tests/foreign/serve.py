"""Runs the foreign provider: Flask on werkzeug's server, real TLS with a throw-away certificate, in a thread."""

from __future__ import annotations

import contextlib
import json
import logging
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import trustme
from flask import Flask, Response, abort
from werkzeug.exceptions import HTTPException
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.foreign import oauth, pages, resource
from tests.foreign.content import CONTEXT
from tests.foreign.state import RIVER, State, Style
from tests.serving import serving

TENANT = "/t/river"


class Quiet(WSGIRequestHandler):
    """Writes no access log, and does not wait for a full packet."""

    disable_nagle_algorithm = True

    def log(self, *_: object) -> None:
        """Say nothing."""


@dataclass
class Foreign:
    """A running provider; ``url`` is what a user gives as ``--target``."""

    url: str
    ca: Path
    state: State
    app: Flask

    def become(self, defect: str | None = None, style: Style = RIVER) -> None:
        """Forget everything and go on with another style, or with a defect."""
        self.state.reset(defect, style)
        self.state.server = oauth.server_of(self.state)


@contextlib.contextmanager
def running_foreign() -> Iterator[Foreign]:
    """The provider on a free port, as long as the block lasts."""
    logging.getLogger("oauthlib").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        authority = trustme.CA()
        ca = Path(folder) / "river-ca.pem"
        authority.cert_pem.write_to_path(ca)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        app = create_app()
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet, ssl_context=context)
        origin = f"https://127.0.0.1:{server.server_port}"
        app.config["STATE"] = State(origin, f"{origin}{TENANT}/ims/clr/v1p0")
        foreign = Foreign(f"{origin}{TENANT}", ca, app.config["STATE"], app)
        foreign.become()
        with serving(server):
            yield foreign


def create_app() -> Flask:
    """The application without its state."""
    app = Flask(__name__)
    for part in (oauth.site, pages.site, resource.api):
        app.register_blueprint(part)
    app.before_request(_accident)
    app.register_error_handler(HTTPException, resource.http_trouble)
    app.add_url_rule("/<path:path>", view_func=_described)
    return app


def _accident() -> Response | None:
    """What a proxy answers that has lost its server for a moment."""
    kept = oauth.state()
    kept.requests += 1
    if kept.style.fails_each and kept.requests % kept.style.fails_each == 0:
        return Response("<h1>Bad Gateway</h1>", 502, mimetype="text/html")
    return None


def _described(path: str) -> Response:
    """A profile or an achievement behind its own URL."""
    known = oauth.state().archive.pages.get(path)
    if known is None:
        abort(404)
    return Response(json.dumps({"@context": CONTEXT, **known}), mimetype="application/ld+json")
