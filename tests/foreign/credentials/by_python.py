"""Signs with libraries of PyPI: proofs by openvc-core, apsig, awr and didkit, tokens by four others.

The libraries are imported by name when they are needed: the first four are no part of the tests' own packages.
"""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from tests.foreign.credentials.by_node import Json, contexts
from tests.foreign.credentials.people import KEYS

SUITES: Final = {
    "eddsa-jcs-2022": ("openvc.proof.di_jcs", "EddsaJcsProofSuite"),
    "ecdsa-jcs-2019": ("openvc.proof.di_jcs", "EcdsaJcsProofSuite"),
    "eddsa-rdfc-2022": ("openvc.proof.data_integrity", "DataIntegrityProofSuite"),
    "ecdsa-rdfc-2019": ("openvc.proof.di_ecdsa_rdfc", "EcdsaRdfcProofSuite"),
    "ecdsa-sd-2023": ("openvc.proof.ecdsa_sd", "EcdsaSdProofSuite"),
}
OPENVC_KEYS: Final = {"Ed25519": "Ed25519SigningKey", "P-256": "P256SigningKey", "P-384": "P384SigningKey"}


def _seed(key: str) -> bytes:
    return base64.urlsafe_b64decode(KEYS[key]["jwk"]["d"] + "=")


def _openvc(document: Json, proof: Json) -> Json:
    jwk = KEYS[proof["key"]]["jwk"]
    module, name = SUITES[proof["suite"]]
    suite = getattr(import_module(module), name)()
    key = getattr(import_module("openvc.keys"), OPENVC_KEYS[jwk["crv"]]).from_jwk(jwk, proof["method"])
    given: Json = {
        "signing_key": key,
        "verification_method": proof["method"],
        "created": datetime.fromisoformat(proof["created"]),
    }
    if "jcs" in proof["suite"]:
        return dict(suite.add_proof(document, **given))
    extra = {url: json.loads(Path(file).read_text("utf-8")) for url, file in contexts().items()}
    if "mandatory" not in proof:
        return dict(suite.add_proof(document, extra_contexts=extra, **given))
    base = suite.add_base_proof(document, mandatory_pointers=proof["mandatory"], extra_contexts=extra, **given)
    return dict(suite.derive_proof(base, selective_pointers=proof["selective"], extra_contexts=extra))


def _apsig(document: Json, proof: Json) -> Json:
    ed25519 = import_module("cryptography.hazmat.primitives.asymmetric.ed25519")
    signer = import_module("apsig.proof.sign").ProofSigner(
        ed25519.Ed25519PrivateKey.from_private_bytes(_seed(proof["key"]))
    )
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": proof["suite"],
        "verificationMethod": proof["method"],
        "proofPurpose": "assertionMethod",
        "created": proof["created"],
    }
    return dict(signer.sign(document, options))


def _awr(document: Json, proof: Json) -> Json:
    key = import_module("awr.didkey").SigningKey.from_seed(_seed(proof["key"]))
    return dict(import_module("awr.proof").sign_document(document, key, proof["created"]))


def _didkit(document: Json, proof: Json) -> Json:
    """The proof gets a context of its own. That library may end its process with an error when all is done."""

    async def made() -> str:
        options = {
            "type": proof["suite"],
            "proofPurpose": "assertionMethod",
            "verificationMethod": proof["method"],
            "created": proof["created"],
        }
        issued = import_module("didkit").issue_credential
        return str(await issued(json.dumps(document), json.dumps(options), json.dumps(KEYS[proof["key"]]["jwk"])))

    return dict(json.loads(asyncio.run(made())))


def _pyjwt(job: Json) -> str:
    jwt = import_module("jwt")
    key = jwt.PyJWK(KEYS[job["key"]]["jwk"], algorithm=job["alg"]).key
    return str(jwt.encode(job["payload"], key, algorithm=job["alg"], headers=job["header"]))


def _jwcrypto(job: Json) -> str:
    jwk, jwt = import_module("jwcrypto.jwk"), import_module("jwcrypto.jwt")
    token = jwt.JWT(header={"alg": job["alg"], **job["header"]}, claims=job["payload"])
    token.make_signed_token(jwk.JWK(**KEYS[job["key"]]["jwk"]))
    return str(token.serialize())


def _authlib(job: Json) -> str:
    jose = import_module("authlib.jose")
    key = jose.JsonWebKey.import_key(KEYS[job["key"]]["jwk"])
    made = jose.JsonWebToken([job["alg"]]).encode({"alg": job["alg"], **job["header"]}, job["payload"], key)
    return str(made.decode())


def _openbadgeslib(job: Json) -> str:
    """Its header holds the public key as ``jwk``, whatever is asked for."""
    jwk = import_module("jwcrypto.jwk").JWK(**KEYS[job["key"]]["jwk"])
    pem = jwk.export_to_pem(private_key=True, password=None)
    return str(import_module("openbadgeslib.ob3").OB3Signer(pem, job["alg"]).sign_payload(job["payload"]))


PROOFS: Final[Mapping[str, Callable[[Json, Json], Json]]] = {
    "openvc-core": _openvc,
    "apsig": _apsig,
    "awr": _awr,
    "didkit": _didkit,
}
TOKENS: Final[Mapping[str, Callable[[Json], str]]] = {
    "PyJWT": _pyjwt,
    "jwcrypto": _jwcrypto,
    "Authlib": _authlib,
    "openbadgeslib": _openbadgeslib,
}


def sign(job: Json, done: Mapping[str, Any]) -> Any:
    """Signs as a job says; ``done`` holds earlier results, for the places that stand for them."""
    filled = _filled(job, done)
    if job["kind"] == "token":
        return TOKENS[job["by"]](filled)
    return PROOFS[job["by"]](filled["document"], filled["proof"])


def _filled(value: Any, done: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_filled(item, done) for item in value]
    if not isinstance(value, dict):
        return value
    return done[value["$signed"]] if "$signed" in value else {name: _filled(item, done) for name, item in value.items()}


def bake(svg: bytes | None, text: str, *, png: bytes = b"", keyword: str = "openbadgecredential") -> bytes:
    """A picture with a credential in it, by openbadgeslib: into the SVG when there is one, else into the PNG."""
    baking = import_module("openbadgeslib.baking")
    if svg is None:
        return bytes(baking.bake_png(png, text, keyword=keyword.encode()))
    namespace = baking.SVG_NS_OB3 if keyword == "openbadgecredential" else "https://purl.imsglobal.org/clr/v2p0"
    as_text = text.startswith("{")
    return bytes(baking.bake_svg(svg, text, element=baking.SVG_ELEMENT_OB3, namespace=namespace, as_text=as_text))
