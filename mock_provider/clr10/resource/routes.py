"""All paths of the resource server."""

from __future__ import annotations

from starlette.routing import BaseRoute, Route

from mock_provider.clr10.resource.clrs import Clrs
from mock_provider.clr10.resource.discovery import discovery_endpoint
from mock_provider.clr10.resource.items import ITEM_KINDS, OTHER_KINDS, OtherDocument, item_endpoint
from mock_provider.clr10.terms import BASE_PATH
from mock_provider.http.access import Gate
from mock_provider.settings import Settings
from mock_provider.store.database import Database


def resource_routes(settings: Settings, database: Database, gate: Gate) -> list[BaseRoute]:
    """The nine operations under the base path, and the documents beside it."""
    clrs = Clrs(database, gate, settings)
    routes: list[BaseRoute] = [
        Route(f"{BASE_PATH}/clrs", clrs.collection()),
        Route(f"{BASE_PATH}/clrs/{{sourced_id:path}}", clrs.item()),
        Route(f"{BASE_PATH}/discovery", discovery_endpoint(settings)),
    ]
    routes += [Route(f"{BASE_PATH}/{kind}/{{sourced_id:path}}", item_endpoint(database, kind)) for kind in ITEM_KINDS]
    routes += [Route(f"/{kind}/{{sourced_id:path}}", OtherDocument(database, kind)) for kind in OTHER_KINDS]
    return routes
