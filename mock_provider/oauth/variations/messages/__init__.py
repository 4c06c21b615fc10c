"""What the endpoints of OAuth answer: what the documents leave open."""

from mock_provider.oauth.variations.messages import authorization, optional, registration, tokens

VARIATIONS = (
    *tokens.VARIATIONS,
    *optional.VARIATIONS,
    *registration.VARIATIONS,
    *authorization.VARIATIONS,
)
