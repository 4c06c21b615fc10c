"""The signed procedure of a right verifier, each step a method of its own."""

from __future__ import annotations

from conformance.document import judge_schema
from conformance.rulebooks.clr10.consumer.verifying.lists import ListReader
from conformance.rulebooks.clr10.consumer.verifying.values import Compact, Item, NotTakenError
from conformance.rulebooks.clr10.document import RULES
from conformance.trust import signature


class SignedVerifier(ListReader):
    """Verifies compact JWS; each step raises ``NotTakenError`` where the item is not taken."""

    def check_signed(self, item: Item, token: Compact) -> None:
        """The signed procedure."""
        self.check_algorithm(token)
        self.check_payload(item)
        self.check_signature(token, self.key_for(item, token))
        self.check_revocation(item)
        self.check_signed_expiry(item)
        self.check_recipient(item.value, item.learner)

    def check_algorithm(self, token: Compact) -> None:
        """Its header names an algorithm with a key pair; what the header brings along beside that is not read."""
        refused = signature.header_problem(token.header)
        if not refused.fits:
            raise NotTakenError("unverified", refused.text)

    def check_payload(self, item: Item) -> None:
        """What is signed is what the standard knows."""
        findings = judge_schema(item.value, item.kind, RULES).findings
        if findings:
            raise NotTakenError("unverified", f"its payload is not valid: {findings[0].message}")

    def key_for(self, item: Item, _token: Compact) -> str:
        """The PEM of the key that it has to fit; its header has no say in that."""
        return self.signing_key(item)

    def check_signature(self, token: Compact, pem: str) -> None:
        """The signature fits the key."""
        checked = signature.check(token.text, token.header, pem)
        if not checked.fits:
            raise NotTakenError("unverified", checked.text)

    def check_signed_expiry(self, item: Item) -> None:
        """The last day that the payload names is not over."""
        self.check_expiry(item.value)
