"""The endpoints that clients call: token, registration, revocation, metadata."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mock_provider.http.notes import placed, refused
from mock_provider.oauth.messages import MessageError, read_form, read_json
from mock_provider.oauth.requests import ProtocolRequest, RegistrationRequest
from mock_provider.oauth.service import AuthorizationService


class ClientEndpoints:
    """Handlers of the endpoints for clients; each reads the body with a limit and leaves the rest to the core."""

    def __init__(self, server: AuthorizationService) -> None:
        self._server = server
        self._core = server.core
        self._urls = server.endpoints

    async def metadata(self, request: Request) -> Response:  # noqa: ARG002
        """The server's metadata (RFC 8414); may be cached."""
        placed("oauth", "metadata")
        return JSONResponse(self._server.metadata(), headers={"Cache-Control": "max-age=300"})

    async def token(self, request: Request) -> Response:
        """The token endpoint (RFC 6749 section 3.2)."""
        try:
            form = await read_form(request)
        except MessageError as error:
            return refusal("invalid_request", error)
        read = ProtocolRequest("POST", self._urls.token, request.headers, form)
        return await self._server.run(self._core.create_token_response, read)

    async def register(self, request: Request) -> Response:
        """The registration endpoint (RFC 7591 section 3)."""
        try:
            body = await read_json(request)
        except MessageError as error:
            return refusal("invalid_client_metadata", error)
        read = RegistrationRequest(self._urls.register, request.headers, body)
        return await self._server.run(self._core.create_endpoint_response, "client_registration", read)

    async def revoke(self, request: Request) -> Response:
        """The revocation endpoint (RFC 7009 section 2)."""
        try:
            form = await read_form(request)
        except MessageError as error:
            return refusal("invalid_request", error)
        read = ProtocolRequest("POST", self._urls.revoke, request.headers, form)
        return await self._server.run(self._core.create_endpoint_response, "revocation", read)


def refusal(code: str, error: MessageError) -> JSONResponse:
    """An OAuth error body for a request that cannot be read."""
    refused(f"{code}: {error}")
    headers = {"Cache-Control": "no-store", "Pragma": "no-cache"}
    return JSONResponse({"error": code, "error_description": str(error)}, error.status, headers)
