"""The requirements that verification names, each id once: which rule follows from what was learnt about an item."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

SECURED: Final = "CLR20-DI-01"
PROOF_FITS: Final = "CLR20-VER-04"
TOKEN_IS_READABLE: Final = "CLR20-JWT-01"
TOKEN_FITS: Final = "CLR20-JWT-16"

# Compact JWS
SHARED_SECRET: Final = "CLR20-JWT-03"
KID_LEADS_TO_KEY: Final = "CLR20-JWT-05"
PRIVATE_KEY: Final = "CLR20-JWT-06"
OTHER_HEADERS: Final = "CLR20-JWT-08"
FORM_AGREES: Final = "CLR20-JWT-15"
KID_IS_ISSUERS: Final = "CLR20-JWT-17"
JWK_ALONE: Final = "CLR20-JWT-20"
LISTED_FOR_ASSERTIONS: Final = "CLR20-DI-11"
CLAIMS: Final = MappingProxyType({
    "iss": "CLR20-JWT-09", "jti": "CLR20-JWT-10", "nbf": "CLR20-JWT-11", "sub": "CLR20-JWT-12", "exp": "CLR20-JWT-13"
})  # fmt: skip

# What may have come of a credential since
SCHEMA_IS_KEPT: Final = "CLR20-VER-02"
REFRESH_AFTER_PROOF: Final = "CLR20-VER-05"
REFRESH_ONCE: Final = "CLR20-VER-06"
REFRESHED_IS_CHECKED: Final = "CLR20-VER-07"
NOT_LISTED_AS_REVOKED: Final = "CLR20-VER-08"
LIST_CAN_BE_HAD: Final = "CLR20-VER-09"
BIT_IS_READ: Final = "CLR20-VER-10"
NOT_TOO_EARLY: Final = "CLR20-VER-11"
NOT_EXPIRED: Final = "CLR20-VER-12"
OLD_DATES: Final = "CLR20-VER-13"
RECIPIENT_IS_GIVEN: Final = "CLR20-VER-14"
HASH_FITS: Final = "CLR20-VER-15"
ENDORSEMENTS: Final = "CLR20-VER-16"
EMBEDDED_BADGES: Final = "CLR20-VER-17"
EMBEDDED_OTHERS: Final = "CLR20-VER-18"
UPGRADED_BADGES: Final = "CLR20-VER-19"
BOTH_VERSIONS: Final = "CLR20-VER-20"
ISSUER_PAGE: Final = "CLR20-VER-21"
LIST_OVER_TLS: Final = "CLR20-VER-22"
LIST_OF_ISSUER: Final = "CLR20-VER-23"
SIZE: Final = "CLR20-VER-26"
PURPOSES_AGREE: Final = "CLR20-VER-27"
SUSPENSION: Final = "CLR20-VER-28"
LIST_IS_GZIP: Final = "CLR20-VER-29"
INDEX_IS_INSIDE: Final = "CLR20-VER-30"
LIST_IS_CURRENT: Final = "CLR20-VER-31"
SAME_IDENTITY_TYPE: Final = "CLR20-VER-32"

# What is looked up around the items
CONTEXTS_RESOLVE: Final = "CLR20-CTX-13"
BAKED_PICTURE: Final = "CLR20-MOD-60"
PROFILE_PICTURE: Final = "CLR20-MOD-65"
ACHIEVEMENT_PICTURE: Final = "CLR20-MOD-66"
