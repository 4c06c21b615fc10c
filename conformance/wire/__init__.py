"""HTTP with a memory: every exchange is bounded, recorded and redacted, and no target can make it raise."""

from conformance.wire.client import Wire
from conformance.wire.inprocess import AsgiApp
from conformance.wire.limits import BudgetExhausted
from conformance.wire.redaction import REDACTED, Redactor
from conformance.wire.reply import Failure, Headers, Reply
from conformance.wire.tls import probe_tls
from conformance.wire.transcript import Transcript

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
