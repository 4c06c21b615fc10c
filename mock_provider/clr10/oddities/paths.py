"""Unusual paths: ids whose last segment only works when it is sent as it was received."""

from __future__ import annotations

import re
from urllib.parse import unquote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.clr10 import FACTS

library = Library()

DEEP = "2024%2Fspring%3Fterm%3D1%23"
"""What ids have before the name: the escapes of a slash, a question mark, an equals sign and a hash."""

_ID = re.compile(rb"(/clrs/)([A-Za-z0-9._@+-]+(?=\"))")


def _deepen(response: Response) -> None:
    response.body = _ID.sub(rb"\g<1>%s\g<2>" % DEEP.encode("ascii"), response.body)


def _back(request: Request) -> None:
    prefix = f"{FACTS.base_path}/clrs/{unquote(DEEP)}"
    if request.path.startswith(prefix):
        request.path = f"{FACTS.base_path}/clrs/{request.path.removeprefix(prefix)}"


library.add(
    Oddity(
        id="odd-deep-ids",
        title="Ids of CLRs are URLs with %2F, %3F and %23 in their last segment",
        how="Ids are paths of an archive, escaped.\nRFC 3986, section 2.2: escaped delimiters are data of the segment.",
        operations=("getClrs", "getClr", "deleteClr"),
        on_request=_back,
        on_response=_deepen,
        touches=("clr ids",),
    )
)

ODDITIES = library.oddities
