"""What holds for an item however it is verified: it has not expired, and it was awarded to the learner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import md5, sha256
from typing import Any

from conformance.rulebooks.clr10.consumer.verifying.values import NotTakenError
from conformance.rulebooks.oauth.consumer.client import OAuthClient

_HASHES = {"sha256": sha256, "md5": md5}


class StandingVerifier(OAuthClient):
    """Each step raises ``NotTakenError`` where the item is not taken."""

    def check_expiry(self, item: Mapping[str, Any]) -> None:
        """The last day of the item is not over."""
        text = item.get("expires")
        if text is None:
            return
        try:
            expires = datetime.fromisoformat(str(text))
        except ValueError:
            raise NotTakenError("unverified", "nobody can tell when it expires") from None
        if (expires if expires.tzinfo else expires.replace(tzinfo=UTC)) <= datetime.now(UTC):
            raise NotTakenError("expired", f"it expired on {text}")

    def check_recipient(self, item: Mapping[str, Any], learner: Mapping[str, Any]) -> None:
        """The item was awarded to the learner, as far as the profile of the learner tells."""
        recipient = item.get("recipient")
        if not isinstance(recipient, Mapping):
            return
        plain = learner.get(str(recipient.get("type")))
        if isinstance(plain, str) and not self.is_named(recipient, plain):
            raise NotTakenError("unverified", f"its recipient is not the {recipient.get('type')} of the learner")

    def is_named(self, recipient: Mapping[str, Any], plain: str) -> bool:
        """True when the recipient is that value, plain or hashed."""
        identity = str(recipient.get("identity"))
        if recipient.get("hashed") is not True:
            return identity.casefold() == plain.casefold() if recipient.get("type") == "email" else identity == plain
        algorithm, _, digest = identity.partition("$")
        return algorithm in _HASHES and self.hashed(algorithm, recipient, plain) == digest.lower()

    def hashed(self, algorithm: str, recipient: Mapping[str, Any], plain: str) -> str:
        """The hash over the UTF-8 bytes of the value and the salt behind it."""
        return _HASHES[algorithm](f"{plain}{recipient.get('salt') or ''}".encode()).hexdigest()
