"""A consumer in a few lines, whose every request a test can change: for mocks that agree by themselves."""

from __future__ import annotations

import base64
import hashlib
import secrets
import ssl
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from mock_provider.testing import MockServer

SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/"
CALLBACK = "https://wallet.test/callback"
METADATA: Mapping[str, Any] = {
    "client_name": "Wallet",
    **dict.fromkeys(("client_uri", "logo_uri", "tos_uri", "policy_uri"), "https://wallet.test/"),
    "software_id": "1",
    "software_version": "1",
    "redirect_uris": [CALLBACK],
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "scope": f"{SCOPE}readonly {SCOPE}replace offline_access",
}


def changed(members: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The members with changes; None leaves one out."""
    return {name: value for name, value in {**members, **changes}.items() if value is not None}


class Flow:
    """Registers, asks for a code and for tokens, and calls the API; each step returns the response."""

    def __init__(self, mock: MockServer, moved: Mapping[str, str] = MappingProxyType({})) -> None:
        self.mock = mock
        root = mock.url.removesuffix(mock.settings.facts.base_path)
        self.at = {step: f"{root}/{moved.get(step, f'oauth/{step}')}" for step in ("register", "authorize", "token")}
        self.http = httpx.Client(verify=ssl.create_default_context(cafile=str(mock.ca_path)))
        self.verifier = secrets.token_urlsafe(32)
        self.client_id = self.client_secret = self.code = self.token = ""
        self.back: dict[str, str] = {}

    def close(self) -> None:
        self.http.close()

    def register(self, *, content_type: str | None = "application/json", **changes: Any) -> httpx.Response:
        headers = {} if content_type is None else {"content-type": content_type}
        body = httpx.Response(200, json=changed(METADATA, changes)).content
        found = self.http.post(self.at["register"], content=body, headers=headers)
        if found.status_code == 201:
            self.client_id, self.client_secret = found.json()["client_id"], found.json()["client_secret"]
        return found

    def authorize(self, **changes: str | None) -> httpx.Response:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": CALLBACK,
            "scope": f"{SCOPE}readonly {SCOPE}replace",
            "state": secrets.token_urlsafe(16),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        asked = changed(query, changes)
        found = self.http.get(f"{self.at['authorize']}?{urlencode(asked)}")
        self.back = dict(parse_qsl(urlsplit(found.headers.get("location", "")).query))
        self.code = self.back.get("code", "")
        return found

    def exchange(self, *, in_body: bool = False, as_json: bool = False, **changes: str | None) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "code": self.code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        }
        asked = changed(form, changes)
        if in_body:
            asked |= {"client_id": self.client_id, "client_secret": self.client_secret}
        auth = None if in_body else httpx.BasicAuth(self.client_id, self.client_secret)
        body: dict[str, Any] = {"json": asked} if as_json else {"data": asked}
        found = self.http.post(self.at["token"], auth=auth or httpx.USE_CLIENT_DEFAULT, **body)
        self.token = found.json().get("access_token", "")
        return found

    def to_token(self) -> Flow:
        """A right flow up to a token."""
        assert self.register().status_code == 201
        assert self.authorize().status_code == 303
        assert self.exchange().status_code == 200
        return self

    def api(self, method: str, path: str, *, bearer: bool = True, **options: Any) -> httpx.Response:
        headers = {"accept": "application/ld+json", **({"authorization": f"Bearer {self.token}"} if bearer else {})}
        headers = changed(headers, options.pop("headers", {}))
        request = self.http.build_request(method, f"{self.mock.url}{path}", headers=headers, **options)
        for name in ("accept", "content-type"):
            if name not in headers and name in request.headers:
                del request.headers[name]
        return self.http.send(request)
