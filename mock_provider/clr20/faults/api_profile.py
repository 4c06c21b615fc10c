"""API: the profile, read and put."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, Node, json_object, page, refuse, when
from mock_provider.clr20.terms import JSON

library = Library()

_GET, _PUT = ("getProfile",), ("putProfile",)


def _without(*names: str) -> Change:
    def change(profile: Node) -> None:
        for name in names:
            profile.pop(name, None)

    return json_object(change)


library.add(
    Fault(
        id="api-profile-without-id",
        title="The profile has no id",
        how="The id of a user is internal.\nThe class asks for one all the same.",
        breaks=("CLR20-API-30",),
        operations=_GET,
        on_response=_without("id"),
    )
)

library.add(
    Fault(
        id="api-profile-is-a-page",
        title="The profile is a page for people",
        how="The route of the portal comes first.\nIt shows the profile as a page.",
        breaks=("CLR20-API-30",),
        operations=_GET,
        on_response=when(200, change=page),
    )
)


def _in_an_envelope(response: Response) -> None:
    response.json = {"profile": response.json}


library.add(
    Fault(
        id="api-profile-in-an-envelope",
        title="The profile stands in a member profile",
        how="All answers of the portal have an envelope.\nThis one has it too.",
        breaks=("CLR20-API-30",),
        operations=_GET,
        on_response=when(200, change=_in_an_envelope),
    )
)


def _that_of_the_first(response: Response) -> None:
    response.body = response.memory.setdefault("profile", response.body)


library.add(
    Fault(
        id="api-profile-of-another",
        title="All users get the profile of the one who asked first",
        how="The cache in front keeps the answer by its path.\nIt does not see whose it is.",
        breaks=("CLR20-API-30",),
        consequences={"CLR20-API-32": "a change that was taken is not read again either"},
        operations=_GET,
        on_response=when(200, change=_that_of_the_first),
    )
)


def _nothing_known(response: Response) -> None:
    response.status, response.body = 200, b"{}"
    response.headers["content-type"] = JSON


library.add(
    Fault(
        id="api-profile-empty",
        title="Where there is no profile, an empty one comes",
        how="The query finds no row.\nWhat is written is an object without members.",
        breaks=("CLR20-API-31",),
        operations=_GET,
        on_response=when(404, change=_nothing_known),
    )
)

library.add(
    Fault(
        id="api-profile-none-403",
        title="Where there is no profile, the answer is 403",
        how="Somebody without a profile is nobody.\nNobody may read profiles.",
        breaks=("CLR20-API-31",),
        operations=_GET,
        on_response=when(404, change=lambda response: refuse(response, 403, "forbidden")),
    )
)


def _empty(status: int) -> Change:
    def changed(response: Response) -> None:
        response.status, response.body = status, b""

    return changed


library.add(
    Fault(
        id="api-profile-put-204",
        title="A profile that is put is answered 204",
        how="The framework answers a put without a body.\nNobody changed that.",
        breaks=("CLR20-API-32",),
        operations=_PUT,
        on_response=when(200, change=_empty(204)),
    )
)

library.add(
    Fault(
        id="api-profile-put-400",
        title="A whole profile cannot be put: 400",
        how="Only the members that the portal lets people change are taken.\nA whole profile has more.",
        breaks=("CLR20-API-32",),
        operations=_PUT,
        on_response=when(200, change=lambda response: refuse(response, 400, "invalid_data")),
    )
)


def _done(response: Response) -> None:
    response.json = {"imsx_codeMajor": "success", "imsx_severity": "status"}


library.add(
    Fault(
        id="api-profile-put-answers-done",
        title="The 200 of a profile that is put holds a status object",
        how="One function says that something went well.\nThe class of the answer is the profile.",
        breaks=("CLR20-API-32",),
        operations=_PUT,
        on_response=when(200, change=_done),
    )
)


def _profile_later(response: Response) -> None:
    response.status = 202


library.add(
    Fault(
        id="api-profile-put-202-with-profile",
        title="The 202 of a profile that is put holds the profile",
        how="The change is queued, and the answer is what was sent.\nA 202 has a status object.",
        breaks=("CLR20-API-32",),
        operations=_PUT,
        on_response=when(200, change=_profile_later),
    )
)


def _lose(response: Response) -> None:
    """Once a profile was put, it is read without the members that a table has no column for."""
    if response.operation == "putProfile":
        if response.good:
            response.own["put"] = True
    elif response.own.get("put") and response.status == 200:
        _without("email", "phone", "address", "otherIdentifier", "name")(response)


library.add(
    Fault(
        id="api-profile-put-loses-members",
        title="Of a profile that was put, members are lost",
        how="The table has columns for id and type.\nEverything else is dropped without a word.",
        breaks=("CLR20-API-32",),
        operations=(*_GET, *_PUT),
        on_response=_lose,
    )
)


def _keep_the_first(request: Request) -> None:
    """Store the profile that was put first, whatever is put later."""
    request.scratch["put"] = request.body
    request.body = request.own.setdefault("first", request.body)


def _say_what_was_put(response: Response) -> None:
    if response.status == 200:
        response.body = response.scratch["put"]


library.add(
    Fault(
        id="api-profile-put-not-kept",
        title="A changed profile is answered as it was sent, and not kept",
        how="The answer is made of the request.\nThe change is lost when the transaction ends.",
        breaks=("CLR20-API-32",),
        operations=_PUT,
        on_request=_keep_the_first,
        on_response=_say_what_was_put,
    )
)

FAULTS = library.faults
