"""The classes of CLR 2.0 as documents hold them, and the class that a credential's own value says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from conformance.document.model import DocumentModel
from conformance.rulebooks.clr20.document.claims import whole
from conformance.rulebooks.clr20.document.reading import VC_1, first_context, types
from conformance.standard import contract
from conformance.standard.classes import models

BOOK: Final = "clr20"

CREDENTIALS: Final = ("ClrCredential", "AchievementCredential", "EndorsementCredential", "VerifiableCredential")
"""The classes that are issued, revoked and verified each on its own; the last one stands for any other credential."""

LISTS: Final = ("BitstringStatusListCredential", "StatusList2021Credential")
"""Credentials that are lists of the status of others."""

OLD: Final = "v1p1"
"""Ending of the class of a credential that is built on version 1.1 of the data model of the W3C."""

BY_TYPE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ClrCredential": "ClrCredential",
        "AchievementCredential": "AchievementCredential",
        "OpenBadgeCredential": "AchievementCredential",
        "EndorsementCredential": "EndorsementCredential",
        "BitstringStatusListCredential": "BitstringStatusListCredential",
        "StatusList2021Credential": "StatusList2021Credential",
    }
)
"""Value of ``type`` -> class, the most telling first."""


def class_of(value: Mapping[str, Any]) -> str:
    """The class of a credential by its own ``type`` and first context."""
    named = types(value)
    kind = next((kind for name, kind in BY_TYPE.items() if name in named), "VerifiableCredential")
    old = first_context(value) == VC_1
    return f"{kind}{OLD}" if old and f"{kind}{OLD}" in models(BOOK) else kind


MODEL: Final = DocumentModel(
    models=partial(models, BOOK),
    contract=partial(contract, BOOK),
    token_type="CompactJws",
    texts=frozenset({"String", "NormalizedString", "IRI"}),
    signed=MappingProxyType({"endorsementJwt": "EmbeddedCredential", "compactJwsString": "EmbeddedCredential"}),
    boundaries=frozenset({"ClrCredential"}),
    references=frozenset(
        {"EndorsementSubject", "Related", "Criteria", "Evidence", "Image", "CredentialSchema", "CredentialStatus"}
    ),
    plain=MappingProxyType({"DateTimeZ": re.compile(r"[^+]*Z")}),
    by_value=frozenset({"EmbeddedCredential"}),
    class_of=class_of,
    bare=True,
    wrapper="vc",
    wrapped=whole,
)
