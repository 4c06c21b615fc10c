"""VER: what only verification shows: signatures over something else, schemas that refuse, newer versions."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import both, put
from mock_provider.clr20.drafting import (
    BADGES,
    CLR,
    EXTENSIONS,
    ISSUER,
    STRANGER,
    W3C,
    W3C_1_1,
    Draft,
    Node,
    Place,
    urn,
)
from mock_provider.clr20.faults._documents import document_fault
from mock_provider.clr20.making import Proof, Signed, with_proofs
from mock_provider.clr20.own_issuer import ISSUER_PATH, METHOD, controller

library = Library()

_BADGE = {"CLR20-VER-17": "the badge inside is not verified"}
_SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
_OLD_INTEGRITY = "https://w3id.org/security/data-integrity/v1"
_VALIDATOR = "1EdTechJsonSchemaValidator2019"
_FORGED = Proof(key=STRANGER, named=ISSUER)


library.add(
    document_fault(
        id="ver-own-schema-refuses",
        title="A badge is not valid by the schema of its own that it names",
        how="The schema of the extension was made stricter.\nBadges are issued as before.",
        breaks=("CLR20-VER-02",),
        making=Signed(
            both(
                put("badge/@context", [W3C, BADGES, EXTENSIONS]),
                put(
                    "badge/credentialSchema",
                    [{"id": _SCHEMA, "type": _VALIDATOR}, {"id": "{root}/anew/schema", "type": _VALIDATOR}],
                ),
            )
        ),
        hosted={
            "/anew/schema": lambda _: {
                "$schema": "https://json-schema.org/draft/2019-09/schema",
                "type": "object",
                "required": ["description"],
            }
        },
    )
)


def _renamed(draft: Draft) -> None:
    draft.record["name"] = "Another transcript"


library.add(
    document_fault(
        id="ver-name-changed-afterwards",
        title="The name of a record was changed after it was signed",
        how="A name was corrected in the store.\nNobody signed anew.",
        breaks=("CLR20-VER-04",),
        making=Signed(then=_renamed),
    )
)

library.add(
    document_fault(
        id="ver-signed-by-another",
        title="A record was signed by another key than the one that it names",
        how="The key was changed.\nThe proof still names the old one.",
        breaks=("CLR20-VER-04",),
        making=Signed(proofs=(_FORGED,)),
    )
)


def _with_another_key(place: Place) -> Node:
    document = controller(place)
    document["verificationMethod"][0]["publicKeyMultibase"] = place.keys[STRANGER].multibase
    return document


library.add(
    document_fault(
        id="ver-key-replaced",
        title="The key of an issuer was changed under the name of the old one",
        how="Keys are changed once a year.\nThe new one was put in the place of the old, which had signed all records.",
        breaks=("CLR20-VER-04",),
        making=Signed(put("record/issuer/id", f"{{root}}{ISSUER_PATH}"), proofs=(Proof(method=METHOD),)),
        hosted={ISSUER_PATH: _with_another_key},
    )
)

library.add(
    document_fault(
        id="ver-badge-signed-by-another",
        title="A badge in a record was signed by another key than the one that it names",
        how="The badge comes from a system whose key has changed.\nIt is passed on unseen.",
        breaks=("CLR20-VER-17",),
        making=Signed(inner=(_FORGED,)),
        consequences={"CLR20-VER-04": "the proof of the badge does not fit"},
    )
)


def _endorse(draft: Draft) -> None:
    """An endorsement of the achievement by a key that is not the one that it names."""
    endorsement = {
        "@context": [W3C, BADGES],
        "id": urn(draft.identity, "endorsement"),
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "An endorsement",
        "issuer": draft.place.profile(),
        "validFrom": draft.identity.valid_from,
        "credentialSubject": {"id": draft.achievement["id"], "type": ["EndorsementSubject"]},
    }
    draft.achievement["endorsement"] = [with_proofs(draft, endorsement, (_FORGED,))]


library.add(
    document_fault(
        id="ver-endorsement-signed-by-another",
        title="An endorsement in a badge was signed by another key than the one that it names",
        how="Endorsements come from elsewhere.\nThey are passed on unseen.",
        breaks=("CLR20-VER-16",),
        making=Signed(_endorse),
        consequences={"CLR20-VER-04": "the proof of the endorsement does not fit"},
    )
)


def _other(draft: Draft) -> None:
    """A credential that is neither a badge nor a record, by a key that is not the one that it names."""
    other: Node = {
        "@context": [W3C],
        "id": urn(draft.identity, "membership"),
        "type": ["VerifiableCredential"],
        "issuer": draft.place.issuer,
        "validFrom": draft.identity.valid_from,
        "credentialSubject": {"id": draft.subject["id"]},
    }
    draft.subject["verifiableCredential"].append(with_proofs(draft, other, (_FORGED,)))


library.add(
    document_fault(
        id="ver-other-signed-by-another",
        title="A credential of another type in a record was signed by another key than the one that it names",
        how="Memberships come from another office.\nThey are passed on unseen.",
        breaks=("CLR20-VER-18",),
        making=Signed(_other),
        consequences={"CLR20-VER-04": "the proof of the membership does not fit"},
    )
)

library.add(
    document_fault(
        id="ver-newer-version-is-none",
        title="The refresh service of a badge gives something else",
        how="The service was switched off.\nIts address answers in general terms.",
        breaks=("CLR20-VER-07",),
        making=Signed(
            both(
                put("badge/@context", [W3C, BADGES, EXTENSIONS]),
                put("badge/refreshService", {"id": "{root}/anew/refresh", "type": "1EdTechCredentialRefresh"}),
            )
        ),
        hosted={"/anew/refresh": lambda _: {"status": "gone"}},
    )
)

library.add(
    document_fault(
        id="ver-issuer-page-not-there",
        title="The url of an issuer leads to nothing",
        how="The web site was made anew.\nNobody looked at the addresses in records.",
        breaks=("CLR20-VER-21",),
        making=Signed(put("record/issuer/url", "{root}/anew/home")),
        hosted={"/anew/home": lambda _: (404, "text/plain", b"not found")},
    )
)


def _of_vcdm_1_1(draft: Draft) -> None:
    """The record as one of the older data model, in which the end has the name of the newer one."""
    record = draft.record
    record["@context"] = [W3C_1_1, CLR, BADGES, _OLD_INTEGRITY]
    record["issuanceDate"] = record.pop("validFrom")
    record["validUntil"] = "2098-12-31T12:00:00Z"
    del record["awardedDate"]
    badge = draft.badge
    badge["@context"] = [W3C_1_1, BADGES, _OLD_INTEGRITY]
    badge["issuanceDate"], badge["expirationDate"] = badge.pop("validFrom"), badge.pop("validUntil")
    del badge["awardedDate"]


library.add(
    document_fault(
        id="ver-new-date-in-old-model",
        title="A record of VCDM 1.1 says validUntil",
        how="The end of validity was added last year.\nThe example was one of VCDM 2.0.",
        breaks=("CLR20-VER-13",),
        making=Signed(_of_vcdm_1_1),
        consequences={"CLR20-CTX-22": "a record of the older model is noted"},
    )
)

FAULTS = library.faults
