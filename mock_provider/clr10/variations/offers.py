"""What a provider says of itself in its discovery document, and where its pages and items are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import Node, json_object
from mock_provider.clr10.terms import BASE_PATH

library = Library()
_PNG = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPgPAAEDAQAIicLsAAAAAElFTkSuQmCC"
)


def _discovery(**members: Any) -> Callable[[Response], None]:
    def change(body: Node) -> None:
        for name, value in members.items():
            if value is None:
                body.pop(name, None)
            else:
                body[name] = value

    return json_object(change)


library.add(
    Variation(
        id="var-dsc-no-image",
        title="The discovery document has no image",
        how="No logo at hand.\nCLR10-DSC-005: image is optional. This takes the data of CLR10-DSC-012 away.",
        operations=("getDiscoveryDocument",),
        touches=("discovery image",),
        on_response=_discovery(image=None),
    )
)


library.add(
    Variation(
        id="var-dsc-image-in-place",
        title="image of the discovery document is a data URI",
        how="The logo is in the configuration.\nCLR10-DSC-012: a URL, or a data URI that decodes.",
        operations=("getDiscoveryDocument",),
        touches=("discovery image",),
        on_response=_discovery(image=_PNG),
    )
)


library.add(
    Variation(
        id="var-dsc-name",
        title="The provider's name has quotes, markup and several scripts",
        how="A name is a name.\nThe contract: name is any string.",
        operations=("getDiscoveryDocument",),
        on_response=_discovery(
            name="Universität \u00abÆther\u00bb <i>&amp;</i> \U0001f393 大学 " + "of many words " * 200
        ),
    )
)


def _more_scopes(body: Node) -> None:
    body["scopesOffered"] = ["https://campus.example/scopes/library?x=1", *body["scopesOffered"], "urn:campus:meals"]


library.add(
    Variation(
        id="var-dsc-more-scopes",
        title="scopesOffered names scopes of other services too",
        how="One authorization server for the campus.\nCLR10-DSC-006: one or more absolute URIs.",
        operations=("getDiscoveryDocument",),
        on_response=json_object(_more_scopes),
    )
)


def _pages_move(response: Response) -> None:
    if response.request.path.startswith("/pages/") and "moved" not in response.request.query:
        response.status, response.body = 302, b""
        response.headers["location"] = f"{response.request.outside(response.request.path)}?moved=1"


library.add(
    Variation(
        id="var-dsc-pages-redirect",
        title="Terms and privacy policy redirect to where they are now",
        how="The web site moved.\nCLR10-DSC-011: they resolve.",
        on_response=_pages_move,
    )
)


def _items_move(response: Response) -> None:
    """Items are at a longer path, where a permanent redirect leads."""
    path = response.scratch.get("moves to")
    if path and response.status == 200:
        response.status, response.body = 308, b""
        response.headers["location"] = response.request.outside(path)


def _moved_item(request: Request) -> None:
    prefix = f"{BASE_PATH}/assertions/"
    if request.path.startswith(f"{prefix}v2/"):
        request.path = prefix + request.path.removeprefix(f"{prefix}v2/")
    elif request.path.startswith(prefix) and request.method == "GET":
        request.scratch["moves to"] = prefix + "v2/" + request.path.removeprefix(prefix)


library.add(
    Variation(
        id="var-hst-redirect",
        title="A hosted assertion is reached by a permanent redirect",
        how="Items moved to another path.\nCLR10-HST-011: redirects end at the document within a few hops.",
        on_request=_moved_item,
        on_response=_items_move,
    )
)


VARIATIONS = library.variations
