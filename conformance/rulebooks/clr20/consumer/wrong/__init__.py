"""Deliberately wrong consumers, one module for each area: ``WRONG``."""

from conformance.rulebooks.clr20.consumer.register import CONSUMERS

WRONG = CONSUMERS.load(__name__, __path__)
