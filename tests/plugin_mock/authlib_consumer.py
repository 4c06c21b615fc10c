"""A small consumer with authlib and httpx, sync and async, whose login is answered by the fixture."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from authlib.integrations.httpx_client import AsyncOAuth2Client, OAuth2Client

from conformance.plugin_mock.mock import ClrMock

JSON_LD = "application/ld+json"
_SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope/readonly"
_SITE = "https://wallet.example"
_BACK = f"{_SITE}/callback"
_ABOUT = {
    "client_name": "Wallet",
    "client_uri": _SITE,
    "logo_uri": f"{_SITE}/logo.png",
    "tos_uri": f"{_SITE}/terms",
    "policy_uri": f"{_SITE}/privacy",
    "software_id": "2f2f7e0c-64f5-4f5c-9f0b-0d0b6f0a7a99",
    "software_version": "1",
    "redirect_uris": [_BACK],
    "grant_types": ["authorization_code", "refresh_token"],
    "response_types": ["code"],
    "token_endpoint_auth_method": "client_secret_basic",
    "scope": _SCOPE,
}


def read(mock: ClrMock, *, watch: Callable[[str], object] = str, **options: Any) -> list[str]:
    """The ids of all plain CLRs; ``watch`` sees the URL that comes back. Raises ``LookupError`` without a code."""
    accept = {"Accept": JSON_LD}
    with httpx.Client(headers=accept, **options) as http:
        found = http.get(f"{mock.url}/discovery").raise_for_status().json()
        client = http.post(found["registrationUrl"], json=_ABOUT).raise_for_status().json()
    with OAuth2Client(client["client_id"], client["client_secret"], **_grant(), **options) as session:
        back, login = _logged_in(mock, session, found)
        watch(back)
        session.fetch_token(found["tokenUrl"], **login)
        page, ids = f"{mock.url}/clrs", []
        while page:
            response = session.get(page, headers=accept).raise_for_status()
            ids += [clr["id"] for clr in response.json().get("clrs") or ()]
            page = response.links.get("next", {}).get("url")
    return ids


async def read_awaiting(mock: ClrMock) -> list[str]:
    """The same by async clients."""
    accept = {"Accept": JSON_LD}
    async with httpx.AsyncClient(headers=accept) as http:
        found = (await http.get(f"{mock.url}/discovery")).raise_for_status().json()
        client = (await http.post(found["registrationUrl"], json=_ABOUT)).raise_for_status().json()
    async with AsyncOAuth2Client(client["client_id"], client["client_secret"], **_grant()) as session:
        _, login = _logged_in(mock, session, found)
        await session.fetch_token(found["tokenUrl"], **login)
        page, ids = f"{mock.url}/clrs", []
        while page:
            response = (await session.get(page, headers=accept)).raise_for_status()
            ids += [clr["id"] for clr in response.json().get("clrs") or ()]
            page = response.links.get("next", {}).get("url")
    return ids


def _grant() -> dict[str, Any]:
    return {"scope": _SCOPE, "redirect_uri": _BACK, "code_challenge_method": "S256"}


def _logged_in(mock: ClrMock, session: Any, found: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The URL that came back from the login, and what a token request says."""
    verifier = secrets.token_urlsafe(48)
    url, state = session.create_authorization_url(found["authorizationUrl"], code_verifier=verifier)
    back = mock.log_in(url)
    came = parse_qs(urlsplit(back).query)
    if "code" not in came:
        raise LookupError(f"the login ended in {came.get('error')}")
    return back, {"authorization_response": back, "state": state, "code_verifier": verifier, "scope": _SCOPE}
