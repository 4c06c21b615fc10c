"""All paths of the resource server."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from mock_provider.clr20.resource.credentials import Credentials
from mock_provider.clr20.resource.discovery import discovery_endpoint
from mock_provider.clr20.resource.hosted import hosted_routes
from mock_provider.clr20.resource.profile import profile_endpoint
from mock_provider.clr20.terms import BASE_PATH
from mock_provider.http.access import Gate
from mock_provider.settings import Settings
from mock_provider.store.database import Database


def resource_routes(settings: Settings, database: Database, gate: Gate) -> list[BaseRoute]:
    """The five operations under the base path, and the documents beside it."""
    return [
        Route(f"{BASE_PATH}/credentials", Credentials(settings, database, gate).endpoint()),
        Route(f"{BASE_PATH}/profile", profile_endpoint(settings, database, gate)),
        Route(f"{BASE_PATH}/discovery", discovery_endpoint(settings)),
        *hosted_routes(database),
    ]
