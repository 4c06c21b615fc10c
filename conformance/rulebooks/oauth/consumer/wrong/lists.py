"""Consumers that walk through lists wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.exchanges import Response
from conformance.exchanges.links import raw_links
from conformance.rulebooks.oauth.consumer.listing import ListReader
from conformance.rulebooks.oauth.consumer.register import wrong


@wrong("OAUTH-HTTP-008")
class FirstPageOnly(ListReader):
    """Reads the first page of the list and no other.

    The learners of the test system had few records.
    """

    def next_page(self, response: Response) -> str | None:  # noqa: ARG002
        return None


@wrong("OAUTH-HTTP-009")
class LinksAsWritten(ListReader):
    """Takes the target of a Link header as it is written.

    Every provider so far had written whole URLs.
    """

    def link(self, response: Response) -> str | None:
        return raw_links(response.headers.get("link")).get("next")

    def next_page(self, response: Response) -> str | None:
        following = self.link(response)
        if following is not None and "://" not in following:
            raise ValueError(f"unknown url type: {following!r}")
        return super().next_page(response)


@wrong("OAUTH-HTTP-010")
class PagesWithoutEnd(ListReader):
    """Follows the links to next pages as long as there are any.

    while "next" in links.
    """

    most_pages = 250

    def pages(self, url: str) -> Iterator[Mapping[str, Any]]:
        for _ in range(self.most_pages):
            response = self.page(url)
            yield self.body_of(response)
            following = self.next_page(response)
            if following is None:
                return
            url = following


@wrong("OAUTH-BRR-012")
class TokenForEverybody(ListReader):
    """Sends its token to any host that a link, a redirect or an id names.

    The Authorization header is a default of the session.
    """

    def is_own(self, url: str) -> bool:  # noqa: ARG002
        return True

    def next_page(self, response: Response) -> str | None:
        return self.link(response)
