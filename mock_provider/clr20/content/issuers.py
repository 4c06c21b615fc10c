"""Who issues and endorses: one by did:web, one by a set of keys at its own address, others by did:key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_provider.clr20.content.drafts import seal, token
from mock_provider.clr20.content.keys import ROOT
from mock_provider.clr20.content.site import DID_JSON, SVG, Node, Site, picture

_DID = "https://www.w3.org/ns/did/v1"
_MULTIKEY = "https://w3id.org/security/multikey/v1"
_JWK = "https://w3id.org/security/jwk/v1"


@dataclass(frozen=True, slots=True)
class Issuer:
    """One who signs: the profile that stands in credentials, the address of each key by its name for proofs, and key
    and ``kid`` for tokens."""

    profile: Node
    methods: Mapping[str, str]
    tokens: tuple[str, str]

    @property
    def id(self) -> str:
        """Its identifier."""
        identifier: str = self.profile["id"]
        return identifier

    def seal(self, created: str, *, suite: str = "eddsa-rdfc-2022", key: str = "", **others: object) -> Node:
        """The seal of its first key, or of the one that is named."""
        name = key or next(iter(self.methods))
        return seal(name, self.methods[name], suite, created=created, **others)

    def token(self, of: Node, *, jwk: bool = False) -> Node:
        """The credential as a token whose ``kid`` leads to the key, or which has the key itself in its header."""
        key, kid = self.tokens
        return token(of, key, jwk=True) if jwk else token(of, key, kid=kid)


@dataclass(frozen=True, slots=True)
class Issuers:
    """All who sign. ``university`` has a did:web with keys of every kind, ``college`` a set of keys at its address,
    ``academy`` and ``studio`` (P-256) are did:keys; ``council`` endorses, under the did:web of the whole site."""

    university: Issuer
    college: Issuer
    academy: Issuer
    studio: Issuer
    council: Issuer


def issuers(site: Site) -> Issuers:
    """Makes all issuers, and publishes what their identifiers lead to."""
    return Issuers(
        university=_university(site),
        college=_college(site),
        academy=_by_key(site, "academy", name="Nordhaven Evening Academy", description="Courses after work"),
        studio=_by_key(site, "studio", name="Studio am Hafen"),
        council=_council(site),
    )


def _university(site: Site) -> Issuer:
    did = site.did("/issuers/university")
    names = ("university", "university-p256", "university-p384")
    methods = {name: f"{did}#key-{number}" for number, name in enumerate(names, 1)}
    tokens = f"{did}#token"
    listed = [_multikey(site, name, address, did) for name, address in methods.items()]
    jwk = {**site.keys["university-p256"].public_jwk(), "alg": "ES256", "use": "sig"}
    listed.append({"id": tokens, "type": "JsonWebKey", "controller": did, "publicKeyJwk": jwk})
    site.publish("/issuers/university/did.json", _controller(did, listed), DID_JSON)
    profile = {
        "id": did,
        "type": ["Profile"],
        "name": "Lakeside University",
        "url": site.page("/about/university", "Lakeside University", "An invented university by a lake."),
        "phone": "+41 44 000 00 00",
        "description": "A university by a lake",
        "email": "office@lakeside.example",
        "official": "Dr. Ines Brandt",
        "image": {
            "id": site.publish("/about/university.svg", picture("L", "#26547c"), SVG),
            "type": "Image",
            "caption": "The seal of the university",
        },
        "address": {
            "type": ["Address"],
            "addressCountry": "Switzerland",
            "addressCountryCode": "CH",
            "addressRegion": "ZH",
            "addressLocality": "Seestadt",
            "streetAddress": "Quai 1",
            "postOfficeBoxNumber": "12",
            "postalCode": "8000",
            "geo": {"type": "GeoCoordinates", "latitude": 47.35, "longitude": 8.54},
        },
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": "LU-1", "identifierType": "systemId"},
            {"type": "IdentifierEntry", "identifier": "0042", "identifierType": "ext:registerNumber"},
        ],
        "parentOrg": {"id": site.urn("board"), "type": ["Profile"], "name": "Board of the Lakes"},
    }
    return Issuer(profile, methods, ("university-p256", tokens))


def _college(site: Site) -> Issuer:
    address = site.url("/issuers/college")
    key_set = f"{address}/jwks.json"
    kid, method = f"{key_set}#key-1", f"{address}#key-1"
    jwk = {**site.keys[ROOT].public_jwk(), "kid": kid, "alg": "RS256", "use": "sig"}
    other = {**site.keys["college"].public_jwk(), "kid": f"{key_set}#key-2", "alg": "EdDSA", "use": "sig"}
    site.publish("/issuers/college/jwks.json", {"keys": [jwk, other]})
    site.publish("/issuers/college", _controller(address, [_multikey(site, "college", method, address)]))
    profile = {"id": address, "type": ["Profile"], "name": "Northlake College", "description": "Trades and crops"}
    return Issuer(profile, {"college": method}, (ROOT, kid))


def _by_key(site: Site, key_name: str, **members: str) -> Issuer:
    key = site.keys[key_name]
    return Issuer(
        {"id": key.did, "type": ["Profile"], **members}, {key_name: key.did_method}, (key_name, key.did_method)
    )


def _council(site: Site) -> Issuer:
    did = site.did()
    document = _controller(did, [_multikey(site, "council", f"{did}#key-1", did)])
    # A did:web without a path is looked up at the well-known place, one with a path (a tenant's) right below it.
    for path in ("/.well-known/did.json", "/did.json"):
        site.publish(path, document, DID_JSON)
    profile = {"id": did, "type": ["Profile"], "name": "Council of Agronomy"}
    return Issuer(profile, {"council": f"{did}#key-1"}, ("council", f"{did}#key-1"))


def _multikey(site: Site, name: str, address: str, controller: str) -> Node:
    key = {"id": address, "type": "Multikey", "controller": controller}
    return {**key, "publicKeyMultibase": site.keys[name].multibase}


def _controller(identifier: str, methods: list[Node]) -> Node:
    """The document of whoever controls these keys."""
    contexts = [_DID, _MULTIKEY, *([_JWK] if any("publicKeyJwk" in method for method in methods) else [])]
    return {
        "@context": contexts,
        "id": identifier,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
