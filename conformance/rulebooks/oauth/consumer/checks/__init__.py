"""The checks of traffic, one module for each area: ``CHECKS``."""

from conformance.rulebooks.oauth.consumer.register import REGISTRY

CHECKS = REGISTRY.load(__name__, __path__)
