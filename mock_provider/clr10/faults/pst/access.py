"""Who may post."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import refuse
from mock_provider.clr10.faults._access import welcome_anybody
from mock_provider.clr10.faults.pst._common import POSTS
from mock_provider.oauth.faults._requests import any_scope

library = Library()


library.add(
    Fault(
        id="pst-any-scope",
        title="Any access token may post CLRs, whatever its scope",
        how="The handler asks whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR10-PST-003",),
        consequences={
            "CLR10-BRR-005": "a token with readonly only writes",
            "CLR10-BRR-007": "a token with delete only writes",
        },
        operations=POSTS,
        on_request=any_scope,
    )
)

library.add(
    Fault(
        id="pst-no-token",
        title="A CLR can be posted without an access token",
        how="The route was left open for the importer of the old system.\nIt never left again.",
        breaks=("CLR10-PST-004",),
        operations=POSTS,
        on_request=welcome_anybody,
    )
)

library.add(
    Fault(
        id="pst-no-token-400",
        title="A post without access token is answered 400",
        how="The missing header is found by the validator of parameters.\nThat one says 400.",
        breaks=("CLR10-PST-004",),
        operations=POSTS,
        on_response=lambda response: (
            refuse(response, 400, "invalid_data")
            if response.status == 401 and "authorization" not in response.request.headers
            else None
        ),
    )
)

FAULTS = library.faults
