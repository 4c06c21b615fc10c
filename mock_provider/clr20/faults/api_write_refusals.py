"""API: what is taken though it is not a record, and how it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, minor_is, refuse, when
from mock_provider.clr20.handing_in import POSTS, posted, taken

library = Library()


def _take(fits: Callable[[Any], bool]) -> Change:
    """Answer a body that is refused, and that is so, as if it had been taken."""

    def changed(response: Response) -> None:
        if response.status == 400 and fits(response.request.json):
            taken(response, response.request.body)

    return changed


library.add(
    Fault(
        id="api-write-empty-taken",
        title="An empty object is taken",
        how="Every member of the class is optional in the framework.\nNothing is nothing wrong.",
        breaks=("CLR20-API-27",),
        operations=POSTS,
        on_response=_take(lambda body: body == {}),
    )
)

library.add(
    Fault(
        id="api-write-without-issuer-taken",
        title="A record without issuer is taken",
        how="The provider knows the client, and takes it for the issuer.\nThe schema is not applied.",
        breaks=("CLR20-API-27",),
        operations=POSTS,
        on_response=_take(lambda body: isinstance(body, dict) and "proof" in body and "issuer" not in body),
    )
)

library.add(
    Fault(
        id="api-write-date-as-number-taken",
        title="validFrom as a number is taken",
        how="The parser of dates takes numbers for milliseconds.\nThe schema is not applied.",
        breaks=("CLR20-API-27",),
        operations=POSTS,
        on_response=_take(lambda body: isinstance(body, dict) and isinstance(body.get("validFrom"), int)),
    )
)

library.add(
    Fault(
        id="api-write-badge-taken",
        title="A badge is taken where records are",
        how="Every verifiable credential is stored.\nNobody looks which one it is.",
        breaks=("CLR20-API-27",),
        operations=POSTS,
        on_response=_take(lambda body: isinstance(body, dict) and "AchievementCredential" in body.get("type", ())),
    )
)

library.add(
    Fault(
        id="api-write-array-taken",
        title="An array is taken",
        how="Many records can be imported at once.\nOf none, nothing is imported.",
        breaks=("CLR20-API-27",),
        operations=POSTS,
        on_response=_take(lambda body: body == []),
    )
)

library.add(
    Fault(
        id="api-write-422",
        title="A body that cannot be taken is answered 422",
        how="The framework answers what it cannot validate with 422.\nNobody changed that.",
        breaks=("CLR20-API-27",),
        operations=POSTS,
        on_response=when(400, change=lambda response: refuse(response, 422, "invalid_data", "the record is not valid")),
    )
)

library.add(
    Fault(
        id="api-write-400-unknown",
        title="The 400 of a body that cannot be taken says unknown",
        how="The validator's exception has no code.\nThe handler says unknown.",
        breaks=("CLR20-API-27",),
        operations=POSTS,
        on_response=when(400, change=minor_is("unknown")),
    )
)


def _take_any_type(response: Response) -> None:
    if posted(response.request):
        taken(response, response.request.body)


library.add(
    Fault(
        id="api-write-any-type",
        title="A record is taken as whatever media type",
        how="The body is parsed as JSON, whatever Content-Type says.\nThe header is not looked at.",
        breaks=("CLR20-API-28",),
        operations=POSTS,
        on_response=when(415, change=_take_any_type),
    )
)

library.add(
    Fault(
        id="api-write-type-406",
        title="A media type that is not taken is answered 406",
        how="Both headers are checked by one function.\nIt knows the status for Accept alone.",
        breaks=("CLR20-API-28",),
        operations=POSTS,
        on_response=when(415, change=lambda response: refuse(response, 406, "not_acceptable")),
    )
)

FAULTS = library.faults
