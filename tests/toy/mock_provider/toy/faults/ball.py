"""BALL: what a ball says of itself."""

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Fault


def _colourless(response: Response) -> None:
    response.json = {name: value for name, value in response.json.items() if name != "colour"}


FAULTS = (
    Fault(
        id="ball-colourless",
        title="A ball has no colour",
        how="Members without a value are left out.\nThis ball had none yet.",
        breaks=("TOY-BALL-01",),
        operations=("getBall",),
        on_response=_colourless,
    ),
)
