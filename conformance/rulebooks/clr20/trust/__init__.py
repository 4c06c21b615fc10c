"""How CLR 2.0 says that documents are verified: proofs, keys, status. ``RULES`` for the engine."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from conformance.rulebooks.clr20.document import OF_TEXT
from conformance.rulebooks.clr20.document.model import BOOK, CREDENTIALS, LISTS
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.items import endorses, method, profile_path, verify_item
from conformance.rulebooks.clr20.trust.register import REGISTRY
from conformance.rulebooks.clr20.trust.resting import around, look_around, weigh
from conformance.standard import Role
from conformance.trust.report import Method
from conformance.trust.rules import TrustRules

RULES: Final = TrustRules(
    book=BOOK,
    items=(*CREDENTIALS, *LISTS),
    profiles=("Profile",),
    profile_path=profile_path,
    method=method,
    endorses=endorses,
    verify_item=verify_item,
    look_around=look_around,
    around=around,
    weigh=weigh,
    checks=REGISTRY.all,
    unreadable=ids.TOKEN_IS_READABLE,
    signature=ids.PROOF_FITS,
    areas=MappingProxyType({Method.SIGNED: "VER"}),
    apart=frozenset({"DI", "JWT", *OF_TEXT.values()}),
    deciding=frozenset({Role.DOCUMENT, Role.ISSUER, Role.VERIFIER}),
)
