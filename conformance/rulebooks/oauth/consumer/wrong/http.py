"""Consumers that use HTTP and TLS wrongly, or read responses wrongly, whatever the API."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping

from conformance.exchanges import Response
from conformance.limits import Limits
from conformance.oauth import TokenSet
from conformance.rulebooks.oauth.consumer.client import OAuthClient
from conformance.rulebooks.oauth.consumer.listing import ListReader
from conformance.rulebooks.oauth.consumer.register import wrong
from conformance.wire import Wire


@wrong("OAUTH-HTTP-001")
class FollowsPlainHttp(ListReader):
    """Follows a link to plain http, and takes the token along.

    A link is a link; who wrote the scheme was not asked.
    """

    def new_wire(self) -> Wire:
        return Wire(limits=Limits(), ca=self.assignment.ca, app=self.assignment.app, allow_http=True)

    def next_page(self, response: Response) -> str | None:
        return self.link(response)

    def is_own(self, url: str) -> bool:
        return super().is_own(url.replace("http:", "https:")) or url.startswith("http:")


@wrong("OAUTH-HTTP-003")
class RepeatsAtOnce(OAuthClient):
    """Repeats a request at once and often when the provider is busy.

    A loop of ten, written on a good day.
    """

    def patiently(self, method: str, url: str, headers: Mapping[str, str], content: bytes) -> Response:
        response = super().patiently(method, url, headers, content)
        for _ in range(10):
            if response.status != 503 or response.headers.get("retry-after"):
                break
            response = self.wire.send(method, url, headers=headers, content=content)
        return response


@wrong("OAUTH-HTTP-004")
class RepeatsEarly(OAuthClient):
    """Repeats a request before the time that the provider has named.

    The pause is half a second, whatever Retry-After says.
    """

    def pause(self, response: Response) -> float | None:
        return None if super().pause(response) is None else 0.5


@wrong("OAUTH-HTTP-002")
class TrustsAnyCertificate(OAuthClient):
    """Trusts any certificate.

    The check was switched off for the test system, and stayed off.
    """

    def new_wire(self) -> Wire:
        return _TrustingWire(limits=Limits(), ca=self.assignment.ca, app=self.assignment.app)


class _TrustingWire(Wire):
    """HTTP that trusts everybody."""

    @property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context


@wrong(
    "OAUTH-HTTP-006",
    consequences={"OAUTH-HTTP-007": "who goes on behind a page that was cut off seems to have expanded all of it"},
)
class TakesHalfPages(ListReader):
    """Takes a page that broke off for a whole one, and goes on with the next.

    A body that cannot be parsed is skipped with a line in the log.
    """

    def page(self, url: str) -> Response:
        return self.call("GET", url)

    def body_of(self, response: Response) -> Mapping[str, object]:
        return response.json_object()


@wrong("OAUTH-HTTP-007")
class ReadsWithoutBounds(ListReader):
    """Reads whatever comes, as long as it comes.

    No time limit was set, and the default of the library is none.
    """

    def new_wire(self) -> Wire:
        vast = Limits(read=600.0, exchange=600.0, run=600.0, body=1 << 40, exchanges=100_000)
        return Wire(limits=vast, ca=self.assignment.ca, app=self.assignment.app)

    def page(self, url: str) -> Response:
        response = self.call("GET", url)
        while response.failure is not None:
            time.sleep(0.1)
            response = self.call("GET", url)
        return response


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
