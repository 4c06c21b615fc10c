"""How a post that goes well is answered."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, refuse, when
from mock_provider.clr10.faults.pst._common import POSTS
from mock_provider.http.status import CodeMinor

library = Library()


def _answer_200(response: Response) -> None:
    response.status = 200


library.add(
    Fault(
        id="pst-new-200",
        title="A new CLR is answered 200",
        how="One status is used for all posts that go well.\nNobody can tell a new one from a replaced one.",
        breaks=("CLR10-PST-001",),
        operations=POSTS,
        on_response=when(201, change=_answer_200),
    )
)


def _answer_bare_clr(response: Response) -> None:
    body = response.json
    response.json = {"@context": body["@context"], **body["clr"]}


library.add(
    Fault(
        id="pst-new-bare-clr",
        title="The answer to a new CLR is the CLR itself",
        how="The handler returns what it has stored.\nThe payload around it is missing.",
        breaks=("CLR10-PST-001",),
        consequences={"CLR10-PST-016": "the id is not where the payload has it"},
        operations=POSTS,
        on_response=when(201, change=_answer_bare_clr),
    )
)


def _drop_context(response: Response) -> None:
    body = response.json
    del body["@context"]
    response.json = body


library.add(
    Fault(
        id="pst-new-without-context",
        title="The answer to a new CLR has no @context",
        how="The payload is built from its parts.\n@context was forgotten.",
        breaks=("CLR10-PST-001",),
        operations=POSTS,
        on_response=when(201, change=_drop_context),
    )
)


def _answer_201(response: Response) -> None:
    response.status = 201


library.add(
    Fault(
        id="pst-replaced-201",
        title="A CLR that is replaced is answered 201",
        how="Replacing is deleting and creating in this storage.\nThe status reports the creation.",
        breaks=("CLR10-PST-002",),
        operations=POSTS,
        on_response=when(200, change=_answer_201),
    )
)


def _answer_409(response: Response) -> None:
    refuse(response, 409, "invalid_data", "there is such a CLR already")


library.add(
    Fault(
        id="pst-replaced-409",
        title="A CLR that exists cannot be replaced: 409",
        how="Ids are unique in the storage, and a second post is a conflict.\nReplacing was not built.",
        breaks=("CLR10-PST-002",),
        operations=POSTS,
        on_response=when(200, change=_answer_409),
    )
)


def _answer_id_only(response: Response) -> None:
    body = response.json
    if "clr" in body:
        response.json = {"@context": body["@context"], "id": body["clr"]["id"]}


library.add(
    Fault(
        id="pst-replaced-id-only",
        title="The answer to a replaced CLR holds its id only",
        how="The whole CLR was thought to be too large to send back.\nThe class of the body asks for it.",
        breaks=("CLR10-PST-002",),
        operations=POSTS,
        on_response=when(200, change=_answer_id_only),
    )
)


def _refuse_what_is_done(status: int, minor: CodeMinor) -> Change:
    """Do what was posted, and say that it was refused."""
    return when(200, 201, 304, change=lambda response: refuse(response, status, minor))


library.add(
    Fault(
        id="pst-answered-403",
        title="A post is done, and answered 403",
        how="The CLR is stored, then it is put into the public index, which the client may not write.\n"
        "The client gets that error.",
        breaks=("CLR10-PST-001",),
        operations=POSTS,
        on_response=_refuse_what_is_done(403, "forbidden"),
    )
)

library.add(
    Fault(
        id="pst-answered-500",
        title="A post is done, and answered 500",
        how="The CLR is stored, then a message goes to the learner.\nThe mail server is away.",
        breaks=("CLR10-PST-001",),
        operations=POSTS,
        touches=AVAILABILITY,
        on_response=_refuse_what_is_done(500, "internal_server_error"),
    )
)


def _write_page(response: Response) -> None:
    response.body = b"<p>Saved</p>"


library.add(
    Fault(
        id="pst-answered-with-a-page",
        title="The answer to a post is a page that says Saved",
        how="The handler was made for the form of the portal.\nIts answer is for people.",
        breaks=("CLR10-PST-001",),
        consequences={
            "CLR10-API-016": "a page is not JSON",
            "CLR10-PST-002": "a CLR that is replaced is answered so too",
            "CLR10-PST-016": "a page does not hold the CLR that was posted",
        },
        operations=POSTS,
        on_response=when(200, 201, change=_write_page),
    )
)

FAULTS = library.faults
