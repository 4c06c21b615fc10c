"""The register of what this edition asks of a consumer."""

from __future__ import annotations

from conformance.traffic.registry import ObservedRegistry

REGISTRY = ObservedRegistry()
observed = REGISTRY.observed
