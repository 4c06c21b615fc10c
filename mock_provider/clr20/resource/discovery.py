"""The service description: an OpenAPI document of what this provider offers, with the endpoints of its OAuth."""

from __future__ import annotations

from starlette.requests import Request

from mock_provider.clr20 import FACTS
from mock_provider.clr20.terms import JSON, READ, READ_PROFILE, STATUSES, UPDATE_PROFILE, UPSERT
from mock_provider.encoding import to_json
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.status import ApiResponse
from mock_provider.settings import Settings

_HEADERS = ((b"content-type", JSON.encode("ascii")), (b"cache-control", b"public, max-age=300"))


def scopes_offered(settings: Settings) -> tuple[str, ...]:
    """The scopes of the operations that this provider offers."""
    writes = (UPSERT, UPDATE_PROFILE) if settings.write else ()
    return (READ, READ_PROFILE, *writes)


def discovery_endpoint(settings: Settings) -> Endpoint:
    """The endpoint of getServiceDescription."""

    def get_service_description(_: Request) -> ApiResponse:
        return ApiResponse(200, to_json(_document(settings)), _HEADERS)

    return Endpoint({"GET": get_service_description}, STATUSES)


def _document(settings: Settings) -> dict[str, object]:
    """The document of this moment: endpoints can move."""
    offered = scopes_offered(settings)
    privacy, terms = f"{settings.root_url}/about/privacy", f"{settings.root_url}/about/terms"
    scheme = {
        "type": "oauth2",
        "description": "Authorization code grant with PKCE",
        "x-imssf-registrationUrl": settings.addresses.register,
        "x-imssf-privacyPolicyUrl": privacy,
        "x-imssf-termsOfServiceUrl": terms,
        "flows": {
            "authorizationCode": {
                "authorizationUrl": settings.addresses.authorize,
                "tokenUrl": settings.addresses.token,
                "refreshUrl": settings.addresses.token,
                "scopes": {scope: scope.rpartition("/")[2] for scope in offered},
            }
        },
    }
    return {
        "openapi": "3.0.1",
        "info": {
            "title": settings.name,
            "version": "2.0",
            "termsOfService": terms,
            "x-imssf-privacyPolicyUrl": privacy,
            "x-imssf-image": f"{settings.root_url}/about/logo.svg",
        },
        "servers": [{"url": settings.root_url + FACTS.base_path}],
        "paths": _paths(offered),
        "components": {"securitySchemes": {"OAuth2ACG": scheme}},
    }


def _paths(offered: tuple[str, ...]) -> dict[str, dict[str, object]]:
    paths: dict[str, dict[str, object]] = {}
    for operation in FACTS.operations.values():
        scope = FACTS.scope_uri(operation.scope) if operation.scope else ""
        if scope and scope not in offered:
            continue
        security = [{"OAuth2ACG": [scope]}] if scope else []
        responses = {str(status): {"description": "As the standard says"} for status in operation.returns}
        about = {"operationId": operation.id, "security": security, "responses": responses}
        paths.setdefault(operation.path, {})[operation.method.lower()] = about
    return paths
