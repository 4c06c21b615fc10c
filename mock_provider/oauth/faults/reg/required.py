"""Metadata that may be left out."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.exchange import Request
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._requests import RequestChange
from mock_provider.oauth.faults.reg._metadata import RESTORED, as_sent, host_of, metadata_change

library = Library()
REGISTER = ("register",)
_TEXT = {"client_name": "unnamed", "software_id": "none", "software_version": "0"}


def _filling_in(*names: str) -> RequestChange:
    """Let the mock see members that are missing; ``as_sent`` hides that in the response."""

    def change(request: Request, body: dict[str, Any]) -> None:
        site = f"https://{host_of(_any_url(body))}"
        missing = [name for name in names if name not in body]
        defaults: dict[str, Any] = {**_TEXT, "redirect_uris": [f"{site}/callback"]}
        request.scratch[RESTORED] = dict.fromkeys(missing)
        if missing:
            request.json = {**body, **{name: defaults.get(name, f"{site}/") for name in missing}}

    return metadata_change(change)


def _any_url(body: dict[str, Any]) -> str:
    uris = body.get("redirect_uris")
    return str(uris[0] if isinstance(uris, list) and uris else body.get("client_uri", ""))


library.add(
    Fault(
        id="reg-only-redirect-uris-required",
        title="Registration requires redirect_uris only",
        how="RFC 7591 requires no more than that.\nThe profile of the standard was not read.",
        breaks=("OAUTH-REG-009",),
        operations=REGISTER,
        on_request=_filling_in(*_TEXT, "client_uri", "logo_uri", "tos_uri", "policy_uri"),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-no-redirect-uris",
        title="A client without redirect_uris is registered",
        how="The list may be empty in the database.\nThe first redirect URI seen is taken later.",
        breaks=("OAUTH-REG-009",),
        operations=REGISTER,
        on_request=_filling_in("redirect_uris"),
        on_response=as_sent,
    )
)


FAULTS = library.faults
