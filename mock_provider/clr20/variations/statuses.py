"""What errors may say."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import Node, edited, refuse
from mock_provider.clr20.faults._api import drop, in_errors

library = Library()

library.add(
    Variation(
        id="var-status-no-code-minor",
        title="Status objects of a 401 and a 404 have no imsx_codeMinor",
        how="The gateway writes the two members that have to be there.\nImsx_StatusInfo: imsx_codeMinor is optional.",
        on_response=in_errors(401, 404, change=drop("imsx_codeMinor")),
    )
)

library.add(
    Variation(
        id="var-status-no-description",
        title="Status objects of a 400, a 401 and a 405 have no imsx_description",
        how="The code says it all.\nImsx_StatusInfo: imsx_description is optional, and due at 403 only.",
        on_response=in_errors(400, 401, 405, change=drop("imsx_description")),
    )
)


def _two_codes(body: Node) -> None:
    entries = body["imsx_codeMinor"]["imsx_codeMinorField"]
    if len(entries) == 1:
        entries.insert(0, {"imsx_codeMinorFieldName": "gateway", "imsx_codeMinorFieldValue": "unknown"})


library.add(
    Variation(
        id="var-status-two-codes",
        title="Status objects hold two codes",
        how="The gateway adds what it knows.\nImsx_CodeMinor: one entry or more.",
        touches=("code minor",),
        on_response=in_errors(change=edited(lambda body: _two_codes(body) if "imsx_codeMinor" in body else None)),
    )
)


def _unauthorized_for_scope(response: Response) -> None:
    if response.status == 403:
        challenge = response.headers.get("www-authenticate")
        refuse(response, 401, "unauthorizedrequest", "the access token does not have the scope")
        if challenge:
            response.headers["www-authenticate"] = challenge


library.add(
    Variation(
        id="var-status-scope-401",
        title="A token without the scope is answered 401",
        how="One status is used for all that the gate refuses.\nCLR20-API-05: 401 is seen, and is noted.",
        on_response=in_errors(403, change=_unauthorized_for_scope),
    )
)

VARIATIONS = library.variations
