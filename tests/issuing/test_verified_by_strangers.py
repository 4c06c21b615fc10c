"""What is signed here, software of other hands verifies, and refuses when it was changed."""

from __future__ import annotations

import json
import os
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import jwt
import pytest
from jwcrypto import jwk, jws

from conformance.issuing import Key, as_jwt, sign
from conformance.issuing.selective import base, derived
from tests.foreign.credentials import by_node, content
from tests.foreign.credentials.by_python import SUITES
from tests.foreign.credentials.people import KEYS, QUILLHAVEN, TARN, did_key, multibase, public

Json = dict[str, Any]
CREATED: Final = "2025-07-01T12:00:00Z"


def key(name: str) -> Key:
    return Key.from_jwk(KEYS[name]["jwk"])


def own(name: str) -> str:
    return f"{did_key(name)}#{multibase(name)}"


def proven() -> dict[str, Json]:
    """By name: documents of each suite, one inside the other."""
    ed, p256, p384 = key("quillhaven-ed25519"), key("tarn-p256"), key("brackwater-p384")
    older = content.older(content.rich("s5", QUILLHAVEN), content.ED25519_2020)
    plain, must = content.rich("s6", TARN, placed=False), ["/issuer", "/validFrom"]
    secret = base(plain, p256, f"{TARN}#p256", mandatory=must, created=CREATED)
    self_named = content.rich("s3", did_key("brackwater-p384"))
    shown = ["/credentialSubject", "/id", "/name"]
    made = {
        "eddsa": sign(content.rich("s1", QUILLHAVEN), "eddsa-rdfc-2022", ed, f"{QUILLHAVEN}#ed25519", created=CREATED),
        "p256": sign(content.rich("s2", TARN), "ecdsa-rdfc-2019", p256, f"{TARN}#p256", created=CREATED),
        "p384": sign(self_named, "ecdsa-rdfc-2019", p384, own("brackwater-p384"), created=CREATED),
        "eddsa-2022": sign(content.badge("s4", QUILLHAVEN), "eddsa-2022", ed, f"{QUILLHAVEN}#ed25519", created=CREATED),
        "2020": sign(older, "Ed25519Signature2020", ed, f"{QUILLHAVEN}#ed25519", created=CREATED),
        "derived": derived(secret, shown),
    }
    inside = [made[name] for name in ("eddsa", "p256", "derived")]
    record = content.record("s7", QUILLHAVEN, inside)
    made["record"] = sign(record, "eddsa-rdfc-2022", ed, f"{QUILLHAVEN}#ed25519", created=CREATED)
    made["two"] = sign(made["p256"], "ecdsa-rdfc-2019", p256, f"{TARN}#p256", created=CREATED)
    return made


@pytest.mark.slow
def test_programs_of_npm_verify_each_suite_over_rdf() -> None:
    if reason := by_node.missing():
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    signed = proven()
    assert by_node.verify(signed) == dict.fromkeys(signed, True)
    changed = {name: {**document, "name": "Another name"} for name, document in signed.items()}
    assert True not in by_node.verify(changed).values()


@pytest.mark.parametrize(
    ("suite", "name", "method"),
    [
        ("eddsa-jcs-2022", "quillhaven-ed25519", f"{QUILLHAVEN}#ed25519"),
        ("ecdsa-jcs-2019", "tarn-p256", f"{TARN}#p256"),
        ("ecdsa-jcs-2019", "brackwater-p384", own("brackwater-p384")),
    ],
)
@pytest.mark.skipif(find_spec("openvc") is None, reason="openvc-core is not installed")
def test_a_library_of_pypi_verifies_each_suite_over_json(suite: str, name: str, method: str) -> None:
    signed = sign(content.rich("s8", QUILLHAVEN), suite, key(name), method, created=CREATED)
    module, class_name = SUITES[suite]
    theirs = getattr(import_module(module), class_name)()
    theirs.verify(signed, public_key_jwk=public(name))
    with pytest.raises(Exception, match="does not verify"):
        theirs.verify({**signed, "name": "Another name"}, public_key_jwk=public(name))


@pytest.mark.parametrize("older", [False, True], ids=["VCDM 2.0", "VCDM 1.1"])
@pytest.mark.parametrize(("name", "alg"), [("rsa", "RS256"), ("p256", "ES256"), ("ed25519", "EdDSA")])
def test_two_libraries_of_pypi_verify_tokens(name: str, alg: str, older: bool) -> None:
    badge = content.rich("s9", QUILLHAVEN)
    document = content.older(badge) if older else badge
    token = as_jwt(document, key(f"quillhaven-{name}"), kid=f"{QUILLHAVEN}#jwk-{name}")
    claims = jwt.decode(token, jwt.PyJWK(public(f"quillhaven-{name}"), algorithm=alg).key, algorithms=[alg])
    theirs = jws.JWS()
    theirs.deserialize(token, jwk.JWK(**public(f"quillhaven-{name}")))
    assert json.loads(theirs.payload) == claims
    assert (claims["vc"] if older else claims)["credentialSubject"] == document["credentialSubject"]
    assert jwt.get_unverified_header(token)["kid"] == f"{QUILLHAVEN}#jwk-{name}"
