"""PST: posts that are done, and answered as if they were not."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, Change, refuse, when
from mock_provider.http.status import CodeMinor

library = Library()
POSTS = ("postClr",)


def _refused(status: int, minor: CodeMinor) -> Change:
    return when(200, 201, 304, change=lambda response: refuse(response, status, minor))


library.add(
    Fault(
        id="pst-answered-403",
        title="A post is done, and answered 403",
        how="The CLR is stored, then it is put into the public index, which the client may not write.\n"
        "That error is told.",
        breaks=("CLR10-PST-001",),
        operations=POSTS,
        on_response=_refused(403, "forbidden"),
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
        on_response=_refused(500, "internal_server_error"),
    )
)


def _saved(response: Response) -> None:
    response.body = b"<p>Saved</p>"


library.add(
    Fault(
        id="pst-answered-with-a-page",
        title="The answer to a post is a page that says Saved",
        how="The handler was made for the form of the portal.\nIts answer is for people.",
        breaks=("CLR10-PST-001",),
        consequences={
            "CLR10-API-016": "a page is no JSON",
            "CLR10-PST-002": "a CLR that is replaced is answered so too",
            "CLR10-PST-016": "a page does not hold the CLR that was posted",
        },
        operations=POSTS,
        on_response=when(200, 201, change=_saved),
    )
)


FAULTS = library.faults
