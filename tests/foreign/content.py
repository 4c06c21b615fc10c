"""The records of River Academy, written by hand: hosted, signed, opaque, revoked; all right by the standard."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CONTEXT = "https://purl.imsglobal.org/spec/clr/v1p0/context/clr_v1p0.jsonld"

Json = dict[str, Any]

_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
_PEM = _KEY.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def sign(payload: Json, key_url: str) -> str:
    """The payload as compact JWS with RS256."""
    header = {"alg": "RS256", "kid": key_url, "typ": "JWT"}
    signed = ".".join(_b64(json.dumps(part).encode()) for part in (header, payload))
    signature = _KEY.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
    return f"{signed}.{_b64(signature)}"


def unsigned(jws: str) -> Json:
    """The payload of a JWS whose signature holds; raises ``ValueError`` otherwise."""
    try:
        head, body, signature = jws.split(".")
        _KEY.public_key().verify(_unb64(signature), f"{head}.{body}".encode(), padding.PKCS1v15(), hashes.SHA256())
        payload = json.loads(_unb64(body))
    except Exception as error:
        raise ValueError("the signature does not hold") from error
    return dict(payload)


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Record:
    """One CLR of a learner; ``jws`` is set when it is delivered signed."""

    owner: str
    clr: Json
    jws: str | None = None
    deleted: bool = False

    @property
    def id(self) -> str:
        return str(self.clr.get("id", ""))


@dataclass
class Archive:
    """Everything that River Academy keeps: records, and the items that are read without a token."""

    records: list[Record] = field(default_factory=list)
    assertions: dict[str, Json] = field(default_factory=dict)
    endorsements: dict[str, Json] = field(default_factory=dict)
    keys: dict[str, Json] = field(default_factory=dict)
    revocations: dict[str, Json] = field(default_factory=dict)
    pages: dict[str, Json] = field(default_factory=dict)


PEOPLE = {
    "ada@river.example": ("Ada", "Lind", "RA-1"),
    "ben@river.example": ("Ben", "Osei", "RA-2"),
    "eve@river.example": ("Eve", "Moss", "RA-3"),
}


def learner_of(email: str) -> Json:
    """The profile of a learner; its id is opaque."""
    given, family, number = PEOPLE[email]
    return {
        "id": _urn(email),
        "type": "Profile",
        "givenName": given,
        "familyName": family,
        "email": email,
        "studentId": number,
    }


def _urn(seed: str) -> str:
    raw = hashlib.md5(seed.encode(), usedforsecurity=False).hexdigest()
    return f"urn:uuid:{raw[:8]}-{raw[8:12]}-4{raw[13:16]}-8{raw[17:20]}-{raw[20:]}"


class Author:
    """Writes the archive for a base URL."""

    def __init__(self, origin: str, base: str, *, utc: bool, records: str = "all kinds") -> None:
        self.origin, self.base = origin, base
        self._records = records
        self._utc = utc
        self.key_url = f"{base}/keys/river-2024"
        self.list_url = f"{base}/revocations/river"
        key = {
            "id": self.key_url,
            "type": "CryptographicKey",
            "owner": f"{origin}/org/river",
            "publicKeyPem": _PEM.decode(),
        }
        self.school = {
            "id": f"{origin}/org/river",
            "type": "Profile",
            "name": "River Academy – Åre",
            "publicKey": key,
            "revocationList": self.list_url,
            "verification": {"type": "Verification", "verificationProperty": "id", "startsWith": [f"{base}/", "urn:"]},
        }
        self.archive = Archive(keys={"river-2024": key}, pages={"org/river": self.school})
        self.archive.revocations["river"] = {
            "id": self.list_url,
            "type": "RevocationList",
            "issuer": f"{origin}/org/river",
            "revokedAssertions": [_urn("revoked assertion")],
        }

    def write(self) -> Archive:
        """The whole archive, newest records first."""
        ada, ben = "ada@river.example", "ben@river.example"
        if self._records != "all kinds":
            self._signed(ada, "2024-09-01T08:00:00Z", "1")
            self._signed(ada, "2023-02-03T04:05:06Z", "2")
            self._signed(ada, "2021-02-03T04:05:06Z", "3")
            self._signed(ben, "2023-02-02T12:00:00Z", "4")
            return self.archive
        self._signed(ada, "2024-09-01T08:00:00.500Z" if self._utc else "2024-09-01T10:00:00.500+02:00")
        self._hosted(ada, "9f31", "2023-02-03T04:05:06Z", endorsed=True)
        self._hosted(
            ada,
            "77aa",
            "2022-05-06T12:08:09Z" if self._utc else "2022-05-06T07:08:09-05:00",
            with_signed_assertion=True,
        )
        self._revoked(ada, "2020", "2021-01-01T00:00:00Z")
        self._hosted(ben, "b001", "2024-02-02T12:00:00Z")
        self._signed(ben, "2023-02-02T12:00:00Z")
        return self.archive

    def _keep(self, owner: str, clr: Json, jws: str | None = None) -> None:
        self.archive.records.append(Record(owner, clr, jws))

    def _clr(self, owner: str, clr_id: str, issued: str, **more: Any) -> Json:
        return {
            "learner": learner_of(owner),
            "publisher": self.school,
            "issuedOn": issued,
            "id": clr_id,
            "type": "Clr",
            **more,
        }

    def _achievement(self, name: str) -> Json:
        slug = name.lower().replace(" ", "-")
        page = {
            "id": f"{self.origin}/courses/{slug}",
            "type": "Achievement",
            "achievementType": "Course",
            "name": name,
            "issuer": self.school,
        }
        self.archive.pages[f"courses/{slug}"] = page
        return page

    def _assertion(self, owner: str, assertion_id: str, issued: str, **more: Any) -> Json:
        salt = "river"
        digest = hashlib.sha256((owner + salt).encode()).hexdigest()
        return {
            "id": assertion_id,
            "type": "Assertion",
            "issuedOn": issued,
            "recipient": {"type": "email", "identity": f"sha256${digest}", "hashed": True, "salt": salt},
            "achievement": self._achievement("Rowing at Dawn"),
            **more,
        }

    def _hosted(
        self, owner: str, name: str, issued: str, *, endorsed: bool = False, with_signed_assertion: bool = False
    ) -> None:
        url = f"{self.base}/assertions/as-{name}"
        assertion = self._assertion(owner, url, issued, verification={"type": "Hosted"}, term="Autumn")
        if endorsed:
            assertion["endorsements"] = [self._endorsement(url, name, issued)]
        self.archive.assertions[f"as-{name}"] = assertion
        more: Json = {"assertions": [assertion], "verification": {"type": "Hosted"}, "partial": True}
        if with_signed_assertion:
            verification = {"type": "Signed", "creator": self.key_url}
            loose = self._assertion(owner, _urn(f"loose {name}"), issued, verification=verification)
            more["signedAssertions"] = [sign({"@context": CONTEXT, **loose}, self.key_url)]
        self._keep(owner, self._clr(owner, f"{self.base}/clrs/{name}", issued, **more))

    def _endorsement(self, claimed: str, name: str, issued: str) -> Json:
        endorsement = {
            "id": f"{self.base}/endorsements/en-{name}",
            "type": "Endorsement",
            "issuedOn": issued,
            "issuer": {"id": _urn("rowing club"), "type": "Profile", "name": "Rowing Club"},
            "claim": {"id": claimed, "type": "EndorsementClaim", "endorsementComment": "Never late."},
            "verification": {"type": "Hosted"},
        }
        self.archive.endorsements[f"en-{name}"] = endorsement
        return endorsement

    def _signed(self, owner: str, issued: str, name: str = "") -> None:
        verification = {"type": "Signed", "creator": self.key_url}
        assertion = self._assertion(owner, _urn(f"{owner} inside{name}"), issued, verification=verification)
        clr = self._clr(
            owner,
            f"{self.base}/clrs/s-{name}" if self._records == "signed" else _urn(f"{owner} signed{name}"),
            issued,
            verification=verification,
            signedAssertions=[sign({"@context": CONTEXT, **assertion}, self.key_url)],
        )
        self._keep(owner, clr, sign({"@context": CONTEXT, **clr}, self.key_url))

    def _revoked(self, owner: str, name: str, issued: str) -> None:
        clr = self._clr(owner, f"{self.base}/clrs/{name}", issued, verification={"type": "Hosted"})
        clr |= {"assertions": [{"id": _urn("revoked assertion"), "type": "Assertion", "revoked": True}]}
        self._keep(owner, {**clr, "revoked": True, "revocationReason": "Printed twice"})
