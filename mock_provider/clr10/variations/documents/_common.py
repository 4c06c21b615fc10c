"""What variations of documents share."""

from __future__ import annotations

from mock_provider.clr10.documents import Node


def posted(node: Node) -> bool:
    """True for an achievement that a consumer posted, which comes back as it was: the mock's own have URLs as ids."""
    return node.get("type") == "Achievement" and str(node.get("id", "")).startswith("urn:")
