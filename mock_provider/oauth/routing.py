"""The routes of the authorization server, for the application to mount at its root."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from mock_provider.oauth.addresses import METADATA_PATH
from mock_provider.oauth.client_endpoints import ClientEndpoints
from mock_provider.oauth.service import AuthorizationService
from mock_provider.oauth.user_pages import UserPages


def routes(server: AuthorizationService) -> list[BaseRoute]:
    """All routes that the server's settings offer; what is switched off has no route."""
    clients, users = ClientEndpoints(server), UserPages(server)
    found: list[BaseRoute] = [
        Route(METADATA_PATH, clients.metadata, methods=["GET"]),
        Route("/oauth/token", clients.token, methods=["POST"]),
        Route("/oauth/authorize", users.authorize, methods=["GET"]),
        Route("/oauth/consent", users.decide, methods=["POST"]),
        Route("/oauth/login", users.show_login, methods=["GET"]),
        Route("/oauth/login", users.log_in, methods=["POST"]),
        Route("/oauth/logout", users.log_out, methods=["POST"]),
        Route("/oauth/grants", users.show_grants, methods=["GET"]),
        Route("/oauth/grants", users.withdraw, methods=["POST"]),
    ]
    if server.settings.registration:
        found.append(Route("/oauth/register", clients.register, methods=["POST"]))
    if server.settings.revocation:
        found.append(Route("/oauth/revoke", clients.revoke, methods=["POST"]))
    return found
