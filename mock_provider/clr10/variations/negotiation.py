"""Which media type is chosen where the request leaves a choice."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation

library = Library()


def _json_for_anybody(response: Response) -> None:
    if response.good and response.request.headers.get("accept") == "*/*" and "json" in response.headers["content-type"]:
        response.headers["content-type"] = "application/json"


library.add(
    Variation(
        id="var-http-wildcard-json",
        title="A wildcard Accept gets application/json",
        how="The server keeps to JSON-LD where nothing else would do.\n"
        "RFC 9110, section 12.5.1: whoever accepts anything accepts that.",
        on_response=_json_for_anybody,
        touches=("content type",),
    )
)


VARIATIONS = library.variations
