"""API: the one operation."""

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Fault


def _lost(response: Response) -> None:
    response.status = 404


FAULTS = (
    Fault(
        id="api-ball-lost",
        title="The ball is not found",
        how="It was renamed in the store.\nThe path still leads to its old name.",
        breaks=("TOY-API-001",),
        operations=("getBall",),
        on_response=_lost,
    ),
)
