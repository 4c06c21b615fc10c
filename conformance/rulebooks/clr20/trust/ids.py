"""The requirements that verification names, each id once: which rule follows from what was learnt about an item."""

from __future__ import annotations

from typing import Final

SECURED: Final = "CLR20-DI-01"
PROOF_FITS: Final = "CLR20-VER-04"
TOKEN_IS_READABLE: Final = "CLR20-JWT-01"
TOKEN_FITS: Final = "CLR20-JWT-16"
