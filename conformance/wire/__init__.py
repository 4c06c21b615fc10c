"""HTTP with a memory: every exchange is bounded, recorded and redacted, and no target can make it raise."""

from conformance.exchanges.redaction import REDACTED, Redactor
from conformance.exchanges.reply import Failure, Headers, Reply
from conformance.exchanges.transcript import Transcript
from conformance.wire.client import Wire
from conformance.wire.inprocess import AsgiApp
from conformance.wire.limits import BudgetExhausted
from conformance.wire.tls import probe_tls

__all__ = [
    "REDACTED",
    "AsgiApp",
    "BudgetExhausted",
    "Failure",
    "Headers",
    "Redactor",
    "Reply",
    "Transcript",
    "Wire",
    "probe_tls",
]
