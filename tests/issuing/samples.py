"""A badge to sign, and what a verifier does with the plain suites, in as few lines as the W3C texts allow."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import base58
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from conformance.issuing.keys import Key
from conformance.issuing.linked import canonical, digest

CREATED = "2026-03-01T09:00:00Z"
BADGE: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "id": "urn:uuid:0c5c1f5e-55f5-4a6e-8a1b-9f2d6f0a1101",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://northlake.example/profile", "type": ["Profile"], "name": "Northlake College"},
    "validFrom": "2026-03-01T09:00:00Z",
    "validUntil": "2031-03-01T09:00:00Z",
    "credentialSubject": {
        "id": "urn:uuid:4f7a9d0c-2b7d-4f0e-8a53-0c6b8d1a7e20",
        "type": ["AchievementSubject"],
        "narrative": "Took part in all\tsessions",
        "achievement": {
            "id": "https://northlake.example/achievements/soil",
            "type": ["Achievement"],
            "name": "Soil science",
            "description": "Knows soils",
            "criteria": {"narrative": "Two papers"},
        },
    },
}


def good(key: Key, signature: bytes, data: bytes) -> bool:
    """Whether a signature of that key is one over the data."""
    public = key.private.public_key()
    try:
        if isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, data)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            half = len(signature) // 2
            r, s = (int.from_bytes(part, "big") for part in (signature[:half], signature[half:]))
            algorithm = hashes.SHA384() if key.kind == "P-384" else hashes.SHA256()
            public.verify(encode_dss_signature(r, s), data, ec.ECDSA(algorithm))
    except InvalidSignature:
        return False
    return True


def verified(document: Mapping[str, Any], key: Key) -> bool:
    """Whether the one plain proof of a document is good."""
    proof = dict(document["proof"])
    value = base58.b58decode(proof.pop("proofValue")[1:])
    plain = {name: entry for name, entry in document.items() if name != "proof"}
    jcs = "-jcs-" in proof.get("cryptosuite", "")
    config = proof if jcs else {"@context": plain["@context"], **proof}
    form: Any = rfc8785.dumps if jcs else partial(canonical, kind=key.kind)
    return good(key, value, digest(form(config), key.kind) + digest(form(plain), key.kind))
