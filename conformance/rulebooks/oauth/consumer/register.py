"""The register of what shared rules ask of a consumer."""

from __future__ import annotations

from conformance.traffic.registry import ObservedRegistry

REGISTRY = ObservedRegistry()
observed = REGISTRY.observed
