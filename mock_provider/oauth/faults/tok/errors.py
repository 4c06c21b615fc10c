"""How the token endpoint refuses."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, page, refuse, typed, when
from mock_provider.oauth.faults._responses import bad, error

library = Library()
TOKEN = ("token",)

library.add(
    Fault(
        id="tok-errors-in-html",
        title="Errors of the token endpoint are HTML pages",
        how="The framework draws its error page.\nMachines cannot read it.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        on_response=bad(page),
    )
)


library.add(
    Fault(
        id="tok-errors-are-status-objects",
        title="Errors of the token endpoint are CLR status objects",
        how="All errors go through one handler.\nIt writes what the API writes.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        on_response=bad(lambda response: refuse(response, response.status, "invalid_data")),
    )
)


library.add(
    Fault(
        id="tok-errors-422",
        title="Errors of the token endpoint have status 422",
        how="The framework answers 422 when validation fails.\nRFC 6749 has 400.",
        breaks=("OAUTH-TOK-013",),
        consequences={"OAUTH-TOK-006": "where a wrong secret is refused with 400, that becomes 422 too"},
        operations=TOKEN,
        on_response=when(400, change=lambda response: setattr(response, "status", 422)),
    )
)


def _in_own_words(response: Response) -> None:
    response.json = {"error": "login_failed", "error_description": "the code or the client is wrong"}


library.add(
    Fault(
        id="tok-errors-in-own-words",
        title="Errors of the token endpoint have codes of their own",
        how="The codes of RFC 6749 were not known.\nlogin_failed says it just as well.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        on_response=bad(_in_own_words),
    )
)


def _message_only(response: Response) -> None:
    response.json = {"message": "the code or the client is wrong"}


library.add(
    Fault(
        id="tok-errors-without-code",
        title="Errors of the token endpoint have no code",
        how="The handler of the framework writes a message.\nerror is missing.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        on_response=bad(_message_only),
    )
)


def _nested(response: Response) -> None:
    response.json = {"error": {"code": (response.json or {}).get("error", "invalid_request")}}


library.add(
    Fault(
        id="tok-errors-nested",
        title="error of the token endpoint is an object",
        how="All errors of the product are objects.\nClient libraries look for a text.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        on_response=bad(_nested),
    )
)


library.add(
    Fault(
        id="tok-errors-as-text",
        title="Errors of the token endpoint are sent as text/plain",
        how="The JSON is written by hand.\nNobody set the media type.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        on_response=bad(typed("text/plain")),
    )
)


def _grant_is_401(response: Response) -> None:
    if b"invalid_grant" in response.body:
        response.status = 401


library.add(
    Fault(
        id="tok-bad-grant-401",
        title="invalid_grant is answered 401",
        how="A bad code was taken for a failed login.\n401 is for clients only.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        on_response=bad(_grant_is_401),
    )
)


def _unknown_grant_crash(response: Response) -> None:
    if b"unsupported_grant_type" in response.body:
        error(500, "server_error")(response)


library.add(
    Fault(
        id="tok-unknown-grant-crash",
        title="An unknown grant_type ends in a 500",
        how="The handlers are in a table.\nWhat is not in it raises an error.",
        breaks=("OAUTH-TOK-013",),
        operations=TOKEN,
        touches=AVAILABILITY,
        on_response=_unknown_grant_crash,
    )
)


FAULTS = library.faults
