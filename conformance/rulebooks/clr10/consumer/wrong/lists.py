"""Consumers that read lists and their pages wrongly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.exchanges import Response
from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.register import wrong


@wrong("CLR10-GCS-014")
class SinceWithoutZone(ClrConsumer):
    """Sends since without its zone.

    The moment comes from a database column that has none.
    """

    def first_page(self, since: str | None) -> str:
        return super().first_page(since and since.replace("T", " ").rstrip("Z"))


@wrong("CLR10-GCS-030")
class NeedsBothLists(ClrConsumer):
    """Falls over a page that lacks one of the two lists.

    page["clrs"], since it was there in every example.
    """

    def take(self, page: Mapping[str, Any]) -> None:
        for clr in page["clrs"]:
            self.keep(clr)
        super().take({"signedClrs": page["signedClrs"]})


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
