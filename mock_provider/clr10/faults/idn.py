"""IDN: recipients, plain or hashed."""

from __future__ import annotations

from hashlib import md5, sha256

from mock_provider.clr10.faults._documents import SCHEMA, Change, Node, document_fault, drop, has, put

_SURVEY = has("evidence/1")
_RICH = has("achievements")


def _mapping(assertion: Node) -> bool:
    """The assertion whose recipient is named by the hash of a studentId."""
    return "badge" not in assertion and has("achievement/associations/3")(assertion)


def _expired(assertion: Node) -> bool:
    """The assertion of a plain course that has expired; its recipient is a plain id."""
    return "expires" in assertion and not _SURVEY(assertion)


def _by_name(clr: Node) -> bool:
    return put("assertions/1/recipient", {"type": "name", "identity": clr["learner"]["name"], "hashed": False})(clr)


def _by_md5(clr: Node) -> bool:
    text = f"{clr['learner']['studentId']}s7".encode()
    digest = md5(text, usedforsecurity=False).hexdigest()
    return put("assertions/1/recipient/identity", f"md5${digest}")(clr)


def _plain_hash(clr: Node) -> bool:
    digest = sha256(clr["learner"]["id"].encode()).hexdigest()
    return put("assertions/1/recipient", {"type": "id", "identity": f"sha256${digest}", "hashed": False})(clr)


FAULTS = (
    document_fault(
        "idn-hashed-missing",
        "An identity does not say whether it is hashed",
        "Plain identities were thought to be the default.\nThe member is left out for them.",
        "CLR10-IDN-001",
        Change("Assertion", drop("recipient/hashed"), _expired),
        consequences=SCHEMA,
    ),
    document_fault(
        "idn-identity-missing",
        "An identity has no identity, only a type",
        "The hash is made by a job at night.\nThe record is published before.",
        "CLR10-IDN-001",
        Change("Assertion", drop("recipient/identity"), _expired),
        consequences=SCHEMA,
    ),
    document_fault(
        "idn-type-is-no-identifier",
        "A recipient is named by the learner's name",
        "The type may be any text in the schema.\nThe name was at hand.",
        "CLR10-IDN-002",
        Change("Clr", _by_name, _RICH),
    ),
    document_fault(
        "idn-hash-without-algorithm",
        "A hashed identity lacks sha256$ before its hash",
        "The hash is stored as it comes from the library.\nNobody puts the algorithm before it.",
        "CLR10-IDN-003",
        Change("Assertion", put("recipient/identity", lambda text: text.removeprefix("sha256$")), _mapping),
    ),
    document_fault(
        "idn-hash-in-base64",
        "A hashed identity is the hash in base64",
        "The library gives the hash in base64.\nThe form wants hexadecimal digits.",
        "CLR10-IDN-003",
        Change(
            "Assertion",
            put("recipient/identity", "sha256$n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg="),
            _mapping,
        ),
    ),
    document_fault(
        "idn-hash-says-plain-text",
        "hashed is true and the identity is plain",
        "The flag is set for all recipients.\nThe hashing was forgotten for this kind.",
        "CLR10-IDN-003",
        Change("Assertion", put("recipient/hashed", True), _expired),
    ),
    document_fault(
        "idn-hashed-with-md5",
        "An identity is hashed with md5",
        "The code is from the first Open Badges.\nmd5 is still allowed, and weak.",
        "CLR10-IDN-004",
        Change("Clr", _by_md5, _RICH),
    ),
    document_fault(
        "idn-plain-telephone",
        "A recipient is named by a plain telephone number that the profile does not show",
        "The number is what the student system knows.\nIt is written without a hash.",
        "CLR10-IDN-006",
        Change(
            "Assertion", put("recipient", {"type": "telephone", "identity": "+1 555 0199", "hashed": False}), _mapping
        ),
        consequences={"CLR10-ASR-008": "a recipient by a member that the profile lacks cannot be compared with it"},
    ),
    document_fault(
        "idn-plain-value-of-another",
        "A plain recipient has another id than the learner",
        "The recipient keeps the id from before a merge of accounts.\nThe learner has the new one.",
        "CLR10-IDN-007",
        Change("Assertion", put("recipient/identity", "urn:uuid:8c0e3f5a-52a1-4d0f-9d6e-6f0a3b1c2d3e"), _expired),
    ),
    document_fault(
        "idn-hash-said-to-be-plain",
        "hashed is false and the identity is a hash",
        "The flag has the default false.\nNobody sets it where the value is hashed.",
        "CLR10-IDN-007",
        Change("Clr", _plain_hash, _RICH),
    ),
    document_fault(
        "idn-salt-without-hash",
        "A plain identity has a salt",
        "The salt is made for each recipient.\nIt is written also where nothing is hashed.",
        "CLR10-IDN-008",
        Change("Assertion", put("recipient/salt", "K3x9"), _expired),
    ),
)
