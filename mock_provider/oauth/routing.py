"""The routes of the authorization server, for the application to mount at its root."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from mock_provider.oauth.machines import Machines
from mock_provider.oauth.people import People
from mock_provider.oauth.service import AuthorizationService

METADATA_PATH = "/.well-known/oauth-authorization-server"


def routes(server: AuthorizationService) -> list[BaseRoute]:
    """All routes that the server's settings offer; what is switched off has no route."""
    machines, people = Machines(server), People(server)
    found: list[BaseRoute] = [
        Route(METADATA_PATH, machines.metadata, methods=["GET"]),
        Route("/oauth/token", machines.token, methods=["POST"]),
        Route("/oauth/authorize", people.authorize, methods=["GET"]),
        Route("/oauth/consent", people.decide, methods=["POST"]),
        Route("/oauth/login", people.show_login, methods=["GET"]),
        Route("/oauth/login", people.log_in, methods=["POST"]),
        Route("/oauth/logout", people.log_out, methods=["POST"]),
        Route("/oauth/grants", people.show_grants, methods=["GET"]),
        Route("/oauth/grants", people.withdraw, methods=["POST"]),
    ]
    if server.settings.registration:
        found.append(Route("/oauth/register", machines.register, methods=["POST"]))
    if server.settings.revocation:
        found.append(Route("/oauth/revoke", machines.revoke, methods=["POST"]))
    return found
