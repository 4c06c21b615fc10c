"""What the authorization server says when it cannot answer: an OAuth error to a client, a page to a person."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from mock_provider.http.notes import refused
from mock_provider.oauth.pages import error_page

_MACHINES = ("/oauth/token", "/oauth/register", "/oauth/revoke")
_CODES = {500: "server_error", 503: "temporarily_unavailable"}
_TEXTS = {
    404: "there is nothing behind this path",
    405: "this method is not offered here",
    500: "the provider failed; its log says why",
    503: "the store is busy; try again",
}


def oauth_failure(path: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    """The answer for a status such as 404, 405, 500 or 503; the last comes with Retry-After (RFC 6749 section 5.2)."""
    text = _TEXTS.get(status, "the request cannot be answered")
    refused(text)
    response: Response
    if path in _MACHINES:
        body = {"error": _CODES.get(status, "invalid_request"), "error_description": text}
        response = JSONResponse(body, status, {"Cache-Control": "no-store", "Pragma": "no-cache"})
    else:
        response = error_page("This cannot be answered", f"{text[:1].upper()}{text[1:]}.", status=status)
    response.headers.update(headers or {})
    if status == 503:
        response.headers["Retry-After"] = "1"
    return response
