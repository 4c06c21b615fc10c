"""Refresh, revocation and client credentials: what a server need not offer, and may offer otherwise."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation

library = Library()


library.add(
    Variation(
        id="var-rfr-no-rotation",
        title="A refresh gives no new refresh token",
        how="Refresh tokens live as long as the grant.\nOAUTH-RFR-006: a new one is a MAY.",
        settings={"rotation": False},
        touches=("refresh token",),
    )
)


def _same_refresh_token(response: Response) -> None:
    form, body = response.request.form, response.json
    if response.good and form.get("grant_type") == "refresh_token":
        body["refresh_token"] = form["refresh_token"]
        response.json = body


library.add(
    Variation(
        id="var-rfr-same-token",
        title="A refresh gives the same refresh token again",
        how="The server always fills the member.\nRFC 6749, section 6: it may issue a new one, and does not have to.",
        operations=("token",),
        settings={"rotation": False},
        touches=("refresh token",),
        on_response=_same_refresh_token,
    )
)


library.add(
    Variation(
        id="var-rfr-not-offered",
        title="No refresh tokens are offered, and none is claimed",
        how="Users log in anew. This takes the data of area RFR away.\nOAUTH-RFR-001: refresh tokens are a MAY.",
        settings={"refresh": False},
        plan={"claims": {"refresh": False}},
        touches=("refresh token",),
    )
)


library.add(
    Variation(
        id="var-rvk-not-offered",
        title="Token revocation is not offered, and not claimed",
        how="Grants are withdrawn on a page. This takes the data of OAUTH-RVK-004 to -006 away.\nOAUTH-RVK-003: a MAY.",
        settings={"revocation": False},
        plan={"claims": {"revocation": False}, "target": {"revocation_url": None}},
        touches=("revocation",),
    )
)


def _response_of_revocation(response: Response) -> None:
    if response.status == 200:
        response.headers["content-type"] = "application/json"
        response.json = {"revoked": True, "note": "ignored by clients"}


library.add(
    Variation(
        id="var-rvk-answer-with-body",
        title="The revocation answers 200 with a JSON body",
        how="The handler returns what it did.\nRFC 7009, section 2.2: the content of the answer is ignored.",
        operations=("revoke",),
        touches=("revocation",),
        on_response=_response_of_revocation,
    )
)


library.add(
    Variation(
        id="var-cc-not-offered",
        title="Client credentials are not offered, and not claimed",
        how="Every client acts for a user. This takes the data of OAUTH-TOK-015 away.\nOAUTH-TOK-014: a MAY.",
        settings={"client_credentials": False},
        plan={"claims": {"client_credentials": False}},
    )
)


VARIATIONS = library.variations
