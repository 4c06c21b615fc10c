"""A consumer's OAuth 2.0: registration, authorization with PKCE, tokens, and the resource owner who logs in."""

from conformance.oauth.authorize import AuthorizationRequest, AuthorizationResult, PageResult, RedirectResult, code_of
from conformance.oauth.endpoints import Endpoints
from conformance.oauth.keeper import TokenKeeper
from conformance.oauth.owner import Decision, FormOwner, ResourceOwner, owner_for, redirect_uri_for
from conformance.oauth.owner.grants import GrantsPage
from conformance.oauth.problems import OAuthProblem
from conformance.oauth.registration import RegisteredClient, metadata, register
from conformance.oauth.tokens import TokenSet, client_credentials, exchange_code, refresh, revoke, token_request

__all__ = [
    "AuthorizationRequest",
    "AuthorizationResult",
    "Decision",
    "Endpoints",
    "FormOwner",
    "GrantsPage",
    "OAuthProblem",
    "PageResult",
    "RedirectResult",
    "RegisteredClient",
    "ResourceOwner",
    "TokenKeeper",
    "TokenSet",
    "client_credentials",
    "code_of",
    "exchange_code",
    "metadata",
    "owner_for",
    "redirect_uri_for",
    "refresh",
    "register",
    "revoke",
    "token_request",
]
