"""Which ways to authenticate, grants and responses a client may register for."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.exchange import Request
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.oauth.faults._requests import RequestChange
from mock_provider.oauth.faults.reg._metadata import RESTORED, as_sent, metadata_change

library = Library()
REGISTER = ("register",)


def _defaulting(name: str, value: Any) -> RequestChange:
    """Another default for a member that is left out."""

    def change(request: Request, body: dict[str, Any]) -> None:
        request.scratch[RESTORED] = {} if name in body else {name: value}

    return metadata_change(change)


def _taking(name: str, *values: Any) -> RequestChange:
    """Take these values of a member though they are not allowed."""

    def change(request: Request, body: dict[str, Any]) -> None:
        wanted = body.get(name)
        several = wanted if isinstance(wanted, list) else ()
        taken = wanted in values if isinstance(wanted, str) else any(value in several for value in values)
        request.scratch[RESTORED] = {name: wanted} if taken else {}
        if taken:
            request.json = {key: value for key, value in body.items() if key != name}

    return metadata_change(change)


library.add(
    Fault(
        id="reg-post-is-default",
        title="client_secret_post is the default way to authenticate",
        how="The product has a default of its own.\nRFC 7591 has client_secret_basic.",
        breaks=("OAUTH-REG-012",),
        operations=REGISTER,
        on_request=_defaulting("token_endpoint_auth_method", "client_secret_post"),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-post-is-taken",
        title="A client may register for client_secret_post",
        how="The product supports it.\nNobody took it off the list.",
        breaks=("OAUTH-REG-012",),
        operations=REGISTER,
        on_request=_taking("token_endpoint_auth_method", "client_secret_post"),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-public-clients",
        title="A client may register without authentication",
        how="Apps without a server were to be helped.\nThe method none opens codes to everybody.",
        breaks=("OAUTH-REG-012",),
        operations=REGISTER,
        on_request=_taking("token_endpoint_auth_method", "none"),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-implicit-by-default",
        title="A client without grant_types is registered for implicit too",
        how="The default of the product lists all that it can.\nimplicit is among it.",
        breaks=("OAUTH-REG-013",),
        operations=REGISTER,
        on_request=_defaulting("grant_types", ["authorization_code", "implicit", "refresh_token"]),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-password-grant",
        title="A client may register for the password grant",
        how="An old app still uses it.\nSo it is open to everybody.",
        breaks=("OAUTH-REG-013",),
        operations=REGISTER,
        on_request=_taking("grant_types", "password"),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-implicit-grant",
        title="A client may register for the implicit grant",
        how="grant_types are stored as they come.\nNobody compares them with what is allowed.",
        breaks=("OAUTH-REG-013",),
        operations=REGISTER,
        on_request=_taking("grant_types", "implicit"),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-token-response-by-default",
        title="A client without response_types is registered for token too",
        how="The default of the product lists all that it can.\ntoken is among it.",
        breaks=("OAUTH-REG-014",),
        operations=REGISTER,
        on_request=_defaulting("response_types", ["code", "token"]),
        on_response=as_sent,
    )
)


library.add(
    Fault(
        id="reg-token-response",
        title="A client may register for the response type token",
        how="response_types are stored as they come.\nNobody compares them with what is allowed.",
        breaks=("OAUTH-REG-014",),
        operations=REGISTER,
        on_request=_taking("response_types", "token"),
        on_response=as_sent,
    )
)


FAULTS = library.faults
