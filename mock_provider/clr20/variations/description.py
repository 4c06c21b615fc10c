"""How a service description may be written."""

from __future__ import annotations

from collections.abc import Callable

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import Change, Node, edited, when
from mock_provider.clr20 import FACTS
from mock_provider.clr20.faults._api import DISCOVERY

library = Library()


def _document(change: Callable[[Node], object]) -> Change:
    return when(200, change=edited(change))


def _flows(body: Node) -> Node:
    flows: Node = body["components"]["securitySchemes"]["OAuth2ACG"]["flows"]
    return flows


library.add(
    Variation(
        id="var-description-3-1",
        title="The service description is of OpenAPI 3.1",
        how="The generator of the framework writes 3.1.0.\n"
        "CLR20-SDD-13: the version of the OpenAPI specification; the standard was written with 3.0.",
        operations=DISCOVERY,
        on_response=_document(lambda body: body.update(openapi="3.1.0")),
        doubts=("CLR20-SDD-03",),
    )
)


def _add_members(body: Node) -> None:
    body["tags"] = [{"name": "ClrCredentials", "description": "Records of learners"}]
    body["externalDocs"] = {"url": "https://example.edu/help"}
    body["x-revocationUrl"] = "https://example.edu/revoke"
    body["info"]["contact"] = {"email": "help@example.edu"}
    body["paths"]["/transcripts"] = {"get": {"responses": {"200": {"description": "An extension"}}}}
    body["components"]["schemas"] = {"Transcript": {"type": "object"}}
    body["components"]["securitySchemes"]["OAuth2ACG"]["x-imssf-name"] = "Lakeside"


library.add(
    Variation(
        id="var-description-more",
        title="The service description has members and an operation of the provider's own",
        how="The document describes all of the provider's API.\nThe standard: a provider adds its own extensions.",
        operations=DISCOVERY,
        on_response=_document(_add_members),
    )
)


def _root_server(body: Node) -> None:
    body["servers"] = [{"url": "/"}]
    body["paths"] = {f"{FACTS.base_path}{path}": item for path, item in body["paths"].items()}


library.add(
    Variation(
        id="var-description-whole-paths",
        title="Paths of the service description begin with the base path, below a relative server",
        how="The document is made of the routes of the application, which has others too.\n"
        "OpenAPI 3.0.1: paths are appended to the URL of a server, which may be relative.",
        operations=DISCOVERY,
        on_response=_document(_root_server),
    )
)


def _one_more_flow(body: Node) -> None:
    code = _flows(body)["authorizationCode"]
    code["scopes"]["offline_access"] = "Stay logged in"
    _flows(body)["clientCredentials"] = {"tokenUrl": code["tokenUrl"], "scopes": {"admin": "For the own systems"}}


library.add(
    Variation(
        id="var-description-more-flows",
        title="The security scheme has another flow, and a scope that is not of the standard",
        how="The authorization server serves other systems too.\nOpenAPI 3.0.1: flows and scopes may be several.",
        operations=DISCOVERY,
        on_response=_document(_one_more_flow),
    )
)

_PIXEL = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"

library.add(
    Variation(
        id="var-description-image-inside",
        title="The logo stands in the service description as a data URI",
        how="The logo is small, and needs no request of its own.\nOpenApiInfo: x-imssf-image is a URI.",
        operations=DISCOVERY,
        on_response=_document(lambda body: body["info"].update({"x-imssf-image": _PIXEL})),
    )
)


def _no_image(body: Node) -> None:
    body["info"].pop("x-imssf-image", None)
    body["components"]["securitySchemes"]["OAuth2ACG"].pop("description", None)


library.add(
    Variation(
        id="var-description-short",
        title="The service description has neither a logo nor a text about the scheme",
        how="Only what has to be there was filled in.\nOpenApiInfo and OAuth2ACG: both are optional.",
        operations=DISCOVERY,
        on_response=_document(_no_image),
    )
)

library.add(
    Variation(
        id="var-description-no-refresh",
        title="Tokens are not refreshed, and the flow has no refreshUrl",
        how="Access tokens live long enough.\nRFC 6749: refresh tokens are optional.",
        operations=DISCOVERY,
        settings={"refresh": False},
        plan={"claims": {"refresh": False}},
        on_response=_document(lambda body: _flows(body)["authorizationCode"].pop("refreshUrl", None)),
    )
)

VARIATIONS = library.variations
