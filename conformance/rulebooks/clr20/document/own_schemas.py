"""The schemas that the standard publishes for its classes: their addresses, and whether a credential keeps to one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from conformance.document.schema import valid
from conformance.rulebooks.clr20.document.published import PUBLISHED

VALIDATOR: Final = "1EdTechJsonSchemaValidator2019"
"""The type under which a credential names a JSON Schema."""

_SPECIFICATIONS: Final = "https://purl.imsglobal.org/spec"

PUBLISHED_AT: Final[Mapping[str, str]] = {
    "ClrCredential": f"{_SPECIFICATIONS}/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json",
    "AchievementCredential": f"{_SPECIFICATIONS}/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "EndorsementCredential": f"{_SPECIFICATIONS}/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json",
}
"""Class -> the usual address of its schema."""

_CLR: Final = r"clr/v2p0/schema/json(?:-ld)?/clr_v2p0"
_BADGES: Final = r"ob/v3p0/schema/json(?:-ld)?/ob_v3p0"
_ADDRESS: Final = {
    kind: re.compile(
        rf"{re.escape(_SPECIFICATIONS)}/(?:{_CLR}{'' if kind == 'ClrCredential' else f'|{_BADGES}'})"
        rf"_(?:any)?{kind.lower()}(?:_schema|-jsonschema1)\.json"
    )
    for kind in PUBLISHED_AT
}


def is_own_schema(kind: str, address: object) -> bool:
    """True for an address under which the standard publishes the schema of that class."""
    pattern = _ADDRESS.get(kind)
    return pattern is not None and isinstance(address, str) and pattern.fullmatch(address) is not None


def keeps_own_schema(class_name: str, value: Any) -> bool:
    """Whether a credential keeps to the published schema of its class, embedded credentials left out.

    ``class_name`` is the class of the contract (``Node.class_name``), ``value`` the credential with its nulls.
    Raises ``KeyError`` when there is no such class.
    """
    return valid(PUBLISHED, class_name, value)
