"""The register of what this edition asks of a consumer."""

from __future__ import annotations

from conformance.traffic.registry import ObservedRegistry
from conformance.traffic.wrong import WrongConsumers

REGISTRY = ObservedRegistry()
observed = REGISTRY.observed

CONSUMERS = WrongConsumers()
wrong = CONSUMERS.wrong
