"""Groups of operations of CLR 1.0 that several faults and variations speak of."""

from __future__ import annotations

from mock_provider.clr10 import FACTS

ITEMS = tuple(one.id for one in FACTS.operations.values() if one.of_one and not one.scope)
"""The four public reads of one item."""

PROTECTED = ("getClrs", "getClr", "postClr", "deleteClr")
"""Those that need an access token."""

READS = ("getClrs", "getClr", "postClr")
"""Those whose responses hold CLRs."""

DOCUMENTS = ("getClrs", "getClr", "postClr", "getAssertion", "getEndorsement", "getKey", "getRevocationList")
"""Those whose responses are documents of the model."""

API = (*DOCUMENTS, "deleteClr", "getDiscoveryDocument")
"""All of them; a test compares the groups with the facts, whose order may change while that of a listing stays."""
