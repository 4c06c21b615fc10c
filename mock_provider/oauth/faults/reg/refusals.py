"""How a bad registration is refused."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import page, refuse, when
from mock_provider.oauth.faults._responses import bad

library = Library()
REGISTER = ("register",)

library.add(
    Fault(
        id="reg-refused-in-html",
        title="A bad registration is refused with an HTML page",
        how="The framework draws its error page.\nMachines cannot read it.",
        breaks=("OAUTH-REG-009",),
        operations=REGISTER,
        on_response=bad(page),
    )
)


library.add(
    Fault(
        id="reg-refused-422",
        title="A bad registration is refused with 422",
        how="The framework answers 422 when validation fails.\nRFC 7591 has 400.",
        breaks=("OAUTH-REG-009",),
        operations=REGISTER,
        on_response=when(400, change=lambda response: setattr(response, "status", 422)),
    )
)


def _own_words(response: Response) -> None:
    response.json = {"error": "validation_failed", "error_description": "a member is missing"}


library.add(
    Fault(
        id="reg-refused-in-own-words",
        title="A bad registration is refused with an error code of its own",
        how="The codes of RFC 7591 were not known.\nvalidation_failed says it just as well.",
        breaks=("OAUTH-REG-009",),
        operations=REGISTER,
        on_response=bad(_own_words),
    )
)


def _message_only(response: Response) -> None:
    response.json = {"message": "a member is missing"}


library.add(
    Fault(
        id="reg-refused-without-code",
        title="A bad registration is refused without an error code",
        how="The handler of the framework writes a message.\nerror is missing.",
        breaks=("OAUTH-REG-009",),
        operations=REGISTER,
        on_response=bad(_message_only),
    )
)


library.add(
    Fault(
        id="reg-refused-with-status-object",
        title="A bad registration is refused with a CLR status object",
        how="All errors go through one handler.\nIt writes what the API writes.",
        breaks=("OAUTH-REG-009",),
        operations=REGISTER,
        on_response=bad(lambda response: refuse(response, 400, "invalid_data")),
    )
)


FAULTS = library.faults
