"""Who may register."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change
from mock_provider.oauth.faults._responses import error

library = Library()
REGISTER = ("register",)


def _wants_a_token(status: int) -> Change:
    def change(response: Response) -> None:
        if "authorization" not in response.request.headers:
            error(status, "invalid_token")(response)

    return change


library.add(
    Fault(
        id="reg-wants-token",
        title="Registration asks for an initial access token",
        how="Open registration was thought unsafe.\nThe setting of the product was left at protected.",
        breaks=("OAUTH-REG-008",),
        consequences={"OAUTH-REG-001": "nobody can register without the token"},
        operations=REGISTER,
        on_response=_wants_a_token(401),
    )
)


library.add(
    Fault(
        id="reg-by-invitation",
        title="Registration is forbidden to clients that were not invited",
        how="A list of allowed clients is asked first.\nA client that is not on it gets 403.",
        breaks=("OAUTH-REG-008",),
        consequences={"OAUTH-REG-001": "nobody can register without an invitation"},
        operations=REGISTER,
        on_response=_wants_a_token(403),
    )
)


FAULTS = library.faults
