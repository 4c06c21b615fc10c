"""VC-JWT by five libraries: both models, three algorithms, and each way to name a key."""

from __future__ import annotations

from calendar import timegm
from datetime import UTC, datetime
from typing import Any, Final

from tests.foreign.credentials import content
from tests.foreign.credentials.by_node import Json, Signed, later
from tests.foreign.credentials.integrity import RDFC, college, signed
from tests.foreign.credentials.people import BRACKWATER, MERROW, QUILLHAVEN, TARN, multibase, public

NODE: Final = ("jose", "jsonwebtoken")
RSA_AT: Final = "https://tarnvalley.example/keys/rsa.jwk"
SET: Final = "https://tarnvalley.example/.well-known/jwks.json"
KEYS_OF_ALG: Final = {"RS256": "rsa", "ES256": "p256", "EdDSA": "ed25519"}


def _seconds(moment: str) -> int:
    return timegm(datetime.fromisoformat(moment).astimezone(UTC).timetuple())


def claims(document: Json) -> Json:
    """The registered claims that belong to a credential."""
    issuer = document["issuer"]
    subject = document["credentialSubject"].get("id")
    ends = document.get("validUntil", document.get("expirationDate"))
    found: Json = {
        "iss": issuer if isinstance(issuer, str) else issuer["id"],
        "jti": document["id"],
        "nbf": _seconds(document["validFrom"] if "validFrom" in document else document["issuanceDate"]),
    }
    return found | ({"sub": subject} if subject else {}) | ({"exp": _seconds(ends)} if ends else {})


def token(name: str, by: str, alg: str, key: str, document: Json, **more: Any) -> Signed:
    """A token; ``header`` holds what leads to the key, and a document of VCDM 1.1 goes into the claim vc."""
    older = document["@context"][0] == content.VC1
    body = {"vc": document} if older else document
    job = {
        "name": name,
        "kind": "token",
        "by": by,
        "alg": alg,
        "key": f"{key}-{KEYS_OF_ALG[alg]}",
        "header": more.pop("header"),
        "payload": {**claims(document), **body},
    }
    origin = "npm" if by in NODE else "pypi"
    return Signed(name, f"{origin}:{by}", job, suffix=".jwt", **more)


def _by_key() -> list[Signed]:
    did_key = {"kid": f"{BRACKWATER}#{multibase('brackwater-ed25519')}"}
    college_key = {"kid": f"{QUILLHAVEN}#jwk-p256", "typ": "JWT"}
    return [
        token("jwt-es256-key-set", "jose", "ES256", "tarn", content.badge("41", TARN), header={"kid": f"{SET}#es"}),
        token("jwt-eddsa-key-set", "jose", "EdDSA", "tarn", content.badge("42", TARN), header={"kid": f"{SET}#ed"}),
        token("jwt-rs256-key-set", "PyJWT", "RS256", "tarn", content.rich("43", TARN), header={"kid": f"{SET}#rs"}),
        token("jwt-rs256-https", "Authlib", "RS256", "tarn", content.badge("44", TARN), header={"kid": RSA_AT}),
        token("jwt-eddsa-did-key", "jose", "EdDSA", "brackwater", content.badge("45", BRACKWATER), header=did_key),
        token("jwt-es256-did-web", "jose", "ES256", "quillhaven", content.rich("46", QUILLHAVEN), header=college_key),
        token(
            "jwt-es256-did-jwk",
            "jwcrypto",
            "ES256",
            "merrow",
            content.badge("47", MERROW),
            header={"kid": f"{MERROW}#0"},
        ),
        token(
            "jwt-rs256-did-web",
            "jsonwebtoken",
            "RS256",
            "quillhaven",
            content.badge("48", QUILLHAVEN),
            header={"kid": f"{QUILLHAVEN}#jwk-rsa"},
        ),
        token(
            "jwt-learner-hashed",
            "jose",
            "ES256",
            "quillhaven",
            content.unnamed("49", QUILLHAVEN),
            header=college_key,
            about="no claim sub, since the learner has no id",
        ),
        token(
            "jwt-es256-jwk",
            "jsonwebtoken",
            "ES256",
            "quillhaven",
            content.badge("50", QUILLHAVEN),
            header={"jwk": public("quillhaven-p256")},
            about="the key stands in the header, and the issuer's own document has it too",
        ),
        token(
            "jwt-rs256-jwk",
            "openbadgeslib",
            "RS256",
            "quillhaven",
            content.rich("51", QUILLHAVEN),
            header={},
            about="the key stands in the header, and the issuer's own document has it too",
        ),
        token(
            "jwt-jwk-of-nobody",
            "jose",
            "EdDSA",
            "stray",
            content.badge("61", QUILLHAVEN),
            header={"jwk": public("stray-ed25519")},
            expected="issuer-not-shown",
        ),
        token(
            "jwt-typ-vc+jwt",
            "jose",
            "ES256",
            "quillhaven",
            content.badge("52", QUILLHAVEN),
            header={"kid": f"{QUILLHAVEN}#jwk-p256", "typ": "vc+jwt", "cty": "vc"},
            about="the header of VC-JOSE-COSE",
        ),
    ]


def _older() -> list[Signed]:
    header = {"kid": f"{QUILLHAVEN}#jwk-rsa", "typ": "JWT"}
    badge = content.older(content.badge("53", BRACKWATER))
    record = content.older(content.record("54", QUILLHAVEN, [later("badge-vcdm-1.1")]))
    did_key = {"kid": f"{BRACKWATER}#{multibase('brackwater-ed25519')}"}
    return [
        token("jwt-vcdm-1.1-eddsa", "PyJWT", "EdDSA", "brackwater", badge, header=did_key),
        token("jwt-vcdm-1.1-record-rs256", "jsonwebtoken", "RS256", "quillhaven", record, header=header),
        token(
            "jwt-vcdm-1.1-es256",
            "jwcrypto",
            "ES256",
            "tarn",
            content.older(content.rich("55", TARN)),
            header={"kid": "https://tarnvalley.example/keys/p256.jwk", "typ": "JWT"},
        ),
    ]


def _records() -> list[Signed]:
    header = {"kid": RSA_AT, "typ": "JWT"}
    mixed = [later(name) for name in ("badge-did-key", "badge-2020-vcdm-2.0", "badge-p384-did-key")]
    both = content.badge("57", QUILLHAVEN)
    vouched = content.badge("58", QUILLHAVEN, endorsementJwt=[later("jwt-endorsement")])
    endorsement = content.endorsement("3", TARN, content.named("badge 58"))
    proven = signed("badge-before-jwt", both, college(RDFC), kept=False)
    token_of_both = token(
        "jwt-over-proof", "jose", "ES256", "quillhaven", both, header={"kid": f"{QUILLHAVEN}#jwk-p256"}
    )
    token_of_both.job["payload"] = {**claims(both), **both, "proof": {"$part": ["badge-before-jwt", "proof"]}}
    return [
        token("jwt-record-rs256", "jose", "RS256", "tarn", content.record("56", TARN, mixed), header=header),
        token(
            "jwt-record-eddsa", "PyJWT", "EdDSA", "tarn", content.record("59", TARN, mixed), header={"kid": f"{SET}#ed"}
        ),
        proven,
        token_of_both,
        token("jwt-endorsement", "jose", "RS256", "tarn", endorsement, header=header),
        signed("badge-endorsement-jwt", vouched, college(RDFC)),
        signed(
            "record-endorsement-jwt", content.record("60", QUILLHAVEN, [later("badge-endorsement-jwt")]), college(RDFC)
        ),
    ]


def documents() -> list[Signed]:
    """All tokens, after the badges that they hold."""
    return [*_by_key(), *_older(), *_records()]
