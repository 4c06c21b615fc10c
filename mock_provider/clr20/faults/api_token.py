"""API: what is asked for in the place of the access token in its header."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import refuse

library = Library()


def _query_needed(response: Response) -> None:
    if response.good and "access_token" not in response.request.query:
        refuse(response, 401, "unauthorizedrequest")


library.add(
    Fault(
        id="api-token-in-query-needed",
        title="The token has to be in the query as well",
        how="A proxy of old takes the token from the URL.\nThe header does not reach the application.",
        breaks=("CLR20-API-64",),
        consequences={
            "CLR20-API-07": "the list does not come",
            "CLR20-TOK-04": "a new token is tried on the list",
        },
        operations=("getCredentials",),
        on_response=_query_needed,
    )
)


FAULTS = library.faults
