"""Who issues and who signs in the documents: four invented organisations, with the keys and addresses of each."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
KEYS: Final[dict[str, dict[str, Any]]] = json.loads((HERE / "keys.json").read_text("utf-8"))["keys"]
PRIVATE: Final = frozenset({"d", "p", "q", "dp", "dq", "qi"})


def public(key: str) -> dict[str, Any]:
    """The public half of a key as JWK."""
    return {name: value for name, value in KEYS[key]["jwk"].items() if name not in PRIVATE}


def multibase(key: str) -> str:
    """The public half of a key as Multikey text."""
    return str(KEYS[key]["multikey"]["publicKeyMultibase"])


def did_key(key: str) -> str:
    """The did:key of a key."""
    return f"did:key:{multibase(key)}"


def did_jwk(key: str) -> str:
    """The did:jwk of a key."""
    return "did:jwk:" + base64.urlsafe_b64encode(json.dumps(public(key)).encode()).decode().rstrip("=")


QUILLHAVEN: Final = "did:web:quillhaven.example"
"""A college with a DID document."""
TARN: Final = "https://tarnvalley.example/issuers/1"
"""An institute whose keys are web resources."""
BRACKWATER: Final = did_key("brackwater-ed25519")
"""A guild that is its key."""
MERROW: Final = did_jwk("merrow-p256")
"""An academy that is its JWK."""

NAMES: Final = {
    QUILLHAVEN: "Quillhaven College",
    TARN: "Tarn Valley Institute",
    BRACKWATER: "Brackwater Guild",
    MERROW: "Merrow Academy",
}


def profile(issuer: str) -> dict[str, Any]:
    """The profile of an issuer; keys that are an issuer of their own share the name of the guild."""
    return {"id": issuer, "type": ["Profile"], "name": NAMES.get(issuer, NAMES[BRACKWATER])}


def method(issuer: str, fragment: str) -> dict[str, Any]:
    """A verification method of the college or the institute, as Multikey."""
    owner = "quillhaven" if issuer == QUILLHAVEN else "tarn"
    return {
        "id": f"{issuer}#{fragment}",
        "type": "Multikey",
        "controller": issuer,
        "publicKeyMultibase": multibase(f"{owner}-{fragment}"),
    }


def lookups() -> dict[str, Any]:
    """URL to document: of all keys that somebody has to fetch."""
    kinds = ("ed25519", "p256", "p384")
    college = [method(QUILLHAVEN, kind) for kind in kinds]
    tokens = [
        {"id": f"{QUILLHAVEN}#{name}", "type": "JsonWebKey", "controller": QUILLHAVEN, "publicKeyJwk": public(key)}
        for name, key in (("jwk-rsa", "quillhaven-rsa"), ("jwk-p256", "quillhaven-p256"))
    ]
    login = {
        **method(QUILLHAVEN, "ed25519"),
        "id": f"{QUILLHAVEN}#login",
        "publicKeyMultibase": multibase("merrow-ed25519"),
    }
    institute = [method(TARN, kind) for kind in kinds]
    alone = {
        "@context": "https://w3id.org/security/multikey/v1",
        "id": "https://tarnvalley.example/keys/ed25519",
        "type": "Multikey",
        "controller": TARN,
        "publicKeyMultibase": multibase("tarn-ed25519"),
    }
    older = {
        "@context": "https://w3id.org/security/suites/ed25519-2020/v1",
        "id": "https://tarnvalley.example/keys/2020",
        "type": "Ed25519VerificationKey2020",
        "controller": TARN,
        "publicKeyMultibase": multibase("tarn-ed25519"),
    }
    listed = [entry["id"] for entry in (*institute, alone, older)]
    key_set = [
        {**public("tarn-rsa"), "kid": "rs", "use": "sig", "alg": "RS256"},
        {**public("tarn-p256"), "kid": "es", "use": "sig", "alg": "ES256"},
        {**public("tarn-ed25519"), "kid": "ed", "use": "sig"},
    ]
    return {
        "https://quillhaven.example/.well-known/did.json": {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": QUILLHAVEN,
            "verificationMethod": [*college, *tokens, login],
            "assertionMethod": [entry["id"] for entry in (*college, *tokens)],
            "authentication": [login["id"]],
        },
        TARN: {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": TARN,
            "verificationMethod": institute,
            "assertionMethod": listed,
        },
        alone["id"]: alone,
        older["id"]: older,
        "https://tarnvalley.example/keys/rsa.jwk": {**public("tarn-rsa"), "alg": "RS256"},
        "https://tarnvalley.example/keys/p256.jwk": public("tarn-p256"),
        "https://tarnvalley.example/.well-known/jwks.json": {"keys": key_set},
    }
