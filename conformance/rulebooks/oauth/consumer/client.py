"""A right client of the OAuth that editions share: the half of a reference consumer that no edition colours.

Each step is a method of its own, so that a deliberately wrong consumer differs in one of them and in nothing else.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from conformance.exchanges import Response
from conformance.oauth import TokenSet
from conformance.rulebooks.oauth.consumer.holding import Holding
from conformance.wire.redirects import origin

_PATIENCE = 5.0


class OAuthClient(Holding):
    """Discovers, registers, sends the learner to log in, gets tokens, keeps and refreshes them, and calls the API.

    Raises ``RefusedError`` where a right client stops, and ``OAuthProblem`` where it cannot go on.
    """

    def call(self, method: str, url: str, *, content: bytes = b"", content_type: str = "") -> Response:
        """Call the API with a token; a token that is refused is renewed once."""
        tokens = self.tokens()
        response = self.with_token(tokens, method, url, content, content_type)
        if response.status == 401:
            response = self.with_token(self.renewed(tokens), method, url, content, content_type)
            if response.status == 401:
                self.refuse("a fresh token is refused", response)
        return response

    def with_token(self, tokens: TokenSet, method: str, url: str, content: bytes, content_type: str) -> Response:
        """One request with this token; what stands at another host never gets it."""
        headers = {"Accept": self.accept} | ({"Content-Type": content_type} if content else {})
        headers |= self.authorization(tokens, url)
        return self.patiently(method, self.address(tokens, url), headers, content)

    def authorization(self, tokens: TokenSet, url: str) -> dict[str, str]:
        """The Authorization header of a request to that URL."""
        return {"Authorization": tokens.header} if self.is_own(url) else {}

    def is_own(self, url: str) -> bool:
        """True for a URL of the provider that was given; a token goes nowhere else."""
        return origin(url) == origin(self.base)

    def address(self, _tokens: TokenSet, url: str) -> str:
        """The URL to ask: a token has no place in it."""
        return url

    def patiently(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Response:
        """Send a request; where the provider names a time to wait, wait and send it once more."""
        response = self.wire.send(method, url, headers=headers, content=content, follow=method == "GET")
        pause = self.pause(response)
        if pause is None:
            return response
        time.sleep(pause)
        return self.wire.send(method, url, headers=headers, content=content, follow=method == "GET")

    def pause(self, response: Response) -> float | None:
        """The seconds to wait before the request is sent again; ``None`` when it is not sent again."""
        return retry_after(response)


def retry_after(response: Response) -> float | None:
    """The seconds that Retry-After names, as a number or a date (RFC 9110 section 10.2.3), when they are not many."""
    if response.status not in (429, 503):
        return None
    text = (response.headers.get("retry-after") or "").strip()
    try:
        seconds = float(text) if text.isdecimal() else parsedate_to_datetime(text).timestamp() - time.time() + 0.1
    except (ValueError, TypeError, OverflowError):
        return None
    return max(0.0, seconds) if seconds <= _PATIENCE else None
