"""The mock made wrong in one known way: faults, their triggers, and the layer that plays them."""

from mock_provider.faults.exchange import Asked, Told
from mock_provider.faults.layer import FaultLayer, layer_around
from mock_provider.faults.log import Event, EventLog
from mock_provider.faults.model import Fault
from mock_provider.faults.trigger import Switch, Trigger, TriggerError

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
