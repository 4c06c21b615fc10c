"""Verifiers that take a token for more than it is."""

from __future__ import annotations

import hmac
from base64 import b64decode, urlsafe_b64decode
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import RSAKey

from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.register import wrong
from conformance.rulebooks.clr10.consumer.verifying.values import Compact, Item, NotTakenError
from conformance.rulebooks.clr10.consumer.verifying.walk import Part

_VERIFY = ("verify",)


@wrong("CLR10-VSG-001", tasks=_VERIFY)
class FallsOverTokens(ClrConsumer):
    """Falls over a token that it cannot read.

    The token is split at its dots and decoded; that this can fail did not occur to anybody.
    """

    def opened(self, part: Part, learner: Mapping[str, Any]) -> Item:
        try:
            return super().opened(part, learner)
        except NotTakenError as why:
            raise ValueError("not enough values to unpack") from why


@wrong("CLR10-VSG-001", tasks=_VERIFY)
class SkipsTokens(ClrConsumer):
    """Skips a token that it cannot read, and says nothing of it.

    The exception is caught, and the loop goes on with the next token.
    """

    def unreadable(self, *_told: object) -> tuple[()]:
        return ()


@wrong("CLR10-VSG-002", tasks=_VERIFY)
class SignatureAlone(ClrConsumer):
    """Takes whatever is well signed, be it a right assertion or not.

    Who signs it will have looked at it before.
    """

    def check_payload(self, _item: Item) -> None:
        return


@wrong(
    "CLR10-VSG-007",
    consequences={
        "CLR10-VSG-006": "whether a key fits is not asked, so that the published one is as good as any",
        "CLR10-VSG-014": "no signature of an assertion is looked at, in a right CLR either",
        "CLR10-VSG-015": "no signature of an endorsement is looked at either",
        "CLR10-VSG-018": "a key in the header is as good as any",
    },
    tasks=_VERIFY,
)
class BelievesTokens(ClrConsumer):
    """Decodes a token and believes it.

    The library has a function that decodes, and one that verifies; this one had the shorter name.
    """

    def check_signature(self, _token: Compact, _pem: str) -> None:
        return


@wrong("CLR10-VSG-008", tasks=_VERIFY)
class TakesNoneForSigned(ClrConsumer):
    """Takes a token whose algorithm is none as signed.

    The library was told to verify by the algorithm that the header names.
    """

    def check_algorithm(self, token: Compact) -> None:
        if token.header.get("alg") != "none":
            super().check_algorithm(token)

    def check_signature(self, token: Compact, pem: str) -> None:
        if token.header.get("alg") != "none":
            super().check_signature(token, pem)


@wrong("CLR10-VSG-008", tasks=_VERIFY)
class TakesPublicKeyForSecret(ClrConsumer):
    """Verifies HS256 with the public key as the secret.

    The library takes a key as a text; whether that is a secret the header says.
    """

    def check_algorithm(self, token: Compact) -> None:
        if token.header.get("alg") != "HS256":
            super().check_algorithm(token)

    def check_signature(self, token: Compact, pem: str) -> None:
        if token.header.get("alg") != "HS256":
            super().check_signature(token, pem)
            return
        content, _, signature = token.text.rpartition(".")
        mac = hmac.digest(pem.encode(), content.encode(), "sha256")
        if not hmac.compare_digest(mac, urlsafe_b64decode(signature + "=" * (-len(signature) % 4))):
            raise NotTakenError("unverified", "its secret is another one")


@wrong("CLR10-VSG-018", tasks=_VERIFY)
class KeyFromTheHeader(ClrConsumer):
    """Takes the key from the header where one is offered.

    RFC 7515 has members for it, so they are there to be used.
    """

    def key_for(self, item: Item, token: Compact) -> str:
        header = token.header
        if "jwk" in header:
            return RSAKey.import_key(header["jwk"]).as_pem(private=False).decode()
        if "jku" in header:
            return RSAKey.import_key(self.asked(header["jku"]).json()["keys"][0]).as_pem(private=False).decode()
        if "x5c" in header:
            return _pem_of(x509.load_der_x509_certificate(b64decode(header["x5c"][0])))
        if "x5u" in header:
            return _pem_of(x509.load_pem_x509_certificate(self.asked(header["x5u"]).body))
        return super().key_for(item, token)

    def asked(self, url: str) -> Any:
        return self.wire.send("GET", url, headers={"Accept": self.accept})


def _pem_of(certificate: x509.Certificate) -> str:
    return certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@wrong("CLR10-VSG-016", tasks=_VERIFY)
class CountsTheWord(ClrConsumer):
    """Takes an assertion as signed because it says so.

    The type of the verification is Signed; where the signature is was a question for later.
    """

    def check_unsigned(self, _item: Item) -> None:
        return
