"""What records hold and how they are written: other texts, members and types, extensions, the older data model."""

from __future__ import annotations

import json
from typing import Any

from conformance.issuing import as_jwt
from mock_provider.behaviour.library import Library
from mock_provider.clr20.drafting import BADGES, CLR, EXTENSIONS, ISSUER, W3C, W3C_1_1, Draft, Node, urn
from mock_provider.clr20.making import Proof, Signed, Token, with_proofs
from mock_provider.clr20.variations._documents import document_variation

library = Library()

_DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v1"
_CLR_SCHEMA = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
_VALIDATOR = "1EdTechJsonSchemaValidator2019"


def _issuer_as_text(draft: Draft) -> None:
    draft.record["issuer"] = draft.badge["issuer"] = draft.place.issuer


library.add(
    document_variation(
        id="var-record-issuer-is-a-text",
        title="The issuer of a record and of its badge is a bare DID",
        how="The profile is found by its id.\nCLR20-MOD-01: a Profile or its URI.",
        making=Signed(_issuer_as_text),
    )
)


def _types_turned(draft: Draft) -> None:
    draft.record["type"].reverse()
    draft.badge["type"].reverse()


library.add(
    document_variation(
        id="var-record-types-in-another-order",
        title="The types of a record and of its badge stand in another order",
        how="Types are kept as a set.\nCLR20-CTX-16: they are taken as a set.",
        making=Signed(_types_turned),
    )
)

library.add(
    document_variation(
        id="var-record-badge-of-the-newer-name",
        title="A badge says OpenBadgeCredential in the place of AchievementCredential",
        how="Both names mean the same class.\nCLR20-MOD-23: either of the two.",
        making=Signed(lambda draft: draft.badge.update(type=["VerifiableCredential", "OpenBadgeCredential"])),
    )
)


def _sorted(text: bytes) -> bytes:
    return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


library.add(
    document_variation(
        id="var-record-members-in-another-order",
        title="The members of a record are sorted by name",
        how="The serialiser sorts.\nRFC 8259: an object is unordered.",
        making=Signed(text=_sorted),
    )
)


def _spread(text: bytes) -> bytes:
    return json.dumps(json.loads(text), indent=2).encode()


library.add(
    document_variation(
        id="var-record-spread-and-escaped",
        title="A record is written over many lines, its letters beyond ASCII escaped",
        how="The record is written for people to read.\nRFC 8259: blanks and escapes mean nothing.",
        making=Signed(lambda draft: draft.badge.update(description="Für alle – 全員"), text=_spread),
    )
)


def _first_context(draft: Draft) -> None:
    draft.record["@context"][1] = CLR.replace("-2.0.1", "")
    del draft.record["partial"]


library.add(
    document_variation(
        id="var-record-context-without-version",
        title="A record names the context of CLR without a version",
        how="The URL is that of the first release.\nCLR20-CTX-03: without a version or as 2.x.x.",
        making=Signed(_first_context),
        doubts=("CLR20-CTX-05",),
    )
)


def _of_vcdm_1_1(draft: Draft) -> None:
    for one in (draft.record, draft.badge):
        one["@context"] = [W3C_1_1, *one["@context"][1:], _DATA_INTEGRITY]
        one["issuanceDate"] = one.pop("validFrom")
        del one["awardedDate"]
    draft.badge["expirationDate"] = draft.badge.pop("validUntil")


library.add(
    document_variation(
        id="var-record-of-vcdm-1-1",
        title="A record and its badge are of VCDM 1.1",
        how="They were issued before the newer model.\nCLR20-VER-20: both versions are verified.",
        making=Signed(_of_vcdm_1_1),
        doubts=("CLR20-CTX-22",),
    )
)

library.add(
    document_variation(
        id="var-token-of-vcdm-1-1",
        title="A token holds a record of VCDM 1.1 in its claim vc",
        how="It was issued before the newer model.\nCLR20-JWT-14: by VCDM 1.1 the credential stands in vc.",
        making=Token(_of_vcdm_1_1),
        doubts=("CLR20-CTX-22",),
    )
)


def _only_what_has_to_be(draft: Draft) -> None:
    for member in ("partial", "awardedDate"):
        del draft.record[member]
    for member in ("achievement", "association"):
        del draft.subject[member]
    for member in ("name", "awardedDate", "validUntil"):
        del draft.badge[member]
    draft.award.pop("result"), draft.award.pop("creditsEarned")
    for member in ("achievementType", "creditsAvailable", "inLanguage", "resultDescription"):
        del draft.achievement[member]
    for one in (draft.record, draft.badge):
        del one["issuer"]["name"]


library.add(
    document_variation(
        id="var-record-without-optional-members",
        title="A record has no member that may be left out",
        how="Little is known of this learner.\nThe contract requires no more.",
        making=Signed(_only_what_has_to_be),
    )
)


def _with_extension(draft: Draft) -> None:
    record = draft.record
    record["@context"] += [EXTENSIONS, {"campus": "https://vocabulary.example/campus"}]
    draft.subject["campus"] = "North"
    record["credentialSchema"] = [
        {"id": _CLR_SCHEMA, "type": _VALIDATOR},
        {"id": f"{draft.place.root}/other/schema", "type": _VALIDATOR},
    ]


library.add(
    document_variation(
        id="var-record-own-extension",
        title="A record has an extension, with its context and its schema",
        how="The campus is of use to other schools here.\nCLR20-MOD-59: both are named.",
        making=Signed(_with_extension),
        hosted={
            "/other/schema": lambda place: {
                "$schema": "https://json-schema.org/draft/2019-09/schema",
                "$id": f"{place.root}/other/schema",
                "type": "object",
                "properties": {"credentialSubject": {"type": "object", "properties": {"campus": {"type": "string"}}}},
            }
        },
    )
)


def _alone(draft: Draft) -> None:
    for one in (draft.record, draft.badge):
        one["issuer"]["type"] = "Profile"
        one["termsOfUse"] = {"id": f"{draft.place.root}/pages/terms", "type": "https://vocabulary.example/Terms"}
    draft.subject["type"], draft.award["type"] = "ClrSubject", "AchievementSubject"


library.add(
    document_variation(
        id="var-record-single-values",
        title="Types and terms of use that are one stand without an array",
        how="The serialiser unwraps what may be unwrapped.\nCLR20-SER-03: type and termsOfUse may be a bare value.",
        making=Signed(_alone),
    )
)


def _in_another_zone(draft: Draft) -> None:
    for name in ("validUntil", "awardedDate"):
        draft.badge[name] = draft.badge[name].replace("Z", ".250+02:00")


library.add(
    document_variation(
        id="var-record-dates-in-a-zone",
        title="Dates of a badge have a zone and parts of seconds",
        how="The server writes local time.\nCLR20-MOD-04: date, time and time zone.",
        making=Signed(_in_another_zone),
    )
)


def _identified(draft: Draft) -> None:
    digest = "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    kind = {"type": "IdentityObject", "hashed": True, "salt": "Kosher", "identityHash": digest}
    draft.award["identifier"] = [
        {**kind, "identityType": "emailAddress"},
        {"type": "IdentityObject", "hashed": False, "identityHash": "0042", "identityType": "ext:matriculation"},
    ]
    del draft.award["id"]


library.add(
    document_variation(
        id="var-record-learner-by-identifiers",
        title="The recipient of a badge has identifiers and no id",
        how="Learners are known by their addresses here.\nCLR20-MOD-25: an id or at least one identifier.",
        making=Signed(_identified),
    )
)


def _endorsement(draft: Draft) -> Node:
    return {
        "@context": [W3C, BADGES],
        "id": urn(draft.identity, "endorsement"),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "An endorsement",
        "issuer": draft.place.profile(),
        "validFrom": draft.identity.valid_from,
        "credentialSubject": {"id": draft.achievement["id"], "type": ["EndorsementSubject"]},
    }


def _endorsed_by_token(draft: Draft) -> None:
    key = draft.place.keys[ISSUER]
    draft.achievement["endorsementJwt"] = [as_jwt(_endorsement(draft), key, kid=key.did_method)]


library.add(
    document_variation(
        id="var-record-endorsed-by-a-token",
        title="An achievement has an endorsement as a token",
        how="The endorser signs tokens.\nCLR20-MOD-51: a compact JWS that holds an EndorsementCredential.",
        making=Signed(_endorsed_by_token),
    )
)


def _other_inside(draft: Draft) -> None:
    other: dict[str, Any] = {
        "@context": [W3C],
        "id": urn(draft.identity, "membership"),
        "type": ["VerifiableCredential"],
        "issuer": draft.place.issuer,
        "validFrom": draft.identity.valid_from,
        "credentialSubject": {"id": draft.subject["id"]},
    }
    draft.subject["verifiableCredential"].append(with_proofs(draft, other, (Proof(),)))


library.add(
    document_variation(
        id="var-record-holds-another-credential",
        title="A record also holds a credential of another type",
        how="A membership belongs to the record, too.\nCLR20-MOD-12: any verifiable credential.",
        making=Signed(_other_inside),
    )
)


def _own_words(draft: Draft) -> None:
    draft.achievement["achievementType"] = "ext:Field.course_2-b"
    draft.achievement["resultDescription"][0]["resultType"] = "ext:Mark"


library.add(
    document_variation(
        id="var-record-extended-terms",
        title="An achievement and a result have types of their own",
        how="The own words have no match in the vocabulary.\nCLR20-MOD-32: ext: and a name.",
        making=Signed(_own_words),
    )
)

VARIATIONS = library.variations
