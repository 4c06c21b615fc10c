"""Keys and lists at hosts that redirect inward, answer without end, or are not to be asked at all."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import trustme

from conformance.inspection.options import Network
from conformance.inspection.outcome import Grade
from tests.foreign.credentials import content
from tests.foreign.credentials.people import public
from tests.inspection.bad_credentials.judging import OURS, Told, badge, token, told
from tests.serving import serving


class Host(BaseHTTPRequestHandler):
    """A host of an issuer that somebody else has taken over."""

    server: Hosting

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        getattr(self, "answer_" + self.path.strip("/").replace("-", "_"), self.nothing)()

    def nothing(self) -> None:
        self.send_error(404)

    def answer_inside(self) -> None:
        self.redirect("https://127.0.0.1:1/secret")

    def answer_metadata(self) -> None:
        self.redirect("https://169.254.169.254/latest/meta-data")

    def answer_plain(self) -> None:
        self.redirect("http://localhost/secret")

    def answer_file(self) -> None:
        self.redirect("file:///etc/hostname")

    def answer_circle(self) -> None:
        self.redirect("/circle")

    def answer_html(self) -> None:
        self.body(b"<html>Sign in</html>", "text/html")

    def answer_key(self) -> None:
        self.body(json.dumps(public("quillhaven-p256")).encode(), "application/json")

    def answer_endless(self) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b" " * 1_000_000)

    def redirect(self, to: str) -> None:
        self.send_response(302)
        self.send_header("Location", to)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def body(self, data: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


class Hosting(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), Host)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.asked: list[str] = []

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is nothing to tell."""


@dataclass(frozen=True)
class Place:
    server: Hosting
    ca: Path

    def judged(self, document: str, *allow: str) -> Told:
        return told(document, network=Network(ca=self.ca, allow=allow, timeout=3.0, total=10.0))

    def at(self, path: str) -> str:
        return f"https://localhost:{self.server.server_address[1]}/{path}"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    authority, file = trustme.CA(), tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    server = Hosting(context)
    with serving(server):
        yield Place(server, file)


def test_a_key_at_a_host_that_was_allowed_is_fetched(place: Place) -> None:
    outcome = place.judged(token(badge(), {"kid": place.at("key")}), "localhost")
    assert "/key" in place.server.asked
    assert outcome.is_good


@pytest.mark.parametrize("path", ["inside", "metadata", "plain", "file", "circle", "html", "endless", "missing"])
def test_a_kid_that_leads_elsewhere_is_never_verified(place: Place, path: str) -> None:
    outcome = place.judged(token(badge(), {"kid": place.at(path)}), "localhost")
    assert OURS not in outcome.codes
    assert outcome.judged.grade in (Grade.INCOMPLETE, Grade.FAIL)


def test_a_host_inside_is_not_asked(place: Place) -> None:
    before = len(place.server.asked)
    status: dict[str, Any] = content.entry(place.at("html"), 8)
    for document in (badge(), badge(credentialStatus=status)):
        outcome = place.judged(token(document, {"kid": place.at("key")}))
        assert outcome.judged.grade is Grade.INCOMPLETE
    assert len(place.server.asked) == before


def test_a_list_that_cannot_be_had_leaves_the_status_open(place: Place) -> None:
    for path in ("missing", "inside", "circle", "endless"):
        outcome = place.judged(token(badge(credentialStatus=content.entry(place.at(path), 8))), "localhost")
        assert outcome.judged.grade is Grade.INCOMPLETE, path
