"""Documents with Data Integrity proofs, as the programs of npm sign them."""

from __future__ import annotations

from typing import Any, Final

from tests.foreign.credentials import content
from tests.foreign.credentials.by_node import Json, Signed, later, proof
from tests.foreign.credentials.people import BRACKWATER, MERROW, QUILLHAVEN, TARN, did_key, method, multibase

BY: Final = "npm:@digitalbazaar/vc"
RDFC, ECDSA, SD, OLD = "eddsa-rdfc-2022", "ecdsa-rdfc-2019", "ecdsa-sd-2023", "Ed25519Signature2020"
GUILD_P256: Final = did_key("brackwater-p256")


def signed(name: str, document: Json, *proofs: Json, **more: Any) -> Signed:
    """A document that is signed by one proof or several."""
    return Signed(name, BY, {"name": name, "kind": "proof", "document": document, "proofs": list(proofs)}, **more)


def college(suite: str, kind: str = "ed25519", **more: Any) -> Json:
    """A proof by the college."""
    return proof(suite, f"quillhaven-{kind}", method(QUILLHAVEN, kind)["id"], **more)


def institute(suite: str, kind: str = "ed25519", at: str = "", **more: Any) -> Json:
    """A proof by the institute; ``at`` names the document of the key when it is one of its own."""
    return proof(suite, f"tarn-{kind}", at or method(TARN, kind)["id"], **more)


def guild(suite: str, kind: str = "ed25519", **more: Any) -> Json:
    """A proof by a key that is its own name."""
    key = f"brackwater-{kind}"
    return proof(suite, key, f"{did_key(key)}#{multibase(key)}", **more)


def _eddsa() -> list[Signed]:
    alone = "https://tarnvalley.example/keys/ed25519"
    inner = content.badge("endorsed", QUILLHAVEN, endorsement=[later("endorsement-did-key")])
    older = content.badge("older", BRACKWATER)
    return [
        signed("badge-did-key", content.badge("1", BRACKWATER), guild(RDFC)),
        signed("badge-did-web-rich", content.rich("2", QUILLHAVEN), college(RDFC)),
        signed("badge-https-key", content.badge("3", TARN), institute(RDFC, at=alone)),
        signed("badge-https-controller", content.badge("4", TARN), institute(RDFC)),
        signed("badge-learner-hashed", content.unnamed("5", QUILLHAVEN), college(RDFC)),
        signed("badge-issuer-text", {**content.badge("6", TARN), "issuer": TARN}, institute(RDFC, at=alone)),
        signed(
            "badge-ob-3.0.2", {**content.badge("7", BRACKWATER), "@context": [content.VC2, content.OB302]}, guild(RDFC)
        ),
        signed(
            "endorsement-did-key", content.endorsement("1", BRACKWATER, content.named("badge endorsed")), guild(RDFC)
        ),
        signed("badge-endorsed", inner, college(RDFC)),
        signed("badge-vcdm-1.1", content.older(older, content.DATA_INTEGRITY), guild(RDFC)),
        signed("badge-eddsa-2022", content.badge("8", BRACKWATER), guild("eddsa-2022")),
        signed(
            "badge-issuer-not-shown",
            content.badge("9", "urn:uuid:0f5e9d6e-7a3a-4c9b-9a53-6a1f0e2d3c4b"),
            guild(RDFC),
            expected="issuer-not-shown",
            about="a did:key below another issuer id",
        ),
        signed(
            "badge-other-controller",
            content.badge("25", QUILLHAVEN),
            institute(RDFC, at=alone),
            expected="other-controller",
            about="the institute signs in the name of the college",
        ),
        signed(
            "badge-key-for-login",
            content.badge("26", QUILLHAVEN),
            proof(RDFC, "merrow-ed25519", f"{QUILLHAVEN}#login"),
            expected="key-not-for-assertions",
            about="the college has this key for something else",
        ),
        signed(
            "badge-fragment-is-key",
            content.badge("10", TARN),
            proof(RDFC, "tarn-ed25519", f"{TARN}#{multibase('tarn-ed25519')}"),
            about="the fragment is the key, and the controller document has the same key under another name",
        ),
    ]


def _ecdsa() -> list[Signed]:
    names = ["/credentialSubject/id", "/credentialSubject/achievement", "/name", "/awardedDate"]
    must = ["/issuer", "/validFrom", "/id"]
    rich = content.rich("15", QUILLHAVEN, placed=False)
    shown = [
        "/credentialSubject/achievement",
        "/credentialSubject/id",
        "/credentialSubject/result",
        "/evidence",
        "/name",
    ]
    return [
        signed("badge-p256-did-key", content.badge("11", did_key("brackwater-p256")), guild(ECDSA, "p256")),
        signed("badge-p384-did-key", content.badge("12", did_key("brackwater-p384")), guild(ECDSA, "p384")),
        signed("badge-p256-did-web-rich", content.rich("13", QUILLHAVEN), college(ECDSA, "p256")),
        signed("badge-p384-https-rich", content.rich("14", TARN), institute(ECDSA, "p384")),
        signed(
            "badge-sd-derived",
            content.badge("16", did_key("brackwater-p256"), awardedDate="2025-03-14T09:30:00Z"),
            guild(SD, "p256", mandatory=must, selective=names),
        ),
        signed("badge-sd-derived-rich", rich, college(SD, "p256", mandatory=must, selective=shown)),
        signed(
            "badge-sd-derived-all-mandatory",
            content.badge("17", QUILLHAVEN),
            college(SD, "p256", mandatory=[""], selective=["/name"]),
        ),
        signed(
            "badge-sd-base",
            content.badge("18", QUILLHAVEN),
            college(SD, "p256", mandatory=must),
            expected="unsupported",
            about="a base proof, for the holder alone",
        ),
        signed(
            "badge-sd-lacks-name-of-achievement",
            content.badge("19", QUILLHAVEN),
            college(SD, "p256", mandatory=must, selective=["/credentialSubject/achievement/criteria"]),
            expected="lacks",
            about="a disclosure that left out what the class needs",
        ),
    ]


def _older() -> list[Signed]:
    two = "https://tarnvalley.example/keys/2020"
    newer = {**content.badge("20", BRACKWATER), "@context": [content.VC2, content.OB, content.ED25519_2020]}
    return [
        signed(
            "badge-2020-vcdm-1.1",
            content.older(content.badge("21", TARN), content.ED25519_2020),
            institute(OLD, at=two),
        ),
        signed("badge-2020-vcdm-2.0", newer, guild(OLD)),
        signed(
            "record-2020-vcdm-1.1",
            content.older(content.record("2020", TARN, [later("badge-2020-vcdm-1.1")]), content.ED25519_2020),
            institute(OLD, at=two),
        ),
    ]


def _several() -> list[Signed]:
    return [
        signed("badge-two-proofs", content.badge("22", QUILLHAVEN), college(RDFC), college(ECDSA, "p256")),
        signed(
            "badge-first-proof-by-a-stranger",
            content.badge("23", QUILLHAVEN),
            proof(RDFC, "stray-ed25519", f"{did_key('stray-ed25519')}#{multibase('stray-ed25519')}"),
            college(ECDSA, "p384"),
            about="one good proof is enough; the first is not the issuer's",
        ),
    ]


def _records() -> list[Signed]:
    mixed = ["badge-did-key", "badge-did-web-rich", "badge-p256-did-key", "badge-https-key", "badge-two-proofs"]
    endorsed = content.record("31", TARN, [later("badge-endorsed"), later("badge-sd-derived")])
    endorsed["endorsement"] = [later("endorsement-of-record")]
    return [
        signed("record-one-badge", content.record("30", QUILLHAVEN, [later("badge-did-key")]), college(RDFC)),
        signed(
            "endorsement-of-record",
            content.endorsement("2", GUILD_P256, content.named("record 31")),
            guild(ECDSA, "p256"),
            kept=False,
        ),
        signed("record-endorsed", endorsed, institute(RDFC)),
        signed(
            "record-mixed-suites",
            content.record("32", QUILLHAVEN, [later(name) for name in mixed]),
            college(ECDSA, "p256"),
        ),
        signed(
            "record-p384",
            content.record("33", TARN, [later("badge-p384-did-key"), later("badge-did-web-rich")]),
            institute(ECDSA, "p384"),
        ),
        signed(
            "record-vcdm-1.1",
            content.older(content.record("35", BRACKWATER, [later("badge-vcdm-1.1")]), content.DATA_INTEGRITY),
            guild(RDFC),
        ),
    ]


def documents() -> list[Signed]:
    """All of them, earlier ones first."""
    jwk = proof(ECDSA, "merrow-p256", f"{MERROW}#0")
    did_jwk = signed("badge-did-jwk", content.badge("24", MERROW), jwk)
    return [*_eddsa(), *_ecdsa(), *_older(), *_several(), did_jwk, *_records()]
