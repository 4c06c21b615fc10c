"""API and PST: transport made wrong, where only a real connection shows it."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import when
from mock_provider.clr10 import FACTS, LD_JSON

library = Library()


library.add(
    Fault(
        id="api-served-without-tls",
        title="The API answers plain http as it answers https",
        how="One port takes both, as the proxy in front allows it.\nTokens go over the wire for all to read.",
        breaks=("CLR10-API-002", "CLR10-API-005", "CLR10-TOK-016"),
        settings={"without_tls": "served"},
        wire=True,
    )
)

library.add(
    Fault(
        id="api-redirect-to-https",
        title="Plain http is redirected to https",
        how="The web server's usual rule for http was switched on.\nA client that follows has sent its token already.",
        breaks=("CLR10-API-005",),
        settings={"without_tls": "redirected"},
        wire=True,
    )
)

library.add(
    Fault(
        id="api-421-page",
        title="The 421 to plain http is an HTML page",
        how="The web server in front answers by itself.\nIts page is not a status object.",
        breaks=("CLR10-API-005",),
        settings={"without_tls": "page"},
        wire=True,
    )
)

library.add(
    Fault(
        id="api-421-other-code",
        title="The status body of a 421 says unknown",
        how="The handler for everything else makes the status object.\nIt says unknown.",
        breaks=("CLR10-API-006",),
        settings={"without_tls": "other-code"},
        wire=True,
    )
)

library.add(
    Fault(
        id="api-old-tls",
        title="Requests over TLS 1.0 and 1.1 are answered",
        how="The load balancer kept its settings for old browsers.\nNobody looked at them again.",
        breaks=("CLR10-API-004",),
        settings={"old_tls": True},
        wire=True,
    )
)


def _add_posted_body(response: Response) -> None:
    response.json = {"@context": FACTS.context_url, **(response.request.json or {})}
    response.headers["content-type"] = LD_JSON
    response.headers["content-length"] = str(len(response.body))


library.add(
    Fault(
        id="pst-304-with-body",
        title="The 304 to an unchanged post has the CLR behind it",
        how="The handler returns the CLR whatever the status is.\nThe next answer on the connection begins with it.",
        breaks=("CLR10-PST-011",),
        operations=("postClr",),
        on_response=when(304, change=_add_posted_body),
        wire=True,
    )
)


def _add_empty_line(response: Response) -> None:
    response.body = b"\r\n"
    response.headers["content-length"] = "2"


library.add(
    Fault(
        id="pst-304-with-newline",
        title="The 304 to an unchanged post has an empty line behind it",
        how="The template of the answer ends with a line break.\nIt is sent even where nothing may be.",
        breaks=("CLR10-PST-011",),
        operations=("postClr",),
        on_response=when(304, change=_add_empty_line),
        wire=True,
    )
)

FAULTS = library.faults
