"""API and PST: transport made wrong, where only a real connection shows it."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import when
from mock_provider.clr10.terms import CONTEXT


def _with_body(answer: Response) -> None:
    answer.json = {"@context": CONTEXT, **(answer.request.json or {})}
    answer.headers["content-type"] = "application/ld+json"
    answer.headers["content-length"] = str(len(answer.body))


def _with_newline(answer: Response) -> None:
    answer.body = b"\r\n"
    answer.headers["content-length"] = "2"


FAULTS = (
    Fault(
        id="api-served-without-tls",
        title="The API answers plain http as it answers https",
        how="One port takes both, as the proxy in front allows it.\nTokens go over the wire for all to read.",
        breaks=("CLR10-API-002", "CLR10-API-005", "CLR10-TOK-016"),
        settings={"without_tls": "served"},
        wire=True,
    ),
    Fault(
        id="api-redirect-to-https",
        title="Plain http is redirected to https",
        how="The web server's usual rule for http was switched on.\nA client that follows has sent its token already.",
        breaks=("CLR10-API-005",),
        settings={"without_tls": "redirected"},
        wire=True,
    ),
    Fault(
        id="api-421-page",
        title="The 421 to plain http is an HTML page",
        how="The web server in front answers by itself.\nIts page is no status object.",
        breaks=("CLR10-API-005",),
        settings={"without_tls": "page"},
        wire=True,
    ),
    Fault(
        id="api-421-other-code",
        title="The status body of a 421 says unknown",
        how="The handler for everything else makes the status object.\nIt says unknown.",
        breaks=("CLR10-API-006",),
        settings={"without_tls": "other-code"},
        wire=True,
    ),
    Fault(
        id="api-old-tls",
        title="Requests over TLS 1.0 and 1.1 are answered",
        how="The load balancer kept its settings for old browsers.\nNobody looked at them again.",
        breaks=("CLR10-API-004",),
        settings={"old_tls": True},
        wire=True,
    ),
    Fault(
        id="pst-304-with-body",
        title="The 304 to an unchanged post has the CLR behind it",
        how="The handler returns the CLR whatever the status is.\nThe next answer on the connection begins with it.",
        breaks=("CLR10-PST-011",),
        operations=("postClr",),
        on_response=when(304, change=_with_body),
        wire=True,
    ),
    Fault(
        id="pst-304-with-newline",
        title="The 304 to an unchanged post has an empty line behind it",
        how="The template of the answer ends with a line break.\nIt is sent even where nothing may be.",
        breaks=("CLR10-PST-011",),
        operations=("postClr",),
        on_response=when(304, change=_with_newline),
        wire=True,
    ),
)
