"""Consumers that read responses wrongly, whatever the API."""

from __future__ import annotations

from conformance.exchanges import Response
from conformance.oauth import TokenSet
from conformance.rulebooks.oauth.consumer.client import OAuthClient
from conformance.rulebooks.oauth.consumer.register import wrong


@wrong("OAUTH-HTTP-005")
class EveryErrorIsJson(OAuthClient):
    """Reads each error as a JSON object before it looks at the status.

    The library wants to raise an exception with the provider's own words.
    """

    def with_token(self, tokens: TokenSet, method: str, url: str, content: bytes, content_type: str) -> Response:
        response = super().with_token(tokens, method, url, content, content_type)
        if response.status is not None and response.status >= 400:
            response.json().get("description")
        return response
