"""The checks of traffic, one module for each area: ``CHECKS``."""

from conformance.rulebooks.clr20.consumer.register import REGISTRY

CHECKS = REGISTRY.load(__name__, __path__)
