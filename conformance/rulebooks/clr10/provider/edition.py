"""The facts of CLR 1.0 by the names under which this room speaks of them."""

from __future__ import annotations

from collections.abc import Mapping

from conformance.standard import facts

BOOK = "clr10"
FACTS = facts(BOOK)

MEDIA_TYPE = "application/ld+json"
"""What the operations are asked for, and what is posted to them."""

BASE_PATH = FACTS.base_path
CONTEXT = FACTS.context_url
STATUS_CLASS = FACTS.status_class
DISCOVERY = "getDiscoveryDocument"

CLAIMS: Mapping[str, str] = {name: each.claim for name, each in FACTS.operations.items()}
"""Operation -> the claim with which it has to be there."""

COLLECTIONS: Mapping[str, str] = {
    name: each.collection for name, each in FACTS.operations.items() if each.of_one and not each.scope
}
"""The public reads and where they are."""

PROTECTED: Mapping[str, str] = {name: each.scope for name, each in FACTS.operations.items() if each.scope}
"""The operations that need a token -> the short name of the scope."""
