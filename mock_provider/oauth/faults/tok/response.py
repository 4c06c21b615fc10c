"""What the token response holds."""

from __future__ import annotations

from urllib.parse import urlencode

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import Change, typed
from mock_provider.oauth.faults._requests import caller, client_metadata
from mock_provider.oauth.faults._responses import good, members, without

library = Library()
TOKEN = ("token",)

library.add(
    Fault(
        id="tok-type-mac",
        title="token_type is mac",
        how="The product signs requests inside of its own network.\nIts default was kept.",
        breaks=("OAUTH-TOK-009",),
        operations=TOKEN,
        on_response=members(token_type="mac"),
    )
)


library.add(
    Fault(
        id="tok-no-type",
        title="The token response lacks token_type",
        how="There is only one type, so why name it.\nClient libraries refuse such an answer.",
        breaks=("OAUTH-TOK-009",),
        operations=TOKEN,
        on_response=members(token_type=None),
    )
)


library.add(
    Fault(
        id="tok-no-token",
        title="The token response lacks access_token",
        how="The token is set as a cookie for the portal.\nOther clients get no token.",
        breaks=("OAUTH-TOK-009",),
        operations=TOKEN,
        on_response=members(access_token=None),
    )
)


def _token_in_envelope(response: Response) -> None:
    response.json = {"success": True, "data": response.json}


library.add(
    Fault(
        id="tok-in-envelope",
        title="The token response is wrapped in an envelope",
        how="All answers of the product have data and success.\nThis one should not.",
        breaks=("OAUTH-TOK-009",),
        operations=TOKEN,
        on_response=good(_token_in_envelope),
    )
)


library.add(
    Fault(
        id="tok-status-201",
        title="A token response has status 201",
        how="A token is created, so 201 it is.\nRFC 6749 has 200.",
        breaks=("OAUTH-TOK-009",),
        consequences={"OAUTH-RFR-003": "a refresh is answered by the same code"},
        operations=TOKEN,
        on_response=good(lambda response: setattr(response, "status", 201)),
    )
)


library.add(
    Fault(
        id="tok-as-text",
        title="The token response is sent as text/plain",
        how="The JSON is written by hand.\nNobody set the media type.",
        breaks=("OAUTH-TOK-009",),
        operations=TOKEN,
        on_response=good(typed("text/plain; charset=utf-8")),
    )
)


def _form_encoded(response: Response) -> None:
    response.headers["content-type"] = "application/x-www-form-urlencoded"
    response.body = urlencode(response.json).encode()


library.add(
    Fault(
        id="tok-form-encoded",
        title="The token response is form encoded",
        how="An early draft of OAuth had it so.\nThe library is that old.",
        breaks=("OAUTH-TOK-009",),
        operations=TOKEN,
        on_response=good(_form_encoded),
    )
)


library.add(
    Fault(
        id="tok-no-end",
        title="The token response lacks expires_in",
        how="RFC 6749 only recommends it.\nThe client has to guess.",
        breaks=("OAUTH-TOK-010",),
        operations=TOKEN,
        on_response=members(expires_in=None),
    )
)


library.add(
    Fault(
        id="tok-end-as-text",
        title="expires_in is a text",
        how="The value comes from a configuration file.\nIt is written as it was read.",
        breaks=("OAUTH-TOK-010",),
        operations=TOKEN,
        on_response=members(expires_in="3600"),
    )
)


library.add(
    Fault(
        id="tok-end-zero",
        title="expires_in is 0",
        how="0 stands for a token that never expires.\nClients drop it at once.",
        breaks=("OAUTH-TOK-010",),
        consequences={"OAUTH-BRR-002": "a token that ends at once, and works, outlives its end"},
        operations=TOKEN,
        on_response=members(expires_in=0),
    )
)


library.add(
    Fault(
        id="tok-no-scope",
        title="The token response lacks scope",
        how="RFC 6749 lets it out when all was granted.\nThe profile of the standard does not.",
        breaks=("OAUTH-TOK-011",),
        operations=TOKEN,
        on_response=members(scope=None),
    )
)


def _scope_in_array(response: Response) -> None:
    members(scope=str(response.json.get("scope", "")).split())(response)


library.add(
    Fault(
        id="tok-scope-in-array",
        title="scope of the token response is an array",
        how="Scopes are a list in the database.\nThe serializer writes a list.",
        breaks=("OAUTH-TOK-011",),
        operations=TOKEN,
        on_response=good(_scope_in_array),
    )
)


def _registered_scopes(response: Response) -> None:
    about = client_metadata(response.request, caller(response.request)[0])
    if about and response.request.form.get("grant_type") == "authorization_code":
        members(scope=about["scope"])(response)


library.add(
    Fault(
        id="tok-more-scopes",
        title="More scopes are granted than were asked for",
        how="A client gets all that it is registered for.\nWhat it asked for is not looked at.",
        breaks=("OAUTH-TOK-011",),
        operations=TOKEN,
        on_response=good(_registered_scopes),
    )
)


library.add(
    Fault(
        id="tok-may-be-cached",
        title="The token response has no Cache-Control",
        how="The header is set by the pages.\nThe token endpoint is not a page.",
        breaks=("OAUTH-TOK-012",),
        operations=TOKEN,
        on_response=without("cache-control"),
    )
)


def _cache(value: str) -> Change:
    return good(lambda response: response.headers.update({"cache-control": value}))


library.add(
    Fault(
        id="tok-cached-for-an-hour",
        title="The token response may be cached for an hour",
        how="The gateway adds the header to all answers.\nTokens are among them.",
        breaks=("OAUTH-TOK-012",),
        operations=TOKEN,
        on_response=_cache("private, max-age=3600"),
    )
)


FAULTS = library.faults
