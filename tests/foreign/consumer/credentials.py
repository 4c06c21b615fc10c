"""What a verifier of other hands makes of a record: requests, jwcrypto, and the text of the standard.

It shares no code with the harness or its mock. A step that is left out is named by the requirement that asks for it.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Collection, Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import requests
from jwcrypto import jwk, jws

Node = dict[str, Any]

JSON_LD = "application/ld+json"
ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LARGEST = 8 * 1024 * 1024
DEEPEST = 40

REQUIRED: dict[str, dict[str, type]] = {
    "Clr": {"id": str, "issuedOn": str, "learner": dict, "publisher": dict},
    "Assertion": {"id": str, "issuedOn": str, "recipient": dict, "achievement": dict},
    "Endorsement": {"id": str, "issuedOn": str, "claim": dict, "issuer": dict, "verification": dict},
    "EndorsementClaim": {"id": str},
    "Achievement": {"id": str, "name": str, "issuer": dict},
    "Profile": {"id": str},
    "Identity": {"type": str, "identity": str, "hashed": bool},
    "Verification": {"type": str},
    "Result": {"resultDescription": str},
    "ResultDescription": {"id": str, "name": str, "resultType": str},
    "RubricCriterionLevel": {"id": str, "name": str},
    "Alignment": {"targetName": str, "targetUrl": str},
    "Association": {"associationType": str, "targetId": str, "title": str},
    "Evidence": {"name": str},
    "SystemIdentifier": {"identifier": str, "identifierType": str},
    "CryptographicKey": {"id": str, "owner": str, "publicKeyPem": str},
}
"""What each class has to have, and of which type."""

CLASSES = {
    "learner": "Profile",
    "publisher": "Profile",
    "issuer": "Profile",
    "source": "Profile",
    "parentOrg": "Profile",
    "recipient": "Identity",
    "achievement": "Achievement",
    "achievements": "Achievement",
    "claim": "EndorsementClaim",
    "verification": "Verification",
    "results": "Result",
    "resultDescriptions": "ResultDescription",
    "rubricCriterionLevels": "RubricCriterionLevel",
    "alignments": "Alignment",
    "associations": "Association",
    "evidence": "Evidence",
    "identifiers": "SystemIdentifier",
    "publicKey": "CryptographicKey",
}
"""The class of what stands in a member; assertions and endorsements are judged by themselves."""


class Row(NamedTuple):
    """What is made of one item."""

    id: str
    state: str
    reason: str = ""
    document: Node | None = None


class NotVerified(Exception):
    """An item is not what it says."""

    def __init__(self, state: str, reason: str) -> None:
        super().__init__(reason)
        self.state = state


class Item(NamedTuple):
    """One item of a record: where it stands, what it is, and the token that it came in."""

    place: str
    kind: str
    node: Node
    token: str = ""


class Verifier:
    """Judges a CLR and each assertion and endorsement in it, by the method that each names for itself.

    ``left_out`` are steps that it does not take. ``clr_copy`` fetches a hosted CLR, for whoever has logged in. With
    ``published`` an issuer's profile is the one at its id, and else the one in the item. With ``goes_on`` a copy that
    differs is what is kept, and the item counts by that.
    """

    def __init__(
        self,
        http: requests.Session,
        left_out: Collection[str] = (),
        *,
        clr_copy: Callable[[str], requests.Response] | None = None,
        published: bool = False,
        goes_on: bool = False,
    ) -> None:
        self.http = http
        self.left_out = frozenset(left_out)
        self.clr_copy = clr_copy
        self.published = published
        self.goes_on = goes_on
        self.seen: dict[str, requests.Response | None] = {}
        self.learner: Node = {}

    def takes(self, step: str) -> bool:
        return step not in self.left_out

    # records

    def record(self, content: str | Node) -> list[Row]:
        """A row for the record and for each item in it."""
        plain = content if isinstance(content, dict) else json.loads(content) if content[:1] == "{" else None
        try:
            clr = Item("", "Clr", plain) if plain else self.opened("", "Clr", str(content))
        except NotVerified as why:
            return [Row("", why.state, str(why))]
        self.learner = clr.node.get("learner") or {}
        whole = self.row(clr)
        # A CLR that names no method is a folder: each item in it speaks for itself.
        own = [whole] if clr.token or clr.node.get("verification") else []
        return [*own, *(self.row_within(whole, each) for each in self.within(clr.node))]

    def within(self, clr: Node) -> Iterator[Item | Row]:
        """The assertions and endorsements of a record; a row for what cannot be opened."""
        for index, node in enumerate(clr.get("assertions") or []):
            yield Item(f"/assertions/{index}", "Assertion", node)
            yield from self.endorsements(f"/assertions/{index}", node)
        for index, token in enumerate(clr.get("signedAssertions") or []):
            opened = self.tried(f"/signedAssertions/{index}", "Assertion", token)
            yield opened
            if isinstance(opened, Item):
                yield from self.endorsements(opened.place, opened.node)
        rest = {name: value for name, value in clr.items() if name not in ("assertions", "signedAssertions")}
        yield from self.endorsements("", rest)

    def endorsements(self, place: str, node: Any, depth: int = 0) -> Iterator[Item | Row]:
        """Wherever they stand: of the record, an assertion, an achievement or a profile."""
        pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for name, value in pairs if depth < DEEPEST else ():
            here = f"{place}/{name}"
            if name == "endorsements":
                yield from (Item(f"{here}/{at}", "Endorsement", each) for at, each in enumerate(value or []))
            elif name == "signedEndorsements":
                yield from (self.tried(f"{here}/{at}", "Endorsement", each) for at, each in enumerate(value or []))
            else:
                yield from self.endorsements(here, value, depth + 1)

    def tried(self, place: str, kind: str, token: str) -> Item | Row:
        try:
            return self.opened(place, kind, token)
        except NotVerified as why:
            return Row(place, why.state, str(why))

    def opened(self, place: str, kind: str, token: str) -> Item:
        if not self.takes("VSG-001"):
            return Item(place, kind, json.loads(unpacked(token.split(".")[1])), token)
        try:
            head, body, _ = str(token).split(".")
            header, node = json.loads(unpacked(head)), json.loads(unpacked(body))
        except (ValueError, RecursionError):
            raise NotVerified("unverified", "a token that cannot be read") from None
        if not isinstance(header, dict) or not isinstance(node, dict):
            raise NotVerified("unverified", "a token that holds no object")
        return Item(place, kind, node, token)

    def row_within(self, whole: Row, each: Item | Row) -> Row:
        if isinstance(each, Row):
            return each
        if not self.takes("VSG-014") and each.kind == "Assertion":
            return Row(str(each.node.get("id")), whole.state, whole.reason)
        if not self.takes("VSG-015") and each.kind == "Endorsement":
            return Row(str(each.node.get("id")), "verified")
        if each.kind == "Assertion" and "verification" not in each.node and not each.token:
            return Row(str(each.node.get("id")), whole.state, "it rests on the record")
        return self.row(each)

    def row(self, item: Item) -> Row:
        name = str(item.node.get("id") or item.place)
        try:
            document = self.signed(item) if item.token else self.plain(item)
        except NotVerified as why:
            return Row(name, why.state, str(why))
        return Row(name, "verified", "", document)

    # hosted items

    def plain(self, item: Item) -> Node:
        method = (item.node.get("verification") or {}).get("type")
        if method == "Signed":
            if self.takes("VSG-016"):
                raise NotVerified("unverified", "it says Signed, and is not")
            return item.node
        if method not in ("Hosted", "HostedBadge"):
            raise NotVerified("unverified", "it names no method by which it can be verified")
        if urlsplit(str(item.node.get("id"))).scheme != "https":
            if self.takes("VHO-009"):
                raise NotVerified("unverified", "its id is not an address at which it can be looked up")
            return item.node
        self.in_scope(item.node, self.profile(item))
        copy = self.copy_of(item)
        self.in_time(copy, "VHO-010")
        self.for_learner(item.kind, copy)
        return copy

    def copy_of(self, item: Item) -> Node:
        url = str(item.node["id"])
        if not self.takes("fetch"):
            return item.node
        answer = self.clr_copy(url) if item.kind == "Clr" and self.clr_copy else self.got(url)
        copy = self.read(answer)
        if (answer is not None and answer.status_code == 410) or (copy or {}).get("revoked") is True:
            return self.revoked(item, copy)
        if copy is None:
            if self.takes("VHO-006"):
                raise NotVerified("unverified", "there is no good copy at its id")
            return item.node
        if self.takes("VHO-007") and copy.get("id") != url:
            raise NotVerified("unverified", "another item stands at its id")
        self.well_formed(item.kind, copy)
        return self.compared(item.node, copy)

    def revoked(self, item: Item, copy: Node | None) -> Node:
        if self.takes("VHO-005"):
            raise NotVerified("revoked", str((copy or {}).get("revocationReason") or "its issuer withdrew it"))
        return item.node

    def compared(self, node: Node, copy: Node) -> Node:
        hand, there = ({name: one[name] for name in one if name not in ("@context", "id")} for one in (node, copy))
        if hand == there or self.goes_on:
            return copy
        if self.takes("VHO-004"):
            raise NotVerified("unverified", "its copy in hand is not what its issuer hosts")
        return node

    # signed items

    def signed(self, item: Item) -> Node:
        node = item.node
        if self.takes("VSG-002"):
            self.well_formed(item.kind, node)
        method = (node.get("verification") or {}).get("type")
        if method != "Signed" and self.takes("VSG-002"):
            raise NotVerified("unverified", "it is signed, and does not say so")
        profile = self.profile(item)
        self.fits(item.token, self.key(node, profile))
        self.not_listed(node, profile)
        self.in_scope(node, profile, signed=True)
        self.in_time(node, "VSG-012")
        self.for_learner(item.kind, node)
        if node.get("revoked") is True:
            raise NotVerified("revoked", "it says itself that it is revoked")
        return node

    def key(self, node: Node, profile: Node) -> Node:
        named = profile.get("publicKey")
        own: Node = named if isinstance(named, dict) else {}
        creator = (node.get("verification") or {}).get("creator")
        if not self.takes("VSG-003") and not creator:
            raise NotVerified("unverified", "it names no creator")
        if self.takes("VSG-004") and creator and creator != own.get("id"):
            raise NotVerified("unverified", "its creator is not a key of its issuer")
        key = self.key_at(str(creator or own.get("id")), own)
        if self.takes("VSG-005") and key.get("owner") != profile.get("id"):
            raise NotVerified("unverified", "the key is not its issuer's")
        self.well_formed("CryptographicKey", key)
        return key

    def key_at(self, url: str, embedded: Node) -> Node:
        if not self.takes("VSG-006"):
            return embedded
        fetched = self.read(self.got(url))
        if fetched is None:
            return embedded
        if fetched.get("id") != url:
            raise NotVerified("unverified", "another key stands at the address of the key")
        return fetched

    def fits(self, token: str, key: Node) -> None:
        header, pem = json.loads(unpacked(token.split(".", maxsplit=1)[0])), str(key["publicKeyPem"])
        if not self.takes("VSG-008") and by_header(token, header.get("alg"), pem):
            return
        if header.get("alg") not in ASYMMETRIC:
            raise NotVerified("unverified", "an algorithm that proves nothing")
        if not self.takes("VSG-007"):
            return
        parsed = jws.JWS()
        parsed.allowed_algs = ASYMMETRIC
        try:
            trusted = jwk.JWK.from_pem(pem.encode())
            if not self.takes("VSG-018") and "jwk" in header:
                trusted = jwk.JWK(**header["jwk"])
            parsed.deserialize(token)
            parsed.verify(trusted)
        except Exception as error:  # jwcrypto lets errors of cryptography through, and its own have no common root
            raise NotVerified("unverified", f"the signature does not fit: {error}") from None

    def not_listed(self, node: Node, profile: Node) -> None:
        if not self.takes("VSG-009"):
            return
        listed = self.read(self.got(str(profile.get("revocationList"))))
        if listed is None:
            if self.takes("VSG-010"):
                raise NotVerified("unverified", "whether it was revoked cannot be known")
            return
        if self.takes("VSG-011") and listed.get("issuer") != profile.get("id"):
            raise NotVerified("unverified", "the revocation list is not its issuer's")
        if node.get("id") in (listed.get("revokedAssertions") or []):
            raise NotVerified("revoked", "it is on the revocation list")

    # what both have

    def profile(self, item: Item) -> Node:
        node = item.node
        holder = node.get("achievement") if item.kind == "Assertion" else node
        name = "publisher" if item.kind == "Clr" else "issuer"
        profile = holder.get(name) if isinstance(holder, dict) else None
        profile = profile if isinstance(profile, dict) else {}
        if self.published and urlsplit(str(profile.get("id"))).scheme == "https":
            there = self.read(self.got(profile["id"]))
            return there if there and there.get("id") == profile["id"] else profile
        return profile

    def in_scope(self, node: Node, profile: Node, *, signed: bool = False) -> None:
        if not self.takes("VHO-008"):
            return
        named, own = str(node.get("id")), str(profile.get("id"))
        scope = profile.get("verification") or {}
        prefixes, origins = scope.get("startsWith") or [], scope.get("allowedOrigins") or []
        if not prefixes and not origins:
            # A URN has no host: whose it is, its signature says.
            inside = (signed and not host_of(named)) or (bool(host_of(named)) and host_of(named) == host_of(own))
        else:
            inside = any(named.startswith(one) for one in prefixes) or urlsplit(named).hostname in origins
            inside = inside or (signed and not prefixes and not host_of(named))
        if not inside:
            raise NotVerified("unverified", "its id is not one that its issuer may give")

    def in_time(self, node: Node, step: str) -> None:
        if not node.get("expires") or not self.takes(step) or not self.takes("ASR-011"):
            return
        until = datetime.datetime.fromisoformat(str(node["expires"]).replace("Z", "+00:00"))
        if until.replace(tzinfo=until.tzinfo or datetime.UTC) < datetime.datetime.now(datetime.UTC):
            raise NotVerified("expired", "it has run out")

    def for_learner(self, kind: str, node: Node) -> None:
        if kind != "Assertion" or not self.takes("VSG-013"):
            return
        recipient = node["recipient"]
        known = self.learner.get(recipient["type"])
        plain = known == recipient["identity"]
        if not (self.hashes(recipient, known) if recipient["hashed"] else plain):
            raise NotVerified("unverified", "it was awarded to somebody else")

    def hashes(self, recipient: Node, known: Any) -> bool:
        algorithm, _, digest = recipient["identity"].partition("$")
        if algorithm not in ("sha256", "md5") or not isinstance(known, str):
            return False
        salt = recipient.get("salt") or "" if self.takes("IDN-005") else ""
        return hashlib.new(algorithm, (known + salt).encode()).hexdigest() == digest.lower()

    def well_formed(self, kind: str, node: Any, at: str = "", depth: int = 0) -> None:
        """It and all in it have what their classes ask for; what has no class here may be anything."""
        for name, one in REQUIRED[kind].items():
            if not isinstance(node, dict) or not isinstance(node.get(name), one):
                raise NotVerified("unverified", f"{at or kind} lacks {name}")
        for name, value in node.items() if depth < DEEPEST else ():
            if name in CLASSES:
                for each in value if isinstance(value, list) else [value]:
                    self.well_formed(CLASSES[name], each, f"{at}/{name}", depth + 1)

    # fetching

    def got(self, url: str) -> requests.Response | None:
        """What is answered at an address; ``None`` when nothing comes. Each is asked for once."""
        if url not in self.seen:
            self.seen[url] = self.asked(url)
        return self.seen[url]

    def asked(self, url: str) -> requests.Response | None:
        if urlsplit(url).scheme != "https":
            return None
        accept = JSON_LD if self.takes("VHO-001") else "*/*"
        try:
            answer = self.http.get(url, headers={"Accept": accept}, timeout=(5, 5), stream=True)
            body, until = bytearray(), time.monotonic() + 15
            for piece in answer.iter_content(64 * 1024):
                body += piece
                if len(body) > LARGEST or time.monotonic() > until:
                    return None
        except requests.exceptions.RequestException:
            return None
        answer._content = bytes(body)
        return answer

    def read(self, answer: requests.Response | None) -> Node | None:
        if answer is None or answer.status_code != 200:
            return None
        try:
            node = answer.json()
        except (ValueError, RecursionError):
            return None
        return node if isinstance(node, dict) else None


def unpacked(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def by_header(token: str, algorithm: str, pem: str) -> bool:
    """Whether the token is good by an algorithm that its own header has chosen."""
    if algorithm == "none":
        return True
    signing_input, _, signature = token.rpartition(".")
    digest = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}.get(algorithm)
    if digest is None:
        return False
    made = (hmac.digest(secret, signing_input.encode(), digest) for secret in (pem.encode(), pem.strip().encode()))
    return unpacked(signature) in tuple(made)


def host_of(url: str) -> str:
    return urlsplit(url).netloc
