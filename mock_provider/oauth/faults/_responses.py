"""Changes to what the authorization server answers: its JSON, its errors and its redirects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.tools import Change, refuse
from mock_provider.http.status import CodeMinor


def good(change: Change) -> Change:
    """Make the change to responses with a 2xx only."""
    return lambda response: change(response) if response.good else None


def bad(change: Change) -> Change:
    """Make the change to responses with a 4xx or 5xx only."""
    return lambda response: change(response) if response.status >= 400 else None


def members(**values: Any) -> Change:
    """Set members of a JSON object that a response of success is, or take them out with ``None``."""

    def change(response: Response) -> None:
        body = response.json
        if response.good and isinstance(body, dict):
            response.json = {name: value for name, value in {**body, **values}.items() if value is not None}

    return change


def error(status: int, code: str) -> Change:
    """Refuse as RFC 6749 section 5.2 has it, whatever the response was."""

    def change(response: Response) -> None:
        response.status = status
        response.headers["content-type"] = "application/json"
        response.json = {"error": code, "error_description": "refused"}

    return change


def without(name: str) -> Change:
    """Take a header out of the response."""

    def change(response: Response) -> None:
        if name in response.headers:
            del response.headers[name]

    return change


def redirects(change: Callable[[dict[str, str]], object]) -> Change:
    """Change the parameters of redirects to the client."""

    def changed(response: Response) -> None:
        parts = urlsplit(response.headers.get("location", ""))
        before = dict(parse_qsl(parts.query))
        if parts.scheme and ("code" in before or "error" in before):
            params = dict(before)
            change(params)
            if params != before:
                response.headers["location"] = parts._replace(query=urlencode(params)).geturl()

    return changed


def send_to_client(response: Response, **params: str) -> None:
    """Send the browser to whatever redirect_uri says."""
    query = response.request.query
    params |= {"state": query["state"]} if "state" in query else {}
    uri = query.get("redirect_uri", "")
    response.status, response.body = 302, b""
    response.headers["location"] = f"{uri}{'&' if '?' in uri else '?'}{urlencode(params)}"


def refusing_bad_tokens(status: int, minor: CodeMinor) -> Change:
    """Refuse bad tokens with another status; requests without one are refused as they were."""

    def change(response: Response) -> None:
        if response.status == 401 and "authorization" in response.request.headers:
            refuse(response, status, minor)

    return change


def for_client_credentials(change: Change) -> Change:
    """Make the change only where a client asks for a token on its own behalf."""

    def changed(response: Response) -> None:
        if response.request.form.get("grant_type") == "client_credentials":
            change(response)

    return changed


def scopes_as(write: Callable[[Request, str], str]) -> Change:
    """Write each scope of a token response otherwise."""

    def change(response: Response) -> None:
        scopes = response.json["scope"].split()
        members(scope=" ".join(write(response.request, scope) for scope in scopes))(response)

    return good(change)
