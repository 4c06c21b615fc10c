"""Judges what a consumer said: a pure function per requirement over the exchanges of all its sittings. Sends nothing.

The engine knows no edition and no provider: who calls it hands in the traffic and the checks of a rule book.
"""

from conformance.exchanges.served import Handshake
from conformance.traffic.guard import where_changed
from conformance.traffic.judge import judge
from conformance.traffic.registry import ObservedRegistry
from conformance.traffic.rules import ConsumerRules
from conformance.traffic.seen import breach, met, not_applicable, note, undecided
from conformance.traffic.values import End, Run, Sitting, Traffic

__all__ = [
    "ConsumerRules",
    "End",
    "Handshake",
    "ObservedRegistry",
    "Run",
    "Sitting",
    "Traffic",
    "breach",
    "judge",
    "met",
    "not_applicable",
    "note",
    "undecided",
    "where_changed",
]
