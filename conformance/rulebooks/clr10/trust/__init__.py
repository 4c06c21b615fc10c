"""How CLR 1.0 says that documents are verified: hosted copies, signatures, revocation. ``RULES`` for the engine."""

from __future__ import annotations

from typing import Final

from conformance.rulebooks.clr10.document import BOOK
from conformance.rulebooks.clr10.document.checks.common import profile_path
from conformance.rulebooks.clr10.document.model import ITEMS, PROFILES
from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.items import endorses, method, verify_item
from conformance.rulebooks.clr10.trust.register import REGISTRY
from conformance.rulebooks.clr10.trust.resolving import look_around
from conformance.rulebooks.clr10.trust.resting import around, weigh
from conformance.trust.rules import TrustRules

RULES: Final = TrustRules(
    book=BOOK,
    items=ITEMS,
    profiles=PROFILES,
    profile_path=profile_path,
    method=method,
    endorses=endorses,
    verify_item=verify_item,
    look_around=look_around,
    around=around,
    weigh=weigh,
    checks=REGISTRY.all,
    unreadable=ids.TOKEN_IS_READABLE,
    signature=ids.SIGNATURE_FITS,
    areas=ids.AREAS,
)
