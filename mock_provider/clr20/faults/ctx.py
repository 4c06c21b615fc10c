"""CTX: contexts, types and ids of records and badges."""

from __future__ import annotations

import zlib

from conformance.standard.facts import facts
from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import both, drop, put
from mock_provider.clr20.drafting import BADGES, CLR, OLD_PROOFS, W3C, W3C_1_1, Draft
from mock_provider.clr20.faults._documents import UNDEFINED, document_fault, record_fault, token_fault
from mock_provider.clr20.making import Proof, Signed, Token

library = Library()

_LOST = {"CLR20-CTX-08": "members that the missing context defines have no meaning"}
_CLR_OF_2_0_0 = "https://purl.imsglobal.org/spec/clr/v2p0/context.json"
_CLR_OF_1_0 = facts("clr10").context_url

library.add(
    token_fault(
        id="ctx-one-text",
        title="The @context of a record is one text",
        how="The serialiser unwraps arrays.\nOnly the first context is left.",
        breaks=("CLR20-CTX-01",),
        change=put("record/@context", W3C),
        consequences={
            **_LOST,
            "CLR20-CTX-03": "no second context is there",
            "CLR20-CTX-04": "no third context is there",
            "CLR20-SER-07": "a context of the class is not there",
        },
    )
)

library.add(
    token_fault(
        id="ctx-clr-first",
        title="The first context of a record is that of CLR",
        how="The contexts come out of a set.\nTheir order is that of the alphabet.",
        breaks=("CLR20-CTX-02",),
        change=put("record/@context", [CLR, W3C, BADGES]),
        consequences={"CLR20-CTX-03": "the context of CLR is not the second one"},
    )
)

library.add(
    record_fault(
        id="ctx-clr-third",
        title="The context of badges stands before that of CLR",
        how="The record is made from a badge.\nIts context is put behind those that are there.",
        breaks=("CLR20-CTX-03", "CLR20-CTX-04"),
        change=put("record/@context", [W3C, BADGES, CLR]),
    )
)

library.add(
    token_fault(
        id="ctx-clr-of-1-0",
        title="A record names the context of CLR 1.0",
        how="The converter of older records keeps the context.\nOnly the members were mapped.",
        breaks=("CLR20-CTX-03", "CLR20-MOD-71"),
        change=put("record/@context/1", _CLR_OF_1_0),
        consequences={
            **_LOST,
            "CLR20-SER-07": "the context of CLR 2.0 is not there",
        },
    )
)

library.add(
    record_fault(
        id="ctx-badges-fourth",
        title="The context of badges stands behind another one",
        how="The context of the signature suite is inserted.\nIt went to the wrong place.",
        breaks=("CLR20-CTX-04",),
        change=put("record/@context", [W3C, CLR, OLD_PROOFS, BADGES]),
    )
)

library.add(
    record_fault(
        id="ctx-clr-of-2-0-0",
        title="A record names the context of CLR without a version",
        how="The context is that of the first release.\nNobody followed the news.",
        breaks=("CLR20-CTX-05",),
        change=both(put("record/@context/1", _CLR_OF_2_0_0), drop("record/partial")),
    )
)

library.add(
    record_fault(
        id="ctx-badge-contexts-exchanged",
        title="The contexts of a badge changed places",
        how="Contexts are sorted by name before they are written.\np comes before w.",
        breaks=("CLR20-CTX-06",),
        change=put("badge/@context", [BADGES, W3C]),
    )
)

library.add(
    token_fault(
        id="ctx-number-among-contexts",
        title="A number stands among the contexts",
        how="The version of the context is kept beside its URL.\nBoth went into the array.",
        breaks=("CLR20-CTX-07",),
        change=put("record/@context/3", 2),
        consequences=_LOST,
    )
)

library.add(
    record_fault(
        id="ctx-member-undefined",
        title="A record has a member that no context defines",
        how="The export has a field of its own.\nNobody wrote a context for it.",
        breaks=("CLR20-CTX-08", "CLR20-DI-17"),
        change=put("record/campus", "Main hall"),
    )
)

library.add(
    record_fault(
        id="ctx-badge-member-undefined",
        title="An achievement has a member that no context defines",
        how="The catalogue has the workload of each course.\nThe member was added without a context.",
        breaks=("CLR20-CTX-08",),
        change=put("achievement/workload", "30 hours"),
        consequences={**UNDEFINED, "CLR20-VER-17": "the badge inside is not verified"},
    )
)

library.add(
    token_fault(
        id="ctx-term-redefined",
        title="A context defines name once more",
        how="An own context was made by exporting all columns.\nSome have the names of the standard.",
        breaks=("CLR20-CTX-08",),
        change=put("record/@context/3", {"name": "{root}/vocab#name"}),
    )
)

library.add(
    token_fault(
        id="ctx-extensions-not-named",
        title="A refresh service stands in a record without its context",
        how="The example of the standard was copied by halves.\nThe context of extensions was left behind.",
        breaks=("CLR20-CTX-09",),
        change=put("record/refreshService", {"id": "{root}/refresh/none", "type": "1EdTechCredentialRefresh"}),
        consequences={"CLR20-CTX-08": "the type is not defined"},
    )
)

library.add(
    token_fault(
        id="ctx-partial-not-defined",
        title="A record with partial names the context of CLR without a version",
        how="The URL is that of the first release.\nIt does not know partial.",
        breaks=("CLR20-CTX-10",),
        change=put("record/@context/1", _CLR_OF_2_0_0),
        consequences={
            "CLR20-CTX-05": "the context is an old one",
            "CLR20-CTX-08": "partial is not defined",
        },
    )
)

library.add(
    token_fault(
        id="ctx-versions-mixed",
        title="A badge names 3.0.2 in a record that names 3.0.3",
        how="Badges are kept as they were issued.\nThe record is issued by newer software.",
        breaks=("CLR20-CTX-11",),
        change=put("badge/@context/1", BADGES.replace("3.0.3", "3.0.2")),
        consequences={
            "CLR20-CTX-05": "3.0.2 is not the current version",
            "CLR20-CTX-08": "the two contexts define terms in two ways",
            "CLR20-DI-17": "the proof of the badge does not cover what the clash hides",
            "CLR20-VER-17": "the badge inside is not verified",
        },
    )
)


def _badge_of_1_1(draft: Draft) -> None:
    badge = draft.badge
    badge["@context"] = [W3C_1_1, BADGES, "https://w3id.org/security/data-integrity/v2"]
    badge["issuanceDate"] = badge.pop("validFrom")
    badge["expirationDate"] = badge.pop("validUntil")
    del badge["awardedDate"]


library.add(
    document_fault(
        id="ctx-badge-of-vcdm-1-1",
        title="A record of VCDM 2.0 holds a badge of VCDM 1.1",
        how="An old badge is put into a new record.\nThe contexts of both do not go together.",
        breaks=("CLR20-CTX-12",),
        making=Token(_badge_of_1_1),
        consequences={
            "CLR20-CTX-08": "the contexts of both models define terms in two ways",
            "CLR20-CTX-22": "a badge of the older model is noted",
        },
    )
)

library.add(
    token_fault(
        id="ctx-type-not-verifiable",
        title="The type of a record is ClrCredential alone",
        how="The type is the name of the class.\nThat it is a credential at all is not said.",
        breaks=("CLR20-CTX-15",),
        change=put("record/type", ["ClrCredential"]),
        consequences=_LOST,
    )
)

library.add(
    record_fault(
        id="ctx-type-twice",
        title="The type of a badge names AchievementCredential twice",
        how="The base class and the class write the type.\nNobody looks whether it is there.",
        breaks=("CLR20-CTX-16",),
        change=put("badge/type", ["VerifiableCredential", "AchievementCredential", "AchievementCredential"]),
    )
)

library.add(
    record_fault(
        id="ctx-record-without-id",
        title="A record has no id",
        how="Records are made when they are asked for.\nNothing about them is kept.",
        breaks=("CLR20-CTX-17",),
        change=drop("record/id"),
    )
)

library.add(
    record_fault(
        id="ctx-record-without-name",
        title="A record has no name",
        how="The title of the transcript is a matter of layout.\nIt is not in the data.",
        breaks=("CLR20-CTX-18",),
        change=drop("record/name"),
    )
)


def _number(draft: Draft) -> None:
    draft.record["id"] = str(zlib.crc32(draft.identity.id.encode()))


library.add(
    token_fault(
        id="ctx-id-is-a-number",
        title="The id of a record is the number of a row",
        how="The primary key of the table is exported.\nIt means something else in each database.",
        breaks=("CLR20-CTX-19",),
        change=_number,
        consequences={"CLR20-CTX-08": "an id that is not absolute is lost"},
    )
)

library.add(
    document_fault(
        id="ctx-old-proof-without-context",
        title="A badge has a proof of Ed25519Signature2020 without its context",
        how="The library signs under VCDM 1.1, where the context is there.\nThe new model does not have it.",
        breaks=("CLR20-CTX-21",),
        making=Signed(inner=(Proof(suite="Ed25519Signature2020"),)),
        consequences={
            "CLR20-CTX-08": "the type of the proof is not defined",
            "CLR20-DI-03": "the suite is an old one",
            "CLR20-DI-21": "the proof would drop what no context defines",
            "CLR20-VER-17": "the badge inside is not verified",
        },
    )
)

FAULTS = library.faults
