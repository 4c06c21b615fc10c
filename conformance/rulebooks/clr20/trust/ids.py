"""The requirements that verification names, each id once: which rule follows from what was learnt about an item."""

from __future__ import annotations

from typing import Final

SECURED: Final = "CLR20-DI-01"
PURPOSE: Final = "CLR20-DI-02"
PROOF_IS_WHOLE: Final = "CLR20-DI-04"
PROOF_VALUE: Final = "CLR20-DI-05"
KEY_IS_FOUND: Final = "CLR20-DI-09"
KEY_IS_ISSUERS: Final = "CLR20-DI-10"
KEY_IS_FOR_ASSERTIONS: Final = "CLR20-DI-11"
ONE_IS_ENOUGH: Final = "CLR20-DI-12"
PROOF_IS_CURRENT: Final = "CLR20-DI-14"
KEY_FITS_SUITE: Final = "CLR20-DI-19"
PARTS_ARE_COVERED: Final = "CLR20-DI-20"
NOTHING_IS_LOST: Final = "CLR20-DI-21"
PROOF_IS_DERIVED: Final = "CLR20-DI-23"
CONTROLLER_IS_ISSUER: Final = "CLR20-DI-25"
PROOF_FITS: Final = "CLR20-VER-04"
TOKEN_IS_READABLE: Final = "CLR20-JWT-01"
TOKEN_FITS: Final = "CLR20-JWT-16"
