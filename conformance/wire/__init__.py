"""HTTP with limits on everything: every exchange is bounded and recorded, and no target can make it raise."""

from conformance.wire.client import Wire
from conformance.wire.inprocess import AsgiApp
from conformance.wire.limits import BudgetExhausted
from conformance.wire.tls import probe_tls

__all__ = ["AsgiApp", "BudgetExhausted", "Wire", "probe_tls"]
