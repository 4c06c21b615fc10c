"""The discovery document: where a consumer that comes for the first time registers and asks for tokens."""

from __future__ import annotations

from starlette.requests import Request

from mock_provider.clr10.terms import CONTENT_TYPE, CONTEXT, DELETE, READONLY, REPLACE, STATUSES
from mock_provider.encoding import to_json
from mock_provider.http.endpoint import Endpoint
from mock_provider.http.status import ApiResponse, Refusal
from mock_provider.settings import Settings


def scopes_offered(settings: Settings) -> tuple[str, ...]:
    """The scopes of the operations that this provider offers."""
    return (READONLY, *((REPLACE,) if settings.write else ()), *((DELETE,) if settings.delete else ()))


def discovery_endpoint(settings: Settings) -> Endpoint:
    """The endpoint of getDiscoveryDocument; 404 when the provider registers nobody."""

    def get_discovery_document(_: Request) -> ApiResponse:
        if not settings.registration:
            raise Refusal(404, "unknown", "this provider has no dynamic registration, so there is no discovery")
        headers = (CONTENT_TYPE, (b"cache-control", b"public, max-age=300"))
        return ApiResponse(200, to_json(_document(settings)), headers)

    return Endpoint({"GET": get_discovery_document}, STATUSES)


def _document(settings: Settings) -> dict[str, object]:
    """The document of this moment: endpoints can move."""
    return {
        "@context": CONTEXT,
        "name": settings.name,
        "image": f"{settings.root_url}/images/logo",
        "authorizationUrl": settings.addresses.authorize,
        "registrationUrl": settings.addresses.register,
        "tokenUrl": settings.addresses.token,
        "privacyPolicyUrl": f"{settings.root_url}/pages/privacy",
        "termsOfServiceUrl": f"{settings.root_url}/pages/terms",
        "scopesOffered": scopes_offered(settings),
    }
