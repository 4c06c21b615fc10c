"""A consumer, a browser and an authorization server in one process, with a clock that can be moved."""

from __future__ import annotations

import base64
import hashlib
import secrets
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from httpx import Response
from lxml import html
from starlette.applications import Starlette

from mock_provider.oauth import AuthorizationService, AuthorizationSettings, routes
from mock_provider.store.database import Database

with warnings.catch_warnings():
    # It would rather have httpx2, which the rest of the project does not use.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

ISSUER = "https://provider.test"
CALLBACK = "https://consumer.test/callback"
CLR_SCOPES = tuple(
    f"https://purl.imsglobal.org/spec/clr/v1p0/scope/{name}" for name in ("readonly", "replace", "delete")
)
READONLY = CLR_SCOPES[0]
SCOPE_TEXTS = {READONLY: "Read your learner records", CLR_SCOPES[1]: "Add learner records, or replace them"}
METADATA = {
    "client_name": "Transcript Wallet",
    "client_uri": "https://consumer.test",
    "logo_uri": "https://consumer.test/logo.png",
    "tos_uri": "https://consumer.test/terms",
    "policy_uri": "https://consumer.test/privacy",
    "software_id": "1c8b9a52-6f0c-4d3c-9e57-2b9f6c4f7a10",
    "software_version": "1.0.0",
    "redirect_uris": [CALLBACK],
    "grant_types": ["authorization_code", "refresh_token"],
}


@dataclass
class Clock:
    """Epoch seconds that stand still until told otherwise."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Consumer:
    """A registered client: sends token requests with Basic authentication."""

    http: TestClient
    client_id: str
    client_secret: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def challenge(self) -> str:
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()

    @property
    def basic(self) -> str:
        pair = f"{quote(self.client_id, safe='')}:{quote(self.client_secret, safe='')}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def query(self, **changes: str | None) -> dict[str, str]:
        """A right authorization request with changes; None leaves a parameter out."""
        wanted: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "scope": f"{READONLY} offline_access",
            "state": "a-state-nobody-can-guess",
            "code_challenge": self.challenge,
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (wanted | changes).items() if value is not None}

    def post(self, path: str, form: dict[str, Any], **headers: str) -> Response:
        return self.http.post(path, data=form, headers={"Authorization": self.basic} | headers)

    def exchange(self, code: str, **changes: str | None) -> Response:
        """A right token request for a code with changes; None leaves a parameter out."""
        wanted: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        }
        form = {name: value for name, value in (wanted | changes).items() if value is not None}
        return self.post("/oauth/token", form)

    def refresh(self, token: str, **more: str) -> Response:
        return self.post("/oauth/token", {"grant_type": "refresh_token", "refresh_token": token, **more})


@dataclass
class Browser:
    """A person's browser: follows nothing by itself, fills forms by their field names."""

    http: TestClient

    def get(self, url: str, **query: str) -> Response:
        return self.http.get(f"{url}?{urlencode(query)}" if query else url)

    def submit(self, page: Response, form: int = 0, **fields: str) -> Response:
        """Posts a form of the page with its hidden fields and these."""
        document: Any = html.fromstring(page.text)
        element = document.forms[form]
        hidden = {i.name: i.value for i in element.inputs if i.name and i.value and i.get("type") == "hidden"}
        assert element.method == "POST"
        return self.http.post(element.action, data=hidden | fields)

    def log_in(self, username: str = "mira", password: str | None = None) -> Response:
        page = self.get("/oauth/login", switch="1")
        return self.submit(page, username=username, password=password or f"{username}-password")

    def consent_page(self, consumer: Consumer, **changes: str | None) -> Response:
        return self.get("/oauth/authorize", **consumer.query(**changes))

    def approve(self, consumer: Consumer, **changes: str | None) -> dict[str, str]:
        """The parameters that come back with the user's approval."""
        return returned(self.submit(self.consent_page(consumer, **changes), decision="approve"))


@dataclass
class World:
    """Everything that a test of the authorization server needs."""

    server: AuthorizationService
    clock: Clock
    http: TestClient
    browser: Browser

    def consumer(self, **changes: Any) -> Consumer:
        response = self.http.post("/oauth/register", json=METADATA | changes)
        assert response.status_code == 201, response.text
        return Consumer(self.http, response.json()["client_id"], response.json()["client_secret"])

    def alive(self, access_token: str) -> bool:
        return self.server.authenticate_bearer(f"Bearer {access_token}") is not None

    def tokens(self, consumer: Consumer, **changes: str | None) -> dict[str, Any]:
        """Logs mira in, approves and exchanges the code."""
        self.browser.log_in()
        response = consumer.exchange(self.browser.approve(consumer, **changes)["code"])
        assert response.status_code == 200, response.text
        return dict(response.json())


def returned(response: Response) -> dict[str, str]:
    """The query of the redirect back to the client."""
    assert response.status_code in (302, 303), response.text
    location = urlsplit(response.headers["location"])
    assert f"{location.scheme}://{location.netloc}{location.path}" == CALLBACK
    return {name: values[0] for name, values in parse_qs(location.query, strict_parsing=True).items()}


@pytest.fixture
def make_world() -> Callable[..., World]:
    """Makes a world with settings of the authorization server."""

    def make(issuer: str = ISSUER, **settings: Any) -> World:
        database = Database("sqlite://")
        database.create()
        clock = Clock()
        server = AuthorizationService(
            database,
            issuer,
            f"{issuer}/ims/clr/v1p0",
            AuthorizationSettings(**{"scopes": CLR_SCOPES, "scope_texts": SCOPE_TEXTS, **settings}),
            clock,
        )
        server.seed_users({"mira": "mira-password", "jonas": "jonas-password"}, {"mira": "Mira Öztürk"})
        app = Starlette(routes=routes(server))
        clients = [TestClient(app, base_url=issuer, follow_redirects=False) for _ in range(2)]
        return World(server, clock, clients[0], Browser(clients[1]))

    return make


@pytest.fixture
def world(make_world: Callable[..., World]) -> World:
    """An authorization server with its default settings."""
    return make_world()


@pytest.fixture
def consumer(world: World) -> Consumer:
    """A registered client."""
    return world.consumer()
