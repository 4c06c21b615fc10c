"""The requirements that verification names, each id once: which rule follows from what was learnt about an item."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from conformance.trust.report import Method

# What documents have to be, as far as only a look outside them shows it.
SIGNATURE_FITS: Final = "CLR10-JWS-010"
ISSUER_SIGNS: Final = "CLR10-JWS-011"
SIGNABLE: Final = "CLR10-JWS-007"
SAYS_SIGNED: Final = "CLR10-JWS-009"
NAMES_METHOD: Final = "CLR10-CON-015"
CREATOR_IS_ISSUERS: Final = "CLR10-VER-003"
WITHIN_STARTS_WITH: Final = "CLR10-VER-004"
ON_ALLOWED_ORIGINS: Final = "CLR10-VER-005"
OWNER_SIGNS: Final = "CLR10-KEY-004"
KEY_RESOLVES: Final = "CLR10-KEY-005"
SIGNER_HAS_KEY: Final = "CLR10-PRF-008"
PROFILE_RESOLVES: Final = "CLR10-PRF-003"
ACHIEVEMENT_RESOLVES: Final = "CLR10-ACH-004"
FRAMEWORK_RESOLVES: Final = "CLR10-ACH-009"
ASSERTION_RESOLVES: Final = "CLR10-ASR-006"
HASHED_RECIPIENT: Final = "CLR10-ASR-008"
PLAIN_RECIPIENT: Final = "CLR10-IDN-007"
ONE_LEARNER: Final = "CLR10-CLR-002"
REVOKED_IS_LISTED: Final = "CLR10-RVL-003"
LIST_OF_ISSUER: Final = "CLR10-RVL-004"
LIST_AT_ITS_ID: Final = "CLR10-RVL-005"

# What a verifier follows with hosted items.
HOSTED_COPY_AGREES: Final = "CLR10-VHO-004"
HOSTED_NOT_REVOKED: Final = "CLR10-VHO-005"
HOSTED_COPY_IS_THERE: Final = "CLR10-VHO-006"
HOSTED_COPY_HAS_ID: Final = "CLR10-VHO-007"
HOSTED_AT_ISSUERS: Final = "CLR10-VHO-008"
HOSTED_ID_IS_URL: Final = "CLR10-VHO-009"
HOSTED_NOT_EXPIRED: Final = "CLR10-VHO-010"

# What a verifier follows with signed items.
TOKEN_IS_READABLE: Final = "CLR10-VSG-001"
PAYLOAD_CONFORMS: Final = "CLR10-VSG-002"
KEY_IS_CONFIRMED: Final = "CLR10-VSG-006"
ALGORITHM_IS_ACCEPTED: Final = "CLR10-VSG-008"
SIGNED_NOT_REVOKED: Final = "CLR10-VSG-009"
LIST_CAN_BE_HAD: Final = "CLR10-VSG-010"
LIST_IS_USABLE: Final = "CLR10-VSG-011"
SIGNED_NOT_EXPIRED: Final = "CLR10-VSG-012"
RECIPIENT_IS_GIVEN: Final = "CLR10-VSG-013"
SIGNED_IS_A_TOKEN: Final = "CLR10-VSG-016"

AREAS: Final[Mapping[Method, str]] = MappingProxyType({Method.HOSTED: "VHO", Method.SIGNED: "VSG"})
"""How an item is verified -> the area whose rules that follows."""


def not_revoked(method: Method) -> str:
    """The rule that a revoked item is not accepted."""
    return SIGNED_NOT_REVOKED if method is Method.SIGNED else HOSTED_NOT_REVOKED


def not_expired(method: Method) -> str:
    """The rule that an expired item is not accepted."""
    return SIGNED_NOT_EXPIRED if method is Method.SIGNED else HOSTED_NOT_EXPIRED
