"""Tokens without a login, for the control API: whoever holds the control token may speak for every user."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mock_provider.http.endpoint import read_body
from mock_provider.http.status import Refusal
from mock_provider.oauth.service import AuthorizationService

_MAX_BODY = 10_000
_NO_STORE = {"Cache-Control": "no-store"}


def token_route(service: AuthorizationService, first_user: str) -> Route:
    """``POST /tokens`` with a JSON object of ``user`` and ``scopes``, both optional; the answer is that of RFC 6749."""

    async def issue(request: Request) -> Response:
        try:
            asked = _asked(await read_body(request, _MAX_BODY))
            scopes = asked.get("scopes", [])
            token = service.token_for(asked.get("user") or first_user, scopes)
        except Refusal as refusal:
            return JSONResponse({"error": f"the body has more than {_MAX_BODY} bytes"}, refusal.status)
        except (ValueError, RecursionError) as error:
            return JSONResponse({"error": str(error)}, 400)
        return JSONResponse(token, 201, _NO_STORE)

    return Route("/tokens", issue, methods=["POST"])


def _asked(body: bytes) -> dict[str, Any]:
    asked = json.loads(body or b"{}")
    if not isinstance(asked, dict) or not isinstance(asked.get("user", ""), str):
        raise ValueError('give a JSON object such as {"user": "mira", "scopes": ["readonly"]}')
    scopes = asked.get("scopes", [])
    if not isinstance(scopes, list) or not all(isinstance(scope, str) for scope in scopes):
        raise ValueError("scopes is an array of names")
    return asked
