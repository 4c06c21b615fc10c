"""The mock provider's OAuth 2.0 authorization server: registration, login, consent, tokens, revocation, grants."""

from mock_provider.oauth.addresses import Endpoints
from mock_provider.oauth.routing import routes
from mock_provider.oauth.service import AuthorizationService
from mock_provider.oauth.settings import OFFLINE_ACCESS, AuthorizationSettings
from mock_provider.store.tokens import Token

__all__ = [
    "OFFLINE_ACCESS",
    "AuthorizationService",
    "AuthorizationSettings",
    "Endpoints",
    "Token",
    "routes",
]
