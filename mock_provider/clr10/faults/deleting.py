"""DEL: ``DELETE /clrs/{sourcedId}`` made wrong."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, edited, minor_is, refuse, when
from mock_provider.clr10.terms import BASE_PATH
from mock_provider.oauth.faults._tools import any_scope, welcome_anybody

DELETES = ("deleteClr",)
_NOWHERE = f"{BASE_PATH}/clrs/nowhere"


def _empty_200(answer: Response) -> None:
    answer.status, answer.body = 200, b""
    answer.headers["content-type"] = "application/ld+json"


def _message_202(answer: Response) -> None:
    answer.status = 202
    answer.headers["content-type"] = "application/ld+json"
    answer.json = {"message": "deleted"}


def _gone(answer: Response) -> None:
    answer.status, answer.body = 204, b""


def _second_gone(answer: Response) -> None:
    deleted: set[str] = answer.own.setdefault("deleted", set())
    if answer.good:
        deleted.add(answer.request.path)
    elif answer.status == 404 and answer.request.path in deleted:
        _gone(answer)


def _second_500(answer: Response) -> None:
    deleted: set[str] = answer.own.setdefault("deleted", set())
    if answer.good:
        deleted.add(answer.request.path)
    elif answer.status == 404 and answer.request.path in deleted:
        refuse(answer, 500, "internal_server_error", "no row was deleted")


# a delete that does not delete


def _aside(request: Request) -> None:
    """Let deletes of what was posted hit nothing, and remember what they were for."""
    if request.original == "deleteClr" and request.path in _posted(request.own):
        request.scratch["meant"] = request.path
        request.path = _NOWHERE


def _pretended(answer: Response) -> None:
    """Answer the first delete of what was posted as done, though nothing was."""
    posted = _posted(answer.own)
    meant = answer.scratch.get("meant")
    if answer.operation == "postClr" and answer.status in (200, 201, 304):
        posted[_path_of(answer)] = True
    elif answer.status == 404 and posted.get(meant):
        posted[meant] = False
        _gone(answer)


def _posted(own: dict[str, Any]) -> dict[str | None, bool]:
    """The paths of what was posted, and whether it is still there for all that its owner was told."""
    paths: dict[str | None, bool] = own.setdefault("posted", {})
    return paths


def _path_of(answer: Response) -> str:
    body = answer.request.json
    clr = body.get("clr") if isinstance(body, dict) else None
    if not isinstance(clr, dict) or "id" not in clr:
        return ""
    below = str(clr["id"]).partition(f"{BASE_PATH}/clrs/")[2]
    return f"{BASE_PATH}/clrs/{unquote(below or str(clr['id']))}"


def _hidden(answer: Response) -> None:
    """As ``_pretended``, but getClr no longer finds it."""
    gone: set[str] = answer.own.setdefault("gone", set())
    _pretended(answer)
    if answer.operation == "deleteClr" and answer.status == 204 and "meant" in answer.scratch:
        gone.add(answer.scratch["meant"])
    elif answer.operation == "getClr" and answer.request.path in gone:
        refuse(answer, 404, "unknown", "there is no such CLR")


def _still_served(answer: Response) -> None:
    """Serve from memory what was posted once, whether it is there or not."""
    if answer.operation == "postClr" and answer.status == 201:
        body = answer.json
        if "clr" in body:
            answer.own[_path_of(answer)] = json.dumps({"@context": body["@context"], **body["clr"]}).encode()
    elif answer.operation == "getClr" and answer.status == 404 and answer.request.path in answer.own:
        answer.status, answer.body = 200, answer.own[answer.request.path]


FAULTS = (
    Fault(
        id="del-200-empty",
        title="A delete is answered 200 without a body",
        how="The handler returns nothing.\nThe framework makes a 200 of that.",
        breaks=("CLR10-DEL-001",),
        consequences={"CLR10-DEL-005": "without a body nothing says success"},
        operations=DELETES,
        on_response=when(204, change=_empty_200),
    ),
    Fault(
        id="del-202-message",
        title="A delete is answered 202 with an object of its own",
        how="The message of the queue is sent back.\nThe contract asks for a status object.",
        breaks=("CLR10-DEL-001",),
        consequences={"CLR10-DEL-006": "nothing says processing"},
        operations=DELETES,
        on_response=when(204, change=_message_202),
    ),
    Fault(
        id="del-405",
        title="A provider that offers deleteClr answers it 405",
        how="The firewall in front knows GET and POST only.\nDELETE never arrives.",
        breaks=("CLR10-DEL-001",),
        operations=DELETES,
        on_response=when(204, change=lambda answer: refuse(answer, 405, "not_allowed")),
    ),
    Fault(
        id="del-any-scope",
        title="Any access token may delete CLRs, whatever its scope",
        how="The handler asks whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR10-DEL-002",),
        consequences={
            "CLR10-BRR-005": "a token with readonly only deletes",
            "CLR10-BRR-006": "a token with replace only deletes",
        },
        operations=DELETES,
        on_request=any_scope,
    ),
    Fault(
        id="del-no-token",
        title="A CLR can be deleted without an access token",
        how="The route was left open for a maintenance script.\nAnybody can use it.",
        breaks=("CLR10-DEL-003",),
        operations=DELETES,
        on_request=welcome_anybody,
    ),
    Fault(
        id="del-no-token-404",
        title="A delete without access token is answered 404",
        how="The CLR is looked for among those of the user.\nWithout a user nothing is found.",
        breaks=("CLR10-DEL-003",),
        operations=DELETES,
        on_response=lambda answer: (
            refuse(answer, 404, "unknown")
            if answer.status == 401 and "authorization" not in answer.request.headers
            else None
        ),
    ),
    Fault(
        id="del-unknown-204",
        title="The delete of an unknown id is answered 204",
        how="What is not there is as good as deleted.\nWhether anything was there is not asked.",
        breaks=("CLR10-DEL-004",),
        consequences={"CLR10-DEL-008": "what was deleted is unknown from then on"},
        operations=DELETES,
        on_response=when(404, change=_gone),
    ),
    Fault(
        id="del-unknown-400",
        title="The delete of an unknown id is answered 400",
        how="What cannot be found is a wrong parameter.\nThe same handler serves the second delete.",
        breaks=("CLR10-DEL-004",),
        consequences={"CLR10-DEL-008": "what was deleted is unknown from then on"},
        operations=DELETES,
        on_response=when(404, change=lambda answer: refuse(answer, 400, "invalid_data")),
    ),
    Fault(
        id="del-200-says-failure",
        title="The status object of a delete that went well says failure",
        how="Status objects were built for errors.\nThe default of codeMajor was not changed.",
        breaks=("CLR10-DEL-005",),
        operations=DELETES,
        settings={"delete_status": 200},
        on_response=when(200, change=edited(lambda body: body.update(imsx_codeMajor="failure"))),
    ),
    Fault(
        id="del-200-severity",
        title="The status object of a delete that went well has severity warning",
        how="Deleting is a thing to be warned of.\nThe standard has severity status for it.",
        breaks=("CLR10-DEL-005",),
        operations=DELETES,
        settings={"delete_status": 200},
        on_response=when(200, change=edited(lambda body: body.update(imsx_severity="warning"))),
    ),
    Fault(
        id="del-200-no-code",
        title="The status object of a delete that went well lacks fullsuccess",
        how="imsx_codeMinor is optional in the class.\nSo nobody filled it.",
        breaks=("CLR10-DEL-005",),
        operations=DELETES,
        settings={"delete_status": 200},
        on_response=when(200, change=minor_is(None)),
    ),
    Fault(
        id="del-202-says-success",
        title="The status object of a delete that follows later says success",
        how="The queue has taken the job, so all went well.\nThat it is not done yet is not said.",
        breaks=("CLR10-DEL-006",),
        operations=DELETES,
        settings={"delete_status": 202},
        on_response=when(202, change=edited(lambda body: body.update(imsx_codeMajor="success"))),
    ),
    Fault(
        id="del-does-not-delete",
        title="A deleted CLR is still there",
        how="The delete marks the row, and no query asks for the mark.\nThe client is told 204.",
        breaks=("CLR10-DEL-007",),
        operations=("deleteClr", "postClr"),
        on_request=_aside,
        on_response=_pretended,
    ),
    Fault(
        id="del-still-listed",
        title="A deleted CLR is still listed",
        how="The list comes from a search index.\nDeletes do not reach it.",
        breaks=("CLR10-DEL-007",),
        operations=("deleteClr", "postClr", "getClr"),
        on_request=_aside,
        on_response=_hidden,
    ),
    Fault(
        id="del-still-served",
        title="A deleted CLR is still served at its id",
        how="Documents are copied to a file server when they are posted.\nThe copies stay.",
        breaks=("CLR10-DEL-007",),
        operations=("postClr", "getClr"),
        on_response=_still_served,
    ),
    Fault(
        id="del-second-204",
        title="The second delete of a CLR is answered 204",
        how="Deleted rows are kept with a mark.\nMarking them again works.",
        breaks=("CLR10-DEL-008",),
        operations=DELETES,
        on_response=_second_gone,
    ),
    Fault(
        id="del-second-500",
        title="The second delete of a CLR ends in a 500",
        how="The storage reports that no row was deleted.\nNobody expected it.",
        breaks=("CLR10-DEL-008",),
        operations=DELETES,
        touches=AVAILABILITY,
        on_response=_second_500,
    ),
)
