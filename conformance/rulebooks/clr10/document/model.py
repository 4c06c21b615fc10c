"""The classes of CLR 1.0 as documents hold them."""

from __future__ import annotations

import re
from functools import partial
from types import MappingProxyType
from typing import Final

from conformance.document.model import DocumentModel
from conformance.standard import contract
from conformance.standard.classes import models

BOOK: Final = "clr10"

ITEMS: Final = ("Clr", "Assertion", "Endorsement")
"""The classes that are issued, revoked and verified each on its own."""

PROFILES: Final = ("Profile", "EndorsementProfile")

MODEL: Final = DocumentModel(
    models=partial(models, BOOK),
    contract=partial(contract, BOOK),
    token_type="CompactJws",
    texts=frozenset({"String", "NormalizedString"}),
    signed=MappingProxyType(
        {
            "signedClrs": "Clr",
            "signedClr": "Clr",
            "signedAssertions": "Assertion",
            "signedEndorsements": "Endorsement",
        }
    ),
    boundaries=frozenset({"Clr"}),
    references=frozenset({"EndorsementClaim"}),
    usual_type=MappingProxyType({"EndorsementProfile": "Profile"}),
    plain=MappingProxyType(
        {
            "IRI": re.compile(
                r"https?://[^\s<>\"{}|\\^`]+"
                r"|urn:uuid:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
            ),
            "DateTime": re.compile(r"[^+]*Z"),
            "Markdown": re.compile(r"[^<]*"),
        }
    ),
    known_elsewhere=MappingProxyType({"badge": "badge of an assertion is a BadgeClass or its IRI"}),
)
