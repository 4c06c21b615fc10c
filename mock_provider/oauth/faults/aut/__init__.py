"""AUT: the authorization endpoint made wrong."""

from mock_provider.oauth.faults.aut import codes, endpoint, pkce, redirect_uris, scopes, way_back

FAULTS = (
    *endpoint.FAULTS,
    *pkce.FAULTS,
    *redirect_uris.FAULTS,
    *way_back.FAULTS,
    *scopes.FAULTS,
    *codes.FAULTS,
)
