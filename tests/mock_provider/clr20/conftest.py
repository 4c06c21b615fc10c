"""A mock of CLR 2.0 that listens nowhere, and a client of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from conformance.issuing import Key, as_jwt, sign
from mock_provider.http.json_bodies import validator_of
from mock_provider.testing import MockServer, mock_in_process

JSON = "application/json"
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]


class Client:
    """Speaks to a mock in the thread of the test."""

    def __init__(self, mock: MockServer) -> None:
        self.mock = mock
        self.key = Key.from_seed("Ed25519", "a publisher whom nobody knows")

    def send(
        self,
        method: str,
        path: str,
        *,
        user: str = "",
        content: bytes | None = None,
        headers: dict[str, str] | None = None,
        scopes: tuple[str, ...] = (),
    ) -> httpx.Response:
        """Sends to a path below the API's base URL, or to an absolute URL; with a token of the user if one is named."""
        sent = {"Accept": "*/*"} | ({"Authorization": f"Bearer {self.mock.token(user, scopes)}"} if user else {})
        merged = sent | (headers or {})
        request = httpx.Request(method, path if "://" in path else self.mock.url + path, content=content)
        request.headers.update({name: value for name, value in merged.items() if value})

        async def call() -> httpx.Response:
            transport = httpx.ASGITransport(self.mock.application)
            response = await transport.handle_async_request(request)
            await response.aread()
            response.request = request
            return response

        return asyncio.run(call())

    def get(self, path: str, user: str = "mira", **options: Any) -> httpx.Response:
        return self.send("GET", path, user=user, **options)

    def post(self, record: Any, user: str = "mira", media_type: str = JSON, **headers: str) -> httpx.Response:
        content = record if isinstance(record, bytes) else json.dumps(record, indent=1, ensure_ascii=False).encode()
        return self.send(
            "POST", "/credentials", user=user, content=content, headers={"Content-Type": media_type, **headers}
        )

    def learner(self, user: str = "mira") -> str:
        identifier: str = self.get("/profile", user).json()["id"]
        return identifier

    def draft(
        self, identifier: str = "urn:uuid:5b7f8f0e-6a52-4c1e-9a52-000000000001", **members: Any
    ) -> dict[str, Any]:
        """A right record of an unknown publisher about mira, not signed; ``None`` leaves a member out."""
        record = {
            "@context": CONTEXTS,
            "id": identifier,
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "Zeugnis · 成績証明書",
            "issuer": {"id": self.key.did, "type": ["Profile"], "name": "A publisher"},
            "validFrom": "2026-02-01T00:00:00Z",
            "credentialSubject": {
                "id": self.learner(),
                "type": ["ClrSubject"],
                "verifiableCredential": [_badge(self.learner())],
            },
            **members,
        }
        return {name: value for name, value in record.items() if value is not None}

    def signed(self, *arguments: str, suite: str = "eddsa-rdfc-2022", **members: Any) -> dict[str, Any]:
        """A right record with a proof of its publisher."""
        return sign(self.draft(*arguments, **members), suite, self.key, self.key.did_method)

    def token(self, *arguments: str, **members: Any) -> bytes:
        """The same as a compact JWS."""
        return as_jwt(self.draft(*arguments, **members), self.key, kid=self.key.did_method).encode()


def _badge(learner: str) -> dict[str, Any]:
    return {
        "@context": [CONTEXTS[0], CONTEXTS[2]],
        "id": "urn:uuid:5b7f8f0e-6a52-4c1e-9a52-000000000002",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "name": "A course",
        "issuer": "https://publisher.example/issuer",
        "validFrom": "2026-01-01T00:00:00Z",
        "credentialSubject": {
            "id": learner,
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:5b7f8f0e-6a52-4c1e-9a52-000000000003",
                "type": ["Achievement"],
                "name": "A course",
                "description": "One term",
                "criteria": {"narrative": "An examination"},
            },
        },
    }


@pytest.fixture(scope="module")
def mock() -> Iterator[MockServer]:
    with mock_in_process(standard="clr-v2p0") as server:
        yield server


@pytest.fixture
def client(mock: MockServer) -> Client:
    """A client of a mock to which nothing has been posted yet."""
    mock.reset()
    return Client(mock)


@pytest.fixture(scope="session")
def refused() -> Any:
    """Asserts that a response is a status object of the contract with that status and code."""

    def check(response: httpx.Response, status: int, minor: str, words: str = "") -> None:
        assert response.status_code == status, response.text[:500]
        assert response.headers["content-type"] == JSON
        body = response.json()
        assert validator_of("clr20", "Imsx_StatusInfo").is_valid(body)
        (field,) = body["imsx_codeMinor"]["imsx_codeMinorField"]
        assert field["imsx_codeMinorFieldValue"] == minor
        assert words in body["imsx_description"]

    return check
