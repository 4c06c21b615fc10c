"""What a delete leaves behind: CLRs that are still there, and a second delete of the same one."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.memory import Recent
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, refuse
from mock_provider.clr10 import FACTS
from mock_provider.clr10.faults.deleting._common import DELETES, answer_204

library = Library()

_NOWHERE = f"{FACTS.base_path}/clrs/nowhere"


def _posted_paths(own: Recent[Any]) -> Recent[bool]:
    """The paths of what was posted, and whether it is still there as far as its owner knows."""
    paths: Recent[bool] = own.setdefault("posted", Recent())
    return paths


def _delete_nothing(request: Request) -> None:
    """Let deletes of what was posted hit nothing, and remember what they were for."""
    if request.operation == "deleteClr" and request.path in _posted_paths(request.own):
        request.scratch["meant"] = request.path
        request.path = _NOWHERE


def _path_of_posted(response: Response) -> str:
    """Where the CLR of a post is served; an id that is not a URL of the mock is the last segment itself."""
    body = response.request.json
    clr = body.get("clr") if isinstance(body, dict) else None
    if not isinstance(clr, dict) or "id" not in clr:
        return ""
    below = str(clr["id"]).partition(f"{FACTS.base_path}/clrs/")[2]
    return f"{FACTS.base_path}/clrs/{unquote(below or str(clr['id']))}"


def _pretend_deletion(response: Response) -> None:
    """Answer the first delete of what was posted as done, though nothing was."""
    posted = _posted_paths(response.own)
    meant = response.scratch.get("meant")
    if response.operation == "postClr" and response.status in (200, 201, 304):
        posted[_path_of_posted(response)] = True
    elif response.status == 404 and posted.get(meant):
        posted[meant] = False
        answer_204(response)


library.add(
    Fault(
        id="del-does-not-delete",
        title="A deleted CLR is still there",
        how="The delete marks the row, and no query asks for the mark.\nThe client gets a 204.",
        breaks=("CLR10-DEL-007",),
        operations=("deleteClr", "postClr"),
        on_request=_delete_nothing,
        on_response=_pretend_deletion,
    )
)


def _pretend_and_hide(response: Response) -> None:
    """As ``_pretend_deletion``, but getClr no longer finds it."""
    gone: Recent[bool] = response.own.setdefault("gone", Recent())
    _pretend_deletion(response)
    if response.operation == "deleteClr" and response.status == 204 and "meant" in response.scratch:
        gone[response.scratch["meant"]] = True
    elif response.operation == "getClr" and response.request.path in gone:
        refuse(response, 404, "unknown", "there is no such CLR")


library.add(
    Fault(
        id="del-still-listed",
        title="A deleted CLR is still listed",
        how="The list comes from a search index.\nDeletes do not reach it.",
        breaks=("CLR10-DEL-007",),
        operations=("deleteClr", "postClr", "getClr"),
        on_request=_delete_nothing,
        on_response=_pretend_and_hide,
    )
)


def _serve_what_was_deleted(response: Response) -> None:
    """Serve from memory what was posted once, whether it is there or not."""
    if response.operation == "postClr" and response.status == 201:
        body = response.json
        if "clr" in body:
            response.own[_path_of_posted(response)] = json.dumps({"@context": body["@context"], **body["clr"]}).encode()
    elif response.operation == "getClr" and response.status == 404 and response.request.path in response.own:
        response.status, response.body = 200, response.own[response.request.path]


library.add(
    Fault(
        id="del-still-served",
        title="A deleted CLR is still served at its id",
        how="Documents are copied to a file server when they are posted.\nThe copies stay.",
        breaks=("CLR10-DEL-007",),
        operations=("postClr", "getClr"),
        on_response=_serve_what_was_deleted,
    )
)


def _answer_second_204(response: Response) -> None:
    deleted: Recent[bool] = response.own.setdefault("deleted", Recent())
    if response.good:
        deleted[response.request.path] = True
    elif response.status == 404 and response.request.path in deleted:
        answer_204(response)


library.add(
    Fault(
        id="del-second-204",
        title="The second delete of a CLR is answered 204",
        how="Deleted rows are kept with a mark.\nMarking them again works.",
        breaks=("CLR10-DEL-008",),
        operations=DELETES,
        on_response=_answer_second_204,
    )
)


def _answer_second_500(response: Response) -> None:
    deleted: Recent[bool] = response.own.setdefault("deleted", Recent())
    if response.good:
        deleted[response.request.path] = True
    elif response.status == 404 and response.request.path in deleted:
        refuse(response, 500, "internal_server_error", "no row was deleted")


library.add(
    Fault(
        id="del-second-500",
        title="The second delete of a CLR ends in a 500",
        how="The storage reports that no row was deleted.\nNobody expected it.",
        breaks=("CLR10-DEL-008",),
        operations=DELETES,
        touches=AVAILABILITY,
        on_response=_answer_second_500,
    )
)

FAULTS = library.faults
