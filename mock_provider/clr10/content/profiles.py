"""Learners, organisations and endorsers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.world import World, data_uri, image


@dataclass(frozen=True, slots=True)
class Organisations:
    """Everybody who publishes, issues, assesses or endorses; each profile is the same wherever it is embedded.

    ``college`` signs and is told in full, ``academy`` and ``institute`` host what they issue, ``guild`` signs
    single assertions, ``testing`` assesses for others. ``alliance`` endorses hosted, ``professor`` signed.
    """

    college: Node
    academy: Node
    institute: Node
    guild: Node
    testing: Node
    alliance: Node
    professor: Node


def organisations(world: World) -> Organisations:
    """Makes all organisations, with their keys and profile pages."""
    alliance = _alliance(world)
    professor = _professor(world)
    return Organisations(
        college=_college(world),
        academy=_profile(world, "academy", name="Nordhaven Municipal Academy", **_issuing(world, "academy")),
        institute=_institute(world),
        guild=_guild(world, alliance, professor),
        testing=_profile(world, "testing", name="Coastal Testing Service", description="Assesses for several schools."),
        alliance=alliance,
        professor=professor,
    )


def learners(world: World) -> Mapping[str, Node]:
    """The learner of each user; profiles of people are not published, so their ids are no URLs."""
    people = {
        "mira": {"name": "Mira Okafor", "givenName": "Mira", "familyName": "Okafor"},
        "jonas": {"name": "Jonas Lindqvist", "givenName": "Jonas", "familyName": "Lindqvist"},
        "amal": _amal(world),
        "sofia": {"name": "Sofía Núñez Peña", "givenName": "Sofía", "familyName": "Núñez Peña"},
        "nils": {"name": "Nils Ångström-Ødegård", "givenName": "Nils", "familyName": "Ångström-Ødegård"},
        "kim": {"name": "Kim Sato", "givenName": "Kim", "familyName": "Sato"},
    }
    return {
        username: {
            "id": world.urn("learner", username),
            "type": "Profile",
            **about,
            "email": f"{username}@learners.example",
            "studentId": f"NH-{20410 + number}",
        }
        for number, (username, about) in enumerate(people.items())
    }


def endorsement(world: World, name: str, claim: str, comment: str, *, issuer: Node, issued: str) -> Node:
    """A hosted endorsement of the entity with the id ``claim``, published."""
    return world.publish(
        "endorsements",
        name,
        {
            "id": world.item_url("endorsements", name),
            "type": "Endorsement",
            "issuedOn": issued,
            "issuer": issuer,
            "claim": {"id": claim, "type": "EndorsementClaim", "endorsementComment": comment},
            "verification": {"type": "Hosted"},
        },
    )


def signed_endorsement(world: World, name: str, claim: str, comment: str, *, issuer: Node, issued: str) -> str:
    """A signed endorsement of the entity with the id ``claim``, as compact JWS."""
    node = {
        "id": world.urn("endorsement", name),
        "type": "Endorsement",
        "issuedOn": issued,
        "issuer": issuer,
        "claim": {"id": claim, "type": "EndorsementClaim", "endorsementComment": comment},
        "verification": {"type": "Signed", "creator": issuer["publicKey"]["id"]},
    }
    return world.sign(node, issuer)


def _profile(world: World, slug: str, **members: object) -> Node:
    return world.publish("profiles", slug, {"id": world.page_url("profiles", slug), "type": "Profile", **members})


def _issuing(world: World, name: str) -> Node:
    """What a profile that issues has to say: where its revocations are, and which ids are its own."""
    return {
        "revocationList": world.item_url("revocations", name),
        "verification": {"type": "Verification", "startsWith": [f"{world.origin}/", "urn:uuid:"]},
    }


def _key(world: World, name: str) -> Node:
    """The published key of a profile that signs."""
    node = {
        "id": world.item_url("keys", name),
        "type": "CryptographicKey",
        "owner": world.page_url("profiles", name),
        "publicKeyPem": world.signing_key(name).public_pem,
    }
    return world.publish("keys", name, node)


def _address(world: World, name: str, **members: str) -> Node:
    return {"id": world.urn("address", name), "type": "Address", **members}


def _college(world: World) -> Node:
    district = _profile(world, "district", name="Harbour Point College District", description="Runs three colleges.")
    issuing = _issuing(world, "college")
    issuing["verification"] |= {"id": world.urn("verification", "college"), "verificationProperty": "id"}
    return _profile(
        world,
        "college",
        name="Harbour Point College",
        description="A public college at the coast.",
        official="R. Lindgren, Registrar",
        url=world.page("college", "Harbour Point College", "A public college at the coast."),
        email="registrar@harbourpoint.example",
        telephone="+1 555 0100",
        sourcedId="org-4711",
        image=world.page_url("images", "logo"),
        address=_address(
            world,
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
        publicKey=_key(world, "college"),
        **issuing,
    )


def _institute(world: World) -> Node:
    return _profile(
        world,
        "institute",
        name="Institut für Küstenökologie Grünsund",
        url=world.page("institute", "Institut für Küstenökologie Grünsund", "Forschung und Lehre am Meer."),
        revocationList=world.item_url("revocations", "institute"),
        verification={"type": "Verification", "allowedOrigins": [world.host]},
    )


def _guild(world: World, alliance: Node, professor: Node) -> Node:
    guild = world.page_url("profiles", "guild")
    comment = "Members of the guild are known for careful work."
    return _profile(
        world,
        "guild",
        name="Guild of Field Surveyors",
        publicKey=_key(world, "guild"),
        **_issuing(world, "guild"),
        endorsements=[
            endorsement(world, "of-the-guild", guild, comment, issuer=alliance, issued="2023-02-01T10:00:00Z")
        ],
        signedEndorsements=[
            signed_endorsement(world, "of-the-guild", guild, comment, issuer=professor, issued="2023-02-02T10:00:00Z")
        ],
    )


def _alliance(world: World) -> Node:
    return _profile(
        world,
        "alliance",
        name="Tidewater Employers Alliance",
        description="Employers who hire in the region.",
        official="M. Castellanos, Chair",
        revocationList=world.item_url("revocations", "alliance"),
        verification={"type": "Verification", "startsWith": [f"{world.base_url}/endorsements/"]},
    )


def _professor(world: World) -> Node:
    return _profile(
        world,
        "professor",
        name="Ines Maria Albrecht",
        givenName="Ines",
        additionalName="Maria",
        familyName="Albrecht",
        description="Teaches geodesy.",
        email="ines.albrecht@geodesy.example",
        telephone="+49 555 0101",
        url=world.page("professor", "Ines Maria Albrecht", "Teaches geodesy."),
        image=data_uri("image/svg+xml", image("I", "#365")),
        sourcedId="person-88",
        studentId="GX-1987-04",
        address=_address(world, "professor", addressLocality="Grünsund", addressCountry="DE"),
        identifiers=[{"type": "SystemIdentifier", "identifier": "ones-88", "identifierType": "OneRosterSourcedId"}],
        publicKey=_key(world, "professor"),
        **_issuing(world, "professor"),
    )


def _amal(world: World) -> Node:
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
        "address": _address(world, "amal", streetAddress="3 Quay Street", addressLocality="Harbour Point"),
        "identifiers": [
            {"type": "SystemIdentifier", "identifier": "ones-77121", "identifierType": "OneRosterSourcedId"},
            {"type": "SystemIdentifier", "identifier": "5520197", "identifierType": "ext:RegionalLearnerId"},
        ],
    }
