"""Who may read items, and what those get who ask for an unknown one."""

from __future__ import annotations

import re

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.tools import page, refuse, refusing, when
from mock_provider.clr10.faults.hst._common import ASSERTIONS, ENDORSEMENTS, KEYS

library = Library()


def _refuse_401_without_token(response: Response) -> None:
    if "authorization" not in response.request.headers:
        refuse(response, 401, "unauthorizedrequest", "an access token is needed")
        response.headers["www-authenticate"] = "Bearer"


library.add(
    Fault(
        id="hst-assertion-needs-token",
        title="Hosted assertions ask for an access token",
        how="The whole base path is behind the gateway's token check.\nVerifiers have no token.",
        breaks=("CLR10-HST-005",),
        consequences=dict.fromkeys(
            ("CLR10-HST-001", "CLR10-HST-006", "CLR10-HST-009", "CLR10-HST-011"), "assertions are read without a token"
        ),
        operations=ASSERTIONS,
        on_response=_refuse_401_without_token,
    )
)


def _refuse_403_without_token(response: Response) -> None:
    if "authorization" not in response.request.headers:
        refuse(response, 403, "forbidden", "only verifiers that are registered may read keys")


library.add(
    Fault(
        id="hst-key-forbidden",
        title="Keys are answered 403",
        how="A verifier has to be on a list of addresses.\nThe standard makes keys public.",
        breaks=("CLR10-HST-005",),
        consequences=dict.fromkeys(("CLR10-HST-003", "CLR10-HST-006"), "keys are read without a token"),
        operations=KEYS,
        on_response=_refuse_403_without_token,
    )
)

library.add(
    Fault(
        id="hst-unknown-400",
        title="An unknown endorsement is answered 400",
        how="What cannot be found is a wrong parameter.\nClients take their request for malformed.",
        breaks=("CLR10-HST-006",),
        operations=ENDORSEMENTS,
        on_response=refusing(400, "invalid_data", instead_of=404),
    )
)


def _find_one_key(request: Request) -> None:
    """Find the key that was read first under every id."""
    request.path = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}$", "/" + request.memory.get("name", ""), request.path)


def _remember_name(response: Response) -> None:
    if response.status == 200:
        response.memory.setdefault("name", response.request.path.rpartition("/")[2])


library.add(
    Fault(
        id="hst-unknown-key-served",
        title="Under any unknown id the key of the house is served",
        how="There is only one key.\nThe last path segment is not looked at.",
        breaks=("CLR10-HST-006",),
        operations=KEYS,
        on_request=_find_one_key,
        on_response=_remember_name,
    )
)

library.add(
    Fault(
        id="hst-unknown-page",
        title="An unknown assertion is answered with the portal's page",
        how="The portal's own 404 page goes out for all that is not found.\nIt is friendly, and no status object.",
        breaks=("CLR10-HST-006", "CLR10-API-013"),
        consequences={"CLR10-API-021": "a malformed id is not found either"},
        operations=ASSERTIONS,
        on_response=when(404, change=page),
    )
)

FAULTS = library.faults
