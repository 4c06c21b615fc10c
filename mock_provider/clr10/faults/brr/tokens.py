"""Access tokens at single operations: which are let in, how others are refused, and what is wanted besides."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import AVAILABILITY, refuse
from mock_provider.clr10.faults._access import welcome_strangers
from mock_provider.clr10.operations import PROTECTED
from mock_provider.oauth.faults._responses import refusing_bad_tokens

library = Library()

library.add(
    Fault(
        id="brr-unknown-token",
        title="A token that was never issued is let in",
        how="The gateway looks whether there is a token.\nThe application trusts the gateway.",
        breaks=("CLR10-BRR-002",),
        consequences={"CLR10-GCS-003": "the list is one of the operations"},
        operations=PROTECTED,
        on_request=welcome_strangers,
    )
)


library.add(
    Fault(
        id="brr-unknown-token-posts",
        title="A token that was never issued can post",
        how="Reading goes through the gateway, posting does not.\nThe handler looks for a header only.",
        breaks=("CLR10-BRR-002",),
        operations=("postClr",),
        on_request=welcome_strangers,
    )
)


library.add(
    Fault(
        id="brr-bad-token-400",
        title="A bad token is answered 400",
        how="The token is parsed before it is looked up.\nWhat cannot be parsed is a bad request.",
        breaks=("CLR10-BRR-002",),
        operations=("getClr", "postClr", "deleteClr"),
        on_response=refusing_bad_tokens(400, "invalid_data"),
    )
)


library.add(
    Fault(
        id="brr-bad-token-crash",
        title="A bad token ends in a 500",
        how="The library raises an error for a token that it cannot read.\nNobody catches it.",
        breaks=("CLR10-BRR-002",),
        operations=("getClr", "postClr", "deleteClr"),
        touches=AVAILABILITY,
        on_response=refusing_bad_tokens(500, "internal_server_error"),
    )
)


_NO_LIST = {
    "CLR10-GCS-001": "the list does not come",
    "CLR10-GCS-027": "the list does not come for those without CLRs either",
    "CLR10-RFR-003": "a new token is tried on the list",
}


def _query_needed(response: Response) -> None:
    if "access_token" not in response.request.query and response.good:
        refuse(response, 401, "unauthorizedrequest")


library.add(
    Fault(
        id="brr-query-needed",
        title="The token has to be in the query as well",
        how="A proxy of old takes the token from the URL.\nThe header does not reach the application.",
        breaks=("CLR10-BRR-004",),
        consequences=_NO_LIST,
        operations=("getClrs",),
        on_response=_query_needed,
    )
)


def _key_needed(response: Response) -> None:
    if "x-api-key" not in response.request.headers and response.good:
        refuse(response, 403, "forbidden")


library.add(
    Fault(
        id="brr-key-needed",
        title="An API key is needed in addition to the token",
        how="The gateway counts calls by keys.\nA caller without one is turned away.",
        breaks=("CLR10-BRR-004",),
        consequences=_NO_LIST,
        operations=("getClrs",),
        on_response=_key_needed,
    )
)


FAULTS = library.faults
