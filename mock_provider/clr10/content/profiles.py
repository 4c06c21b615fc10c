"""Learners, organisations and endorsers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_provider.accounts import Account
from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.site import Site, data_uri, image


@dataclass(frozen=True, slots=True)
class Organisations:
    """Everybody who publishes, issues, assesses or endorses; each profile is the same wherever it is embedded.

    ``college`` signs and has every member, ``academy`` and ``institute`` host what they issue, ``guild`` signs
    single assertions, ``testing`` assesses for others. ``alliance`` endorses hosted, ``professor`` signed.
    """

    college: Node
    academy: Node
    institute: Node
    guild: Node
    testing: Node
    alliance: Node
    professor: Node


def organisations(site: Site) -> Organisations:
    """Makes all organisations, with their keys and profile pages."""
    alliance = _alliance(site)
    professor = _professor(site)
    return Organisations(
        college=_college(site),
        academy=_profile(site, "academy", name="Nordhaven Municipal Academy", **_issuing(site, "academy")),
        institute=_institute(site),
        guild=_guild(site, alliance, professor),
        testing=_profile(site, "testing", name="Coastal Testing Service", description="Assesses for several schools."),
        alliance=alliance,
        professor=professor,
    )


def learners(site: Site, users: Mapping[str, Account]) -> Mapping[str, Node]:
    """The learner of each user, who has content; profiles of people are not published, so their ids are not URLs."""
    people = {
        "mira": {"name": "Mira Okafor", "givenName": "Mira", "familyName": "Okafor"},
        "jonas": {"name": "Jonas Lindqvist", "givenName": "Jonas", "familyName": "Lindqvist"},
        "amal": _amal(site),
        "sofia": {"name": "Sofía Núñez Peña", "givenName": "Sofía", "familyName": "Núñez Peña"},
        "nils": {"name": "Nils Ångström-Ødegård", "givenName": "Nils", "familyName": "Ångström-Ødegård"},
        "kim": {"name": "Kim Sato", "givenName": "Kim", "familyName": "Sato"},
    }
    return {
        username: {
            "id": site.urn("learner", username),
            "type": "Profile",
            **({"name": account.name} if account.name else people[account.content]),
            "email": username if "@" in username else f"{username}@learners.example",
            "studentId": f"NH-{20410 + number}",
        }
        for number, (username, account) in enumerate(users.items())
    }


def endorsement(site: Site, name: str, claim: str, comment: str, *, issuer: Node, issued: str) -> Node:
    """A hosted endorsement of the entity with the id ``claim``, published."""
    return site.publish(
        "endorsements",
        name,
        {
            "id": site.item_url("endorsements", name),
            "type": "Endorsement",
            "issuedOn": issued,
            "issuer": issuer,
            "claim": {"id": claim, "type": "EndorsementClaim", "endorsementComment": comment},
            "verification": {"type": "Hosted"},
        },
    )


def signed_endorsement(site: Site, name: str, claim: str, comment: str, *, issuer: Node, issued: str) -> str:
    """A signed endorsement of the entity with the id ``claim``, as compact JWS."""
    node = {
        "id": site.urn("endorsement", name),
        "type": "Endorsement",
        "issuedOn": issued,
        "issuer": issuer,
        "claim": {"id": claim, "type": "EndorsementClaim", "endorsementComment": comment},
        "verification": {"type": "Signed", "creator": issuer["publicKey"]["id"]},
    }
    return site.sign(node, issuer)


def _profile(site: Site, slug: str, **members: object) -> Node:
    return site.publish("profiles", slug, {"id": site.page_url("profiles", slug), "type": "Profile", **members})


def _issuing(site: Site, name: str) -> Node:
    """What a profile that issues has to say: where its revocations are, and which ids are its own."""
    return {
        "revocationList": site.item_url("revocations", name),
        "verification": {"type": "Verification", "startsWith": [f"{site.root_url}/", "urn:uuid:"]},
    }


def _key(site: Site, name: str) -> Node:
    """The published key of a profile that signs."""
    node = {
        "id": site.item_url("keys", name),
        "type": "CryptographicKey",
        "owner": site.page_url("profiles", name),
        "publicKeyPem": site.signing_key(name).public_pem,
    }
    return site.publish("keys", name, node)


def _address(site: Site, name: str, **members: str) -> Node:
    return {"id": site.urn("address", name), "type": "Address", **members}


def _college(site: Site) -> Node:
    district = _profile(site, "district", name="Harbour Point College District", description="Runs three colleges.")
    issuing = _issuing(site, "college")
    issuing["verification"] |= {"id": site.urn("verification", "college"), "verificationProperty": "id"}
    return _profile(
        site,
        "college",
        name="Harbour Point College",
        description="A public college at the coast.",
        official="R. Lindgren, Registrar",
        url=site.page("college", "Harbour Point College", "A public college at the coast."),
        email="registrar@harbourpoint.example",
        telephone="+1 555 0100",
        sourcedId="org-4711",
        image=site.page_url("images", "logo"),
        address=_address(
            site,
            "college",
            streetAddress="12 Canal Road",
            postOfficeBoxNumber="1180",
            addressLocality="Harbour Point",
            addressRegion="WA",
            postalCode="98000",
            addressCountry="US",
        ),
        identifiers=[
            {"type": "SystemIdentifier", "identifier": "lis-org-4711", "identifierType": "LisSourcedId"},
            {"type": "SystemIdentifier", "identifier": "530012", "identifierType": "ext:NcesSchoolId"},
        ],
        parentOrg=district,
        publicKey=_key(site, "college"),
        **issuing,
    )


def _institute(site: Site) -> Node:
    return _profile(
        site,
        "institute",
        name="Institut für Küstenökologie Grünsund",
        url=site.page("institute", "Institut für Küstenökologie Grünsund", "Forschung und Lehre am Meer."),
        revocationList=site.item_url("revocations", "institute"),
        verification={"type": "Verification", "allowedOrigins": [site.host]},
    )


def _guild(site: Site, alliance: Node, professor: Node) -> Node:
    guild = site.page_url("profiles", "guild")
    comment = "Members of the guild are known for careful work."
    return _profile(
        site,
        "guild",
        name="Guild of Field Surveyors",
        publicKey=_key(site, "guild"),
        **_issuing(site, "guild"),
        endorsements=[
            endorsement(site, "of-the-guild", guild, comment, issuer=alliance, issued="2023-02-01T10:00:00Z")
        ],
        signedEndorsements=[
            signed_endorsement(site, "of-the-guild", guild, comment, issuer=professor, issued="2023-02-02T10:00:00Z")
        ],
    )


def _alliance(site: Site) -> Node:
    return _profile(
        site,
        "alliance",
        name="Tidewater Employers Alliance",
        description="Employers who hire in the region.",
        official="M. Castellanos, Chair",
        revocationList=site.item_url("revocations", "alliance"),
        verification={"type": "Verification", "startsWith": [f"{site.base_url}/endorsements/"]},
    )


def _professor(site: Site) -> Node:
    return _profile(
        site,
        "professor",
        name="Ines Maria Albrecht",
        givenName="Ines",
        additionalName="Maria",
        familyName="Albrecht",
        description="Teaches geodesy.",
        email="ines.albrecht@geodesy.example",
        telephone="+49 555 0101",
        url=site.page("professor", "Ines Maria Albrecht", "Teaches geodesy."),
        image=data_uri("image/svg+xml", image("I", "#365")),
        sourcedId="person-88",
        studentId="GX-1987-04",
        address=_address(site, "professor", addressLocality="Grünsund", addressCountry="DE"),
        identifiers=[{"type": "SystemIdentifier", "identifier": "ones-88", "identifierType": "OneRosterSourcedId"}],
        publicKey=_key(site, "professor"),
        **_issuing(site, "professor"),
    )


def _amal(site: Site) -> Node:
    return {
        "name": "أمل حداد",
        "givenName": "أمل",
        "additionalName": "Amal",
        "familyName": "حداد",
        "birthDate": "2001-03-14",
        "description": "Studies coastal ecology.",
        "telephone": "+1 555 0142",
        "url": "https://amal.learners.example/",
        "sourcedId": "person-20412",
        "image": data_uri("image/svg+xml", image("A", "#743")),
        "address": _address(site, "amal", streetAddress="3 Quay Street", addressLocality="Harbour Point"),
        "identifiers": [
            {"type": "SystemIdentifier", "identifier": "ones-77121", "identifierType": "OneRosterSourcedId"},
            {"type": "SystemIdentifier", "identifier": "5520197", "identifierType": "ext:RegionalLearnerId"},
        ],
    }
