"""The private keys of those who sign, each made from the one key that is kept between starts."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

if TYPE_CHECKING:
    from conformance.issuing import Key
    from mock_provider.settings import Settings
    from mock_provider.signing import SigningKey

ROOT: Final = "registry"
"""The name under which the RSA key pair is kept that all others are made from; the college signs its tokens with it."""

KINDS: Final[Mapping[str, str]] = {
    ROOT: "RSA",
    "university": "Ed25519",
    "university-p256": "P-256",
    "university-p384": "P-384",
    "college": "Ed25519",
    "academy": "Ed25519",
    "studio": "P-256",
    "council": "Ed25519",
    "stranger": "Ed25519",
}
"""The kind of each key by its name. ``stranger`` belongs to nobody whom a record names."""


class Keys:
    """The keys by their names. Whoever does not have the kept key can make none of them."""

    def __init__(self, root: SigningKey) -> None:
        self._root = root
        self._made: dict[str, Key] = {}
        self.mark = _mark(root.public_pem)

    def __getitem__(self, name: str) -> Key:
        """The key of that name; raises ``KeyError`` for any other name."""
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def _make(self, name: str) -> Key:
        from conformance.issuing import Key

        kind = KINDS[name]
        if kind == "RSA":
            return Key(kind, self._root.private)
        secret = self._root.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return Key.from_seed(kind, secret + name.encode("ascii"))


def keys_of(settings: Settings) -> Keys:
    """The keys that these settings keep in their data folder, made at the first call."""
    from mock_provider.signing import signing_key

    return Keys(signing_key(settings.data_dir / "keys", ROOT))


def _mark(text: str) -> str:
    """What tells one kept key from another; it says nothing of the secret half."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()
