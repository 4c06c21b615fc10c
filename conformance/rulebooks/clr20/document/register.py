"""Where the document checks of this edition are registered."""

from __future__ import annotations

from typing import Final

from conformance.document.registry import Registry

REGISTRY: Final = Registry()

check = REGISTRY.check
"""Registers a function as the check of a requirement; see ``Registry.check``."""
