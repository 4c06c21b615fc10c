"""Bodies of errors and their encoding."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import page, typed, when
from mock_provider.clr10.faults.api._common import drop_body, in_successes
from mock_provider.clr10.operations import API

library = Library()


library.add(
    Fault(
        id="api-401-page",
        title="A request without token gets the gateway's HTML page",
        how="The API gateway checks the token before the application sees the request.\nIts own error page goes out.",
        breaks=("CLR10-API-013",),
        operations=("getClrs",),
        on_response=when(401, change=page),
    )
)


def _write_error_of_framework(response: Response) -> None:
    response.headers["content-type"] = "application/json"
    response.json = {"timestamp": "2026-01-01T00:00:00Z", "status": response.status, "error": "Unauthorized"}


library.add(
    Fault(
        id="api-400-home-made",
        title="A 400 is the framework's own error object",
        how="Query parameters are validated by the framework.\nIts error object goes out instead of a status object.",
        breaks=("CLR10-API-013",),
        operations=("getClrs",),
        on_response=when(400, change=_write_error_of_framework),
    )
)

library.add(
    Fault(
        id="api-errors-application-json",
        title="Status objects are sent as application/json",
        how="The error handler was written before the media type was changed.\nIt still says application/json.",
        breaks=("CLR10-API-013",),
        on_response=when(
            400,
            401,
            403,
            404,
            405,
            406,
            410,
            415,
            change=lambda response: typed("application/json")(response) if response.operation in API else None,
        ),
    )
)

library.add(
    Fault(
        id="api-404-empty",
        title="The 404 of an unknown CLR has no body",
        how="The handler ends with a bare 404.\nNobody saw it, since clients only look at the status.",
        breaks=("CLR10-API-013", "CLR10-GCL-003"),
        operations=("getClr",),
        on_response=when(404, change=drop_body),
    )
)


def _write_latin_1(response: Response) -> None:
    response.body = response.body.replace(b"access token", "Schlüssel".encode("latin-1"))


library.add(
    Fault(
        id="api-latin-1",
        title="Descriptions in errors are encoded in Latin-1",
        how="The message texts come from a file in the old encoding.\nThey are copied into the body byte by byte.",
        breaks=("CLR10-API-016",),
        consequences={"CLR10-API-013": "a body that cannot be decoded is not a status object"},
        operations=("postClr",),
        on_response=when(401, change=_write_latin_1),
    )
)


def _prepend_byte_order_mark(response: Response) -> None:
    response.body = b"\xef\xbb\xbf" + response.body


library.add(
    Fault(
        id="api-byte-order-mark",
        title="Revocation lists begin with a byte order mark",
        how="The file was saved by an editor that puts the mark in front.\nThe web server sends it as it is.",
        breaks=("CLR10-API-016",),
        operations=("getRevocationList",),
        on_response=in_successes(_prepend_byte_order_mark),
    )
)


def _cut_last_byte(response: Response) -> None:
    response.body = response.body[:-1]


library.add(
    Fault(
        id="api-cut-off",
        title="Status objects miss their last byte",
        how="Content-Length is counted in characters, not in bytes.\nWith one letter beyond ASCII the end is lost.",
        breaks=("CLR10-API-016",),
        consequences={"CLR10-API-013": "a body that is not JSON is not a status object"},
        operations=("deleteClr",),
        on_response=when(401, change=_cut_last_byte),
    )
)

FAULTS = library.faults
