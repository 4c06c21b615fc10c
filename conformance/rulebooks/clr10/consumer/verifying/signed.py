"""The signed procedure of a right verifier, each step a method of its own."""

from __future__ import annotations

from conformance.rulebooks.clr10.consumer.verifying.hosted import HostedVerifier
from conformance.rulebooks.clr10.consumer.verifying.values import Compact, NotTakenError
from conformance.trust import signature


class SignedVerifier(HostedVerifier):
    """Verifies compact JWS; each step raises ``NotTakenError`` where the item is not taken."""

    def check_signed(self, token: Compact) -> None:
        """The signed procedure."""
        key = self.wire.send("GET", str(token.payload["verification"]["creator"]), headers={"Accept": self.accept})
        self.check_signature(token, key.json()["publicKeyPem"])

    def check_signature(self, token: Compact, pem: str) -> None:
        """The signature fits the key."""
        checked = signature.check(token.text, token.header, pem)
        if not checked.fits:
            raise NotTakenError("unverified", checked.text)
