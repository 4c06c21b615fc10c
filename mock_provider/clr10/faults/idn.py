"""IDN: recipients, plain or hashed."""

from __future__ import annotations

from hashlib import md5, sha256

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    put,
)
from mock_provider.clr10.faults._records import (
    RICH,
    expired,
    mapping,
)

library = Library()


library.add(
    document_fault(
        id="idn-hashed-missing",
        title="An identity does not say whether it is hashed",
        how="Plain identities were thought to be the default.\nThe member is left out for them.",
        breaks=("CLR10-IDN-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("recipient/hashed"), where=expired)],
    )
)

library.add(
    document_fault(
        id="idn-identity-missing",
        title="An identity has no identity, only a type",
        how="The hash is made by a job at night.\nThe record is published before.",
        breaks=("CLR10-IDN-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("recipient/identity"), where=expired)],
    )
)


def _name_recipient_by_name(clr: Node) -> bool:
    return put("assertions/1/recipient", {"type": "name", "identity": clr["learner"]["name"], "hashed": False})(clr)


library.add(
    document_fault(
        id="idn-type-is-no-identifier",
        title="A recipient is named by the learner's name",
        how="The type may be any text in the schema.\nThe name was at hand.",
        breaks=("CLR10-IDN-002",),
        changes=[Change("Clr", _name_recipient_by_name, where=RICH)],
    )
)

library.add(
    document_fault(
        id="idn-hash-without-algorithm",
        title="A hashed identity lacks sha256$ before its hash",
        how="The hash is stored as it comes from the library.\nNobody puts the algorithm before it.",
        breaks=("CLR10-IDN-003",),
        changes=[
            Change("Assertion", put("recipient/identity", lambda text: text.removeprefix("sha256$")), where=mapping)
        ],
    )
)

library.add(
    document_fault(
        id="idn-hash-in-base64",
        title="A hashed identity is the hash in base64",
        how="The library gives the hash in base64.\nThe form wants hexadecimal digits.",
        breaks=("CLR10-IDN-003",),
        changes=[
            Change(
                "Assertion",
                put("recipient/identity", "sha256$n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="),
                where=mapping,
            )
        ],
    )
)

library.add(
    document_fault(
        id="idn-hash-says-plain-text",
        title="hashed is true and the identity is plain",
        how="The flag is set for all recipients.\nThe hashing was forgotten for this kind.",
        breaks=("CLR10-IDN-003",),
        changes=[Change("Assertion", put("recipient/hashed", True), where=expired)],
    )
)


def _hash_recipient_by_md5(clr: Node) -> bool:
    text = f"{clr['learner']['studentId']}s7".encode()
    digest = md5(text, usedforsecurity=False).hexdigest()
    return put("assertions/1/recipient/identity", f"md5${digest}")(clr)


library.add(
    document_fault(
        id="idn-hashed-with-md5",
        title="An identity is hashed with md5",
        how="The code is from the first Open Badges.\nmd5 is still allowed, and weak.",
        breaks=("CLR10-IDN-004",),
        changes=[Change("Clr", _hash_recipient_by_md5, where=RICH)],
    )
)

library.add(
    document_fault(
        id="idn-plain-telephone",
        title="A recipient is named by a plain telephone number that the profile does not show",
        how="The number is what the student system knows.\nIt is written without a hash.",
        breaks=("CLR10-IDN-006",),
        consequences={"CLR10-ASR-008": "a recipient by a member that the profile lacks cannot be compared with it"},
        changes=[
            Change(
                "Assertion",
                put("recipient", {"type": "telephone", "identity": "+1 555 0199", "hashed": False}),
                where=mapping,
            )
        ],
    )
)

library.add(
    document_fault(
        id="idn-plain-value-of-another",
        title="A plain recipient has another id than the learner",
        how="The recipient keeps the id from before a merge of accounts.\nThe learner has the new one.",
        breaks=("CLR10-IDN-007",),
        changes=[
            Change(
                "Assertion", put("recipient/identity", "urn:uuid:8c0e3f5a-52a1-4d0f-9d6e-6f0a3b1c2d3e"), where=expired
            )
        ],
    )
)


def _call_hash_plain(clr: Node) -> bool:
    digest = sha256(clr["learner"]["id"].encode()).hexdigest()
    return put("assertions/1/recipient", {"type": "id", "identity": f"sha256${digest}", "hashed": False})(clr)


library.add(
    document_fault(
        id="idn-hash-said-to-be-plain",
        title="hashed is false and the identity is a hash",
        how="The flag has the default false.\nNobody sets it where the value is hashed.",
        breaks=("CLR10-IDN-007",),
        changes=[Change("Clr", _call_hash_plain, where=RICH)],
    )
)

library.add(
    document_fault(
        id="idn-salt-without-hash",
        title="A plain identity has a salt",
        how="The salt is made for each recipient.\nIt is written also where nothing is hashed.",
        breaks=("CLR10-IDN-008",),
        changes=[Change("Assertion", put("recipient/salt", "K3x9"), where=expired)],
    )
)

FAULTS = library.faults
