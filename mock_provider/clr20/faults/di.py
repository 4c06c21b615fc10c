"""DI: embedded proofs that are absent, of another purpose, cut, out of date, or made over something else."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import put
from mock_provider.clr20.drafting import ISSUER, OLD_PROOFS, OTHER, STRANGER, Draft
from mock_provider.clr20.faults._documents import document_fault
from mock_provider.clr20.making import Act, Proof, Signed
from mock_provider.clr20.own_issuer import ISSUER_PATH, METHOD, controller

library = Library()

_BADGE = {"CLR20-VER-17": "the badge inside is not verified"}


def _issued_at(path: str) -> Act:
    """The record is issued by who is described there, on the mock's own origin."""
    return put("record/issuer/id", f"{{root}}{path}")


def _issued_by_other(draft: Draft) -> None:
    draft.record["issuer"]["id"] = draft.place.keys[OTHER].did


def _proof_of_record(**members: Any) -> Act:
    """The proof of the record with these members, ``None`` for one that it has not, after all is signed."""

    def act(draft: Draft) -> None:
        proof = {**draft.record["proof"][0], **members}
        draft.record["proof"][0] = {name: value for name, value in proof.items() if value is not None}

    return act


library.add(
    document_fault(
        id="di-record-without-proof",
        title="A record has no proof",
        how="Records are signed when they are downloaded.\nThose of the API are taken out before.",
        breaks=("CLR20-DI-01",),
        making=Signed(proofs=()),
    )
)

library.add(
    document_fault(
        id="di-badge-without-proof",
        title="A badge in a record has no proof",
        how="The record is signed as a whole.\nThe badges in it were never signed.",
        breaks=("CLR20-DI-01",),
        making=Signed(inner=()),
    )
)

library.add(
    document_fault(
        id="di-for-authentication",
        title="The purpose of a proof is authentication",
        how="The library signs for a login by default.\nThe option was not set.",
        breaks=("CLR20-DI-02",),
        making=Signed(proofs=(Proof(purpose="authentication"),)),
    )
)

library.add(
    document_fault(
        id="di-suite-over-json",
        title="A record is signed by eddsa-jcs-2022",
        how="JSON is signed as it is, without RDF.\nThe suite is right, and certification names two others.",
        breaks=("CLR20-DI-03",),
        making=Signed(proofs=(Proof(suite="eddsa-jcs-2022"),)),
    )
)

library.add(
    document_fault(
        id="di-suite-of-old",
        title="A record is signed by Ed25519Signature2020, under its context",
        how="The library is an older one.\nIts proof is right, and certification names two others.",
        breaks=("CLR20-DI-03",),
        making=Signed(put("record/@context/3", OLD_PROOFS), proofs=(Proof(suite="Ed25519Signature2020"),)),
    )
)

library.add(
    document_fault(
        id="di-without-cryptosuite",
        title="A proof has no cryptosuite",
        how="Only one suite is used.\nThe member was lost in a mapping.",
        breaks=("CLR20-DI-04",),
        making=Signed(then=_proof_of_record(cryptosuite=None)),
    )
)

library.add(
    document_fault(
        id="di-proof-value-cut",
        title="The value of a proof is cut",
        how="The column for it is too short by a few letters.\nThe database cuts without a sound.",
        breaks=("CLR20-DI-05",),
        making=Signed(
            then=lambda draft: draft.record["proof"][0].update(proofValue=draft.record["proof"][0]["proofValue"][:-8])
        ),
    )
)

library.add(
    document_fault(
        id="di-proof-value-in-base64",
        title="The value of a proof is in base64url",
        how="All other signatures of the system are so encoded.\nThe prefix says so, and the suite wants base58.",
        breaks=("CLR20-DI-05",),
        making=Signed(
            then=_proof_of_record(
                proofValue="u"
                + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0-Pw"
            )
        ),
    )
)

library.add(
    document_fault(
        id="di-key-at-a-page",
        title="verificationMethod leads to a page for people",
        how="The address of the issuer shows a page about the school.\nIts keys are nowhere.",
        breaks=("CLR20-DI-09",),
        making=Signed(_issued_at(ISSUER_PATH), proofs=(Proof(method=METHOD),)),
        hosted={ISSUER_PATH: lambda _: (200, "text/html", b"<!doctype html><title>Nordhaven</title>")},
    )
)

library.add(
    document_fault(
        id="di-key-not-in-its-document",
        title="verificationMethod names a key that the issuer's document does not hold",
        how="The key was changed, and the old one taken away.\nOlder records still name it.",
        breaks=("CLR20-DI-09",),
        making=Signed(_issued_at(ISSUER_PATH), proofs=(Proof(method="{root}/anew/issuer#key-0"),)),
        hosted={ISSUER_PATH: controller},
    )
)

library.add(
    document_fault(
        id="di-key-of-a-stranger",
        title="A record is signed by a key that nothing ties to its issuer",
        how="A service signs with its own key.\nThe issuer's id is that of the school.",
        breaks=("CLR20-DI-10",),
        making=Signed(proofs=(Proof(key=STRANGER),)),
    )
)

library.add(
    document_fault(
        id="di-key-for-logins",
        title="The key of a proof is listed for authentication alone",
        how="The document was written for a login with DIDs.\nassertionMethod was not added.",
        breaks=("CLR20-DI-11",),
        making=Signed(_issued_at(ISSUER_PATH), proofs=(Proof(method=METHOD),)),
        hosted={
            ISSUER_PATH: lambda place: controller(
                place, assertionMethod=None, authentication=[f"{place.root}{ISSUER_PATH}#key-1"]
            )
        },
    )
)

library.add(
    document_fault(
        id="di-made-in-the-future",
        title="A proof was made in a time to come",
        how="The server's clock is set to another year.\nNobody watches it.",
        breaks=("CLR20-DI-13",),
        making=Signed(proofs=(Proof(created="2097-01-01T00:00:00Z"),)),
    )
)

library.add(
    document_fault(
        id="di-proof-has-expired",
        title="A proof has expired",
        how="Proofs end after a month, as passes do.\nNobody renews them.",
        breaks=("CLR20-DI-14",),
        making=Signed(proofs=(Proof(more={"expires": "2020-01-01T00:00:00Z"}),)),
    )
)

library.add(
    document_fault(
        id="di-option-not-defined",
        title="A proof has an option that no context defines",
        how="The place of signing is kept with the proof.\nThe library signs what it knows.",
        breaks=("CLR20-DI-21",),
        making=Signed(proofs=(Proof(more={"campus": "North"}),)),
        consequences={"CLR20-CTX-08": "no context defines the option"},
    )
)

library.add(
    document_fault(
        id="di-key-of-another-curve",
        title="A proof of Ed25519 names a key on P-256",
        how="The issuer has two keys.\nThe configuration mixes them.",
        breaks=("CLR20-DI-19",),
        making=Signed(_issued_by_other, proofs=(Proof(named=OTHER),)),
    )
)


def _changed_badge(draft: Draft) -> None:
    draft.achievement["name"] = "Another course"


library.add(
    document_fault(
        id="di-badge-changed-afterwards",
        title="The name of an achievement in a badge was changed after all was signed",
        how="A name was corrected in the store.\nNobody signed anew.",
        breaks=("CLR20-DI-20", "CLR20-VER-04"),
        making=Signed(then=_changed_badge),
        consequences=_BADGE,
    )
)


library.add(
    document_fault(
        id="di-key-of-another-controller",
        title="The key in the issuer's document names another controller",
        how="The key was copied from the document of the mother house.\nIts controller came along.",
        breaks=("CLR20-DI-25",),
        making=Signed(_issued_at(ISSUER_PATH), proofs=(Proof(method=METHOD),)),
        hosted={
            ISSUER_PATH: lambda place: controller(
                place,
                verificationMethod=[
                    {
                        "id": f"{place.root}{ISSUER_PATH}#key-1",
                        "type": "Multikey",
                        "controller": f"{place.root}/anew/mother",
                        "publicKeyMultibase": place.keys[ISSUER].multibase,
                    }
                ],
            )
        },
    )
)


def _relations(draft: Draft) -> None:
    """Related achievements without ids of their own, each of which names all others: nothing tells them apart."""
    names = [f"_:n{number}" for number in range(12)]
    draft.achievement["related"] = [
        {
            "id": name,
            "type": ["Related"],
            "https://vocabulary.example/knows": [{"id": one} for one in names if one != name],
        }
        for name in names
    ]


library.add(
    document_fault(
        id="di-graph-without-end",
        title="A badge relates a dozen nameless achievements to each other",
        how="All courses of a term are related in both directions.\nNone of them has an id.",
        breaks=("CLR20-DI-16",),
        making=Signed(then=_relations),
    )
)

FAULTS = library.faults
