"""REG: what CLR 2.0 says of registration beyond what editions share, made wrong."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import page

library = Library()


def _bad_uris(response: Response) -> None:
    if response.status == 400 and b"invalid_redirect_uri" in response.body and b"absolute" in response.body:
        page(response)


library.add(
    Fault(
        id="reg-malformed-uri-in-html",
        title="A registration with a redirect URI that is not a URL is refused with an HTML page",
        how="The parser of URLs raises an error that nobody catches there.\nThe framework draws its page.",
        breaks=("CLR20-REG-13",),
        operations=("register",),
        on_response=_bad_uris,
    )
)


FAULTS = library.faults
