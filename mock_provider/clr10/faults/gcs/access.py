"""Who may list CLRs."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import refuse, refusing
from mock_provider.clr10.faults._access import any_token, welcome_anybody
from mock_provider.clr10.faults.gcs._common import LISTS
from mock_provider.oauth.faults._requests import any_scope

library = Library()


library.add(
    Fault(
        id="gcs-any-scope",
        title="Any access token may list CLRs, whatever its scope",
        how="The handler asks whether there is a valid token.\nIts scopes are not compared.",
        breaks=("CLR10-GCS-003",),
        consequences={
            "CLR10-GCS-005": "no token is answered 403",
            "CLR10-BRR-006": "a token with replace only reads",
            "CLR10-BRR-007": "a token with delete only reads",
        },
        operations=LISTS,
        on_request=any_scope,
    )
)

library.add(
    Fault(
        id="gcs-any-token",
        title="A token that nobody issued is let in",
        how="The check of the token was switched off for a demonstration.\nIt was never switched on again.",
        breaks=("CLR10-GCS-003",),
        consequences=dict.fromkeys(
            ("CLR10-AUT-017", "CLR10-BRR-002", "CLR10-RVK-002", "CLR10-RVK-005"), "tokens that are dead work too"
        ),
        operations=LISTS,
        on_request=any_token,
    )
)

library.add(
    Fault(
        id="gcs-no-token",
        title="The list is served without an access token",
        how="The browser session of the portal is enough.\nNobody tried without either.",
        breaks=("CLR10-GCS-004",),
        operations=LISTS,
        on_request=welcome_anybody,
    )
)

library.add(
    Fault(
        id="gcs-no-token-403",
        title="A list without access token is answered 403",
        how="The framework's default for requests without a user is 403.\nNobody changed it.",
        breaks=("CLR10-GCS-004",),
        operations=LISTS,
        on_response=lambda response: (
            refuse(response, 403, "forbidden")
            if response.status == 401 and "authorization" not in response.request.headers
            else None
        ),
    )
)

library.add(
    Fault(
        id="gcs-other-scope-401",
        title="A token with another scope is answered 401",
        how="One exception stands for everything that is wrong with a token.\nIt is mapped to 401.",
        breaks=("CLR10-GCS-005",),
        operations=LISTS,
        on_response=refusing(401, "unauthorizedrequest", instead_of=403),
    )
)

FAULTS = library.faults
