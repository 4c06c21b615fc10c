"""How a right client reads a list: page by page, by the links between them (RFC 8288), with bounds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.exchanges import Response
from conformance.exchanges.links import links
from conformance.rulebooks.oauth.consumer.client import OAuthClient
from conformance.traffic.assignment import RefusedError


class ListReader(OAuthClient):
    """A client that reads lists."""

    most_pages = 60

    def pages(self, url: str) -> Iterator[Mapping[str, Any]]:
        """The pages from there on, each once, as long as there is a link to the next."""
        seen: set[str] = set()
        while url not in seen:
            if len(seen) >= self.most_pages:
                raise RefusedError("the list does not end")
            seen.add(url)
            response = self.page(url)
            yield self.body_of(response)
            following = self.next_page(response)
            if following is None:
                return
            url = following
        raise RefusedError("the list leads back to a page that was read before")

    def page(self, url: str) -> Response:
        """One page; one that broke off is asked for once more."""
        response = self.call("GET", url)
        if response.failure is not None and response.status is not None:
            response = self.call("GET", url)
        if response.failure is not None or response.status != 200:
            self.refuse("a page of the list does not come", response)
        return response

    def body_of(self, response: Response) -> Mapping[str, Any]:
        """What is on a page."""
        try:
            body = response.json()
        except ValueError:
            raise RefusedError("a page of the list is not JSON") from None
        if not isinstance(body, dict):
            raise RefusedError("a page of the list is not a JSON object")
        return body

    def next_page(self, response: Response) -> str | None:
        """The page that a Link header names as the next; a link to another host is not followed."""
        following = self.link(response)
        if following is not None and not self.is_own(following):
            raise RefusedError("the next page is at another host")
        return following

    def link(self, response: Response) -> str | None:
        """The target of the link to the next page, resolved against the page (RFC 8288 section 3.1)."""
        return links(response.headers.get("link"), response.url).get("next")
