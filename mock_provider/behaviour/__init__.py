"""The mock made wrong in one known way: faults, their triggers, and the layer that plays them."""

from mock_provider.behaviour.exchange import Asked, Told
from mock_provider.behaviour.layer import FaultLayer, layer_around
from mock_provider.behaviour.log import Event, EventLog
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.trigger import Switch, Trigger, TriggerError

__all__ = [
    "Asked",
    "Event",
    "EventLog",
    "Fault",
    "FaultLayer",
    "Switch",
    "Told",
    "Trigger",
    "TriggerError",
    "layer_around",
]
