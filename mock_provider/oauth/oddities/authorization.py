"""Authorization responses that a client has to look at before it takes their code."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.tools import Change
from mock_provider.oauth.faults._responses import redirects

library = Library()
PAGES = ("authorize", "login", "consent")
"""Where a browser is sent back to the client."""

OTHER_ISSUER = "https://another-provider.invalid"


def _half_of_the_state(params: dict[str, str]) -> None:
    if "code" in params and "state" in params:
        params["state"] = params["state"][: len(params["state"]) // 2]


library.add(
    Oddity(
        id="odd-state-cut",
        title="The redirect brings back the first half of the state",
        how="A forged redirect, or a column that is too short.\nWhat is compared by its beginning alone takes it.",
        operations=PAGES,
        on_response=redirects(_half_of_the_state),
    )
)


def _error(code: str, description: str) -> Change:
    """Put an error in the place of the code."""

    def change(params: dict[str, str]) -> None:
        if params.pop("code", None) is not None:
            params.pop("scope", None)
            params |= {"error": code, "error_description": description}

    return redirects(change)


library.add(
    Oddity(
        id="odd-access-denied",
        title="The learner says no",
        how="The redirect brings access_denied.\nWhoever agrees in the learner's place gets the same answer.",
        operations=PAGES,
        on_response=_error("access_denied", "The user did not agree"),
    )
)

library.add(
    Oddity(
        id="odd-temporarily-unavailable",
        title="The redirect brings temporarily_unavailable",
        how="The authorization server is overloaded.\nRFC 6749, section 4.1.2.1 has an error for that.",
        operations=PAGES,
        on_response=_error("temporarily_unavailable", "Come back later"),
    )
)


def _another_issuer(params: dict[str, str]) -> None:
    if "code" in params:
        params["iss"] = OTHER_ISSUER


library.add(
    Oddity(
        id="odd-iss-foreign",
        title="The redirect comes in the name of another server",
        how="An attacker's server has passed a code on.\nRFC 9207, section 2.4: iss is compared.",
        operations=PAGES,
        on_response=redirects(_another_issuer),
    )
)

_SUPPORT = "authorization_response_iss_parameter_supported"


def _without_issuer(response: Response) -> None:
    """Neither the redirect nor the metadata speak of iss: whoever reads the latter has no reason to miss it."""
    redirects(lambda params: params.pop("iss", None))(response)
    body = response.json if response.good else None
    if isinstance(body, dict) and _SUPPORT in body:
        response.json = {name: value for name, value in body.items() if name != _SUPPORT}


library.add(
    Oddity(
        id="odd-iss-missing",
        title="The redirect has no iss",
        how="The server is older than RFC 9207.\nIts metadata do not promise the parameter.",
        on_response=_without_issuer,
    )
)

ODDITIES = library.oddities
