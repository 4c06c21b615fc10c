"""The mock made wrong in one known way: faults, their triggers, and the layer that plays them."""

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.layer import FaultLayer
from mock_provider.behaviour.model import Accident, Behaviour, Fault, Oddity, Variation
from mock_provider.behaviour.trigger import Switch, Trigger, TriggerError

__all__ = [
    "Accident",
    "Behaviour",
    "Fault",
    "FaultLayer",
    "Oddity",
    "Request",
    "Response",
    "Switch",
    "Trigger",
    "TriggerError",
    "Variation",
]
