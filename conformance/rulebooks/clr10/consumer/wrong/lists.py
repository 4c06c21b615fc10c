"""Consumers that read lists and their pages wrongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.exchanges import Response
from conformance.exchanges.links import raw_links
from conformance.oauth import TokenSet, register
from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.register import wrong


@wrong("CLR10-GCS-014")
class SinceWithoutZone(ClrConsumer):
    """Sends since without its zone.

    The moment comes from a database column that has none.
    """

    def first_page(self, since: str | None) -> str:
        return super().first_page(since and since.replace("T", " ").rstrip("Z"))


@wrong("CLR10-GCS-028")
class FirstPageOnly(ClrConsumer):
    """Reads the first page of the list and no other.

    The learners of the test system had few records.
    """

    def next_page(self, response: Response) -> str | None:  # noqa: ARG002
        return None


@wrong("CLR10-GCS-030")
class NeedsBothLists(ClrConsumer):
    """Falls over a page that lacks one of the two lists.

    page["clrs"], since it was there in every example.
    """

    def take(self, page: Mapping[str, Any]) -> None:
        for clr in page["clrs"]:
            self.keep(clr)
        super().take({"signedClrs": page["signedClrs"]})


@wrong("CLR10-GCS-031")
class LinksAsWritten(ClrConsumer):
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


@wrong("CLR10-GCS-032")
class PagesWithoutEnd(ClrConsumer):
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


@wrong("CLR10-PAY-009")
class FallsOverNull(ClrConsumer):
    """Falls over a member that is null.

    len(assertion.get("results", [])) was thought to be safe.
    """

    def keep(self, clr: Mapping[str, Any]) -> str:
        for assertion in clr.get("assertions", []):
            len(assertion.get("results", []))
        return super().keep(clr)


@wrong("CLR10-EXT-007")
class FallsOverExtensions(ClrConsumer):
    """Falls over members and values that it does not know.

    The classes are generated from the schema, with extra fields forbidden.
    """

    def keep(self, clr: Mapping[str, Any]) -> str:
        for assertion in clr.get("assertions") or ():
            unknown = {*assertion.get("achievement", ())} - self.known_members("Achievement")
            if unknown:
                raise TypeError(f"unexpected keyword arguments: {sorted(unknown)}")
        return super().keep(clr)


@wrong("CLR10-CON-009")
class TokenForEverybody(ClrConsumer):
    """Sends its token to any host that a link, a redirect or an id names.

    The Authorization header is a default of the session.
    """

    def is_own(self, url: str) -> bool:  # noqa: ARG002
        return True

    def next_page(self, response: Response) -> str | None:
        return self.link(response)

    def fetch(self, item_id: str) -> Response:
        return super().fetch(item_id) if super().is_own(item_id) else self.call("GET", item_id)


@wrong("CLR10-VHO-001", consequences={"CLR10-API-009": "a fetch of a hosted item is a request to the API"})
class HostedAsAnything(ClrConsumer):
    """Asks for any media type when it fetches a hosted copy.

    The library's default is */*.
    """

    def hosted_headers(self) -> dict[str, str]:
        return {"Accept": "*/*"}


@wrong(
    "CLR10-VHO-002",
    consequences={
        "CLR10-BRR-001": "a call that needs a token has none",
        "CLR10-CON-004": "a call that needs a token has none",
    },
)
class HostedClrWithoutToken(ClrConsumer):
    """Fetches a hosted CLR without its token, and takes the refusal for an answer.

    One function fetches all that is hosted.
    """

    def fetch_clr(self, clr_id: str) -> Response:
        return self.fetch(clr_id)


@wrong("CLR10-DSC-015")
class DiscoversEachTime(ClrConsumer):
    """Fetches the discovery document at each start, though it may be kept.

    There is no cache.
    """

    def keep_discovery(self, document: Mapping[str, Any], response: Response) -> None:
        """It does not."""


@wrong("CLR10-DSC-016")
class KeepsDiscoveryForEver(ClrConsumer):
    """Keeps the discovery document for ever.

    It is written to the settings when the provider is set up.
    """

    def keep_discovery(self, document: Mapping[str, Any], response: Response) -> None:  # noqa: ARG002
        self.state.keep("discovery", self.base, {"document": dict(document), "until": 1e12})


@wrong("CLR10-DSC-018")
class GuessesEndpoints(ClrConsumer):
    """Builds the addresses of the OAuth endpoints itself.

    All of them lie beside each other in the documentation of one vendor.
    """

    def new_discovery(self) -> dict[str, Any]:
        found = super().new_discovery()
        root = self.base.removesuffix(self.facts.base_path)
        return {**found, **{url: f"{root}/oauth/{step}" for step, url in self.steps()}}

    def steps(self) -> list[tuple[str, str]]:
        """The step of OAuth and the member of the discovery document of each endpoint."""
        names = {"authorization": "authorize", "token": "token", "registration": "register"}
        return [(names[endpoint], member) for endpoint, member in self.facts.discovery.items()]


@wrong("CLR10-DSC-019")
class JoinsStrings(ClrConsumer):
    """Joins the base URL and a path as strings.

    The settings page said how the URL has to be written.
    """

    def base_url(self, url: str) -> str:
        return url if url.endswith(self.facts.base_path) else url + self.facts.base_path


@wrong("CLR10-DSC-017", consequences={"CLR10-DSC-018": "an address of its own is not in the document"})
class RegistersFirst(ClrConsumer):
    """Registers at a well-known path before it asks for the discovery document.

    The path was the same for years.
    """

    def tokens(self) -> TokenSet:
        if self.state.get("client", self.base) is None and not self._asked:
            self._asked = True
            register(self.wire, f"{self.base.removesuffix(self.facts.base_path)}/oauth/register", self.metadata())
        return super().tokens()

    _asked = False
