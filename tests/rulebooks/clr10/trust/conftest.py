"""An issuer of our own: keys, documents, and a real TLS server that publishes them."""

from __future__ import annotations

import copy
import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from conformance.document import judge
from conformance.document import open as open_document
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.trust import VerificationReport, verify
from conformance.wire.fetcher import FETCH_LIMITS, Fetcher
from tests.trust.signing import TOOLS, hashed, pem_of, rsa_key

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"
NOW = datetime(2024, 6, 1, tzinfo=UTC)


class Site:
    """A TLS server on loopback that publishes JSON by path and remembers what it was asked."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self.pages: dict[str, tuple[int, Any, dict[str, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
                status, body, headers = site.pages.get(self.path, (404, {}, {}))
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                for name, value in {"Content-Type": "application/ld+json", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def publish(self, path: str, body: Any, status: int = 200, **headers: str) -> str:
        self.pages[path] = (status, body, headers)
        return self.url + path

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@dataclass
class World:
    """A publisher with a key, a revocation list and a learner, all published on its site."""

    site: Site
    fetcher: Fetcher
    learner: dict[str, Any] = field(default_factory=dict)
    profile: dict[str, Any] = field(default_factory=dict)
    private: Any = None
    revoked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.private = rsa_key("college")
        self.learner = {
            "id": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11",
            "name": "Mira",
            "email": "mira@mail.example",
            "studentId": "S-1",
        }
        self.profile = self.make_profile("college", self.private)

    def make_profile(self, name: str, private: Any) -> dict[str, Any]:
        """A profile with key and revocation list, published with all that it names."""
        url = f"{self.site.url}/profiles/{name}"
        key = {"id": f"{self.site.url}/keys/{name}", "owner": url, "publicKeyPem": pem_of(private)}
        profile = {
            "id": url,
            "type": "Profile",
            "name": name,
            "publicKey": key,
            "revocationList": f"{self.site.url}/lists/{name}",
            "verification": {"type": "Verification", "startsWith": [f"{self.site.url}/", "urn:uuid:"]},
        }
        self.site.publish(f"/profiles/{name}", {"@context": CONTEXT, **profile})
        self.site.publish(f"/keys/{name}", {"@context": CONTEXT, **key})
        self.publish_list(name, url)
        return profile

    def publish_list(self, name: str, issuer: str, *revoked: str, **members: Any) -> None:
        url = f"{self.site.url}/lists/{name}"
        body = {"@context": CONTEXT, "id": url, "type": "RevocationList", "issuer": issuer}
        self.site.publish(f"/lists/{name}", {**body, "revokedAssertions": list(revoked), **members})

    def assertion(self, number: int = 1, **members: Any) -> dict[str, Any]:
        """An assertion that says it is signed."""
        return {
            "@context": CONTEXT,
            "id": f"urn:uuid:b27c5a4e-4a0e-4c4b-9a10-00000000000{number}",
            "type": "Assertion",
            "issuedOn": "2022-05-20T15:00:00Z",
            "recipient": {"type": "email", "identity": hashed("mira@mail.example", "K"), "hashed": True, "salt": "K"},
            "achievement": {
                "id": f"urn:uuid:0b5e4d6f-0e0c-4f9b-8f4c-00000000000{number}",
                "name": f"Course {number}",
                "issuer": copy.deepcopy(self.profile),
            },
            "verification": {"type": "Signed", "creator": self.profile["publicKey"]["id"]},
            **members,
        }

    def hosted(self, name: str = "a", **members: Any) -> dict[str, Any]:
        """A hosted assertion, published."""
        url = f"{self.site.url}/ims/clr/v1p0/assertions/{name}"
        node = {**self.assertion(), "id": url, "verification": {"type": "Hosted"}, **members}
        self.site.publish(f"/ims/clr/v1p0/assertions/{name}", node)
        return {member: value for member, value in copy.deepcopy(node).items() if member != "@context"}

    def endorsement(self, claim: str, issuer: dict[str, Any], **members: Any) -> dict[str, Any]:
        return {
            "@context": CONTEXT,
            "id": "urn:uuid:e27c5a4e-4a0e-4c4b-9a10-2c7f4c5d9e01",
            "type": "Endorsement",
            "issuedOn": "2022-05-21T15:00:00Z",
            "issuer": copy.deepcopy(issuer),
            "claim": {"id": claim, "endorsementComment": "Good work."},
            "verification": {"type": "Signed", "creator": issuer["publicKey"]["id"]},
            **members,
        }

    def clr(self, **members: Any) -> dict[str, Any]:
        """A CLR that says it is signed."""
        return {
            "@context": CONTEXT,
            "id": "urn:uuid:9a4be7a5-6f1d-4c9d-b8f4-3a8d8a5b7701",
            "type": "Clr",
            "issuedOn": "2022-07-01T08:15:00Z",
            "learner": copy.deepcopy(self.learner),
            "publisher": copy.deepcopy(self.profile),
            "verification": {"type": "Signed", "creator": self.profile["publicKey"]["id"]},
            **members,
        }

    def verify(
        self, document: Any, *, offline: bool = False, now: datetime = NOW, **recipient: str
    ) -> VerificationReport:
        """Judges and verifies a document as the command does."""
        data = document.encode() if isinstance(document, str) else json.dumps(document).encode()
        with open_document(data, RULES, now=now) as opened:
            judgement = judge(opened)
            assert judgement.error is None, judgement.error
            assert judgement.recognised is not None
            assert opened.document is not None
            if offline:
                return verify(opened, TRUST, recipient=recipient)
            self.fetcher.forget()
            self.fetcher.renew()
            return verify(opened, TRUST, fetcher=self.fetcher, recipient=recipient)


@pytest.fixture
def make_site(server_context: ssl.SSLContext) -> Iterator[Callable[[], Site]]:
    sites: list[Site] = []

    def make() -> Site:
        sites.append(Site(server_context))
        return sites[-1]

    yield make
    for site in sites:
        site.close()


@pytest.fixture
def world(make_site: Callable[[], Site], fetcher: Fetcher) -> World:
    return World(make_site(), fetcher)


@pytest.fixture(scope="session")
def fetcher(ca_file: Path) -> Iterator[Fetcher]:
    with Fetcher(limits=FETCH_LIMITS, ca=ca_file, allow=["127.0.0.1", "localhost"]) as made:
        yield made


@pytest.fixture(scope="session")
def tools() -> SimpleNamespace:
    """What tests make tokens with."""
    return TOOLS
