"""What comes for a request: refused, or with other words in its status object."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.clr10 import LD_JSON
from mock_provider.clr10.operations import API
from mock_provider.clr10.variations._responses import status_object

library = Library()


def _refuse_wildcards(request: Request) -> None:
    if "*" in request.headers.get("accept", "") and LD_JSON not in request.headers.get("accept", ""):
        request.headers["accept"] = "text/html"


library.add(
    Variation(
        id="var-http-wildcard-refused",
        title="A wildcard Accept is answered 406",
        how="The handler compares Accept with the one media type.\nCLR10-API-012: serving wildcards is a MAY.",
        operations=API,
        on_request=_refuse_wildcards,
    )
)


def _say_unsupported_at_405(response: Response, body: dict[str, object]) -> None:
    if response.status == 405:
        body["imsx_codeMajor"] = "unsupported"


library.add(
    Variation(
        id="var-http-405-unsupported",
        title="The status object of a 405 says unsupported",
        how="The words of the status object are taken literally.\nCLR10-ERR-007: a 405 may say unsupported.",
        on_response=status_object(_say_unsupported_at_405),
    )
)


VARIATIONS = library.variations
