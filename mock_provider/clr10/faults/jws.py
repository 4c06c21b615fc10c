"""JWS: signed items in the wrong form, or with the wrong content."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    Jws,
    Node,
    both,
    document_fault,
    drop,
    encoded,
    has,
    put,
    token_fault,
)

_OTHER_MEMBERS = ("signedEndorsements",)


def _licence(assertion: Node) -> bool:
    """An assertion that is signed, by the guild."""
    return has("verification/creator")(assertion)


def _in_a_record_of_its_issuer(assertion: Node) -> bool:
    """A signed assertion whose issuer is the publisher of the CLR too, so that its profile is there twice."""
    return _licence(assertion) and str(assertion.get("issuedOn")) < "2024-03"


def _signed(endorsement: Node) -> bool:
    return has("verification/creator")(endorsement)


def _replace(index: int, part: str) -> Callable[[Jws], str]:
    """The JWS as signed, with one of its parts replaced afterwards."""

    def made(jws: Jws) -> str:
        parts = str(jws).split(".")
        parts[index] = part
        return ".".join(parts)

    return made


def _header(**members: Any) -> Callable[[Jws], str]:
    """Other members in the header, signed along; ``None`` leaves one out."""

    def made(jws: Jws) -> str:
        jws.header = {name: value for name, value in {**jws.header, **members}.items() if value is not None}
        return str(jws)

    return made


def _in_three_members(jws: Jws) -> dict[str, str]:
    protected, payload, signature = str(jws).split(".")
    return {"protected": protected, "payload": payload, "signature": signature}


def _padded(jws: Jws) -> str:
    return ".".join(part + "=" * (-len(part) % 4) for part in str(jws).split("."))


def _as_class(name: str) -> Callable[[Jws], str]:
    def made(jws: Jws) -> str:
        jws.payload = {**jws.payload, "type": name}
        return str(jws)

    return made


def _wrapped(jws: Jws) -> str:
    jws.payload = [jws.payload]
    return str(jws)


def _hosted_id(assertion: Node) -> str:
    """A URL below the address of the issuer."""
    origin = str(assertion["achievement"]["issuer"]["id"]).partition("/profiles/")[0]
    return f"{origin}/ims/clr/v1p0/assertions/licence"


def _by_the_professor(assertion: Node) -> bool:
    """The key of the endorser of the guild, whose profile stands in the document too."""
    other = assertion["verification"]["creator"].replace("/keys/guild", "/keys/professor")
    return put("verification/creator", other)(assertion)


FAULTS = (
    token_fault(
        "jws-with-padding",
        "The parts of a JWS end in =",
        "The library writes base64url with padding.\nNobody strips it.",
        "CLR10-JWS-001",
        lambda jws: _padded(jws) if "=" in _padded(jws) else f"{jws}==",
        consequences=SCHEMA,
    ),
    token_fault(
        "jws-as-json",
        "A signed assertion is a JWS in JSON serialisation",
        "The library writes the flattened form by default.\nThe model wants the compact one.",
        "CLR10-JWS-001",
        _in_three_members,
        consequences=SCHEMA,
    ),
    token_fault(
        "jws-in-plain-base64",
        "A signed endorsement is encoded in base64 instead of base64url",
        "The standard encoder of the language was used.\n+ and / are not allowed in a JWS.",
        "CLR10-JWS-001",
        lambda jws: f"{jws}+/+/",
        members=_OTHER_MEMBERS,
        consequences=SCHEMA,
    ),
    token_fault(
        "jws-signature-cut-off",
        "The signature of a JWS is cut off",
        "The column of the database is too short.\nThe end of long texts is lost.",
        "CLR10-JWS-002",
        _replace(2, "ab"),
        consequences=SCHEMA,
    ),
    token_fault(
        "jws-header-without-alg",
        "The header of a JWS has no alg",
        "All items are signed with RS256.\nThe header was thought to be needless.",
        "CLR10-JWS-003",
        _header(alg=None),
        consequences={"CLR10-JWS-010": "without alg no signature can be verified"},
    ),
    token_fault(
        "jws-header-is-an-array",
        "The header of a JWS is an array",
        "The header is put together by hand.\nIt has the wrong brackets.",
        "CLR10-JWS-003",
        _replace(0, encoded(["RS256"])),
        consequences={"CLR10-JWS-010": "without a header no signature can be verified"},
    ),
    token_fault(
        "jws-header-is-no-json",
        "The header of a JWS is no JSON",
        "The name of the algorithm is encoded as it is.\nThe object around it is missing.",
        "CLR10-JWS-003",
        _replace(0, encoded(b"alg=RS256")),
        consequences={"CLR10-JWS-010": "without a header no signature can be verified"},
    ),
    token_fault(
        "jws-alg-none",
        "alg of a JWS is none",
        "Signing was switched off in a test.\nThe setting went live.",
        "CLR10-JWS-004",
        _replace(0, encoded({"alg": "none", "typ": "JWT"})),
        consequences={"CLR10-JWS-010": "a signature of no algorithm verifies nothing"},
    ),
    token_fault(
        "jws-alg-shared-secret",
        "alg of a JWS is HS256",
        "The library signs web tokens with a secret by default.\nThe same call signs assertions.",
        "CLR10-JWS-004",
        _replace(0, encoded({"alg": "HS256", "typ": "JWT"})),
        consequences={"CLR10-JWS-010": "a signature by a shared secret verifies nothing"},
    ),
    token_fault(
        "jws-alg-rs512",
        "A JWS is signed with RS512",
        "The longest hash was thought to be the best.\nNot every verifier knows it.",
        "CLR10-JWS-005",
        _header(alg="RS512"),
    ),
    token_fault(
        "jws-signed-clr-with-rs384",
        "A signed CLR is signed with RS384",
        "The algorithm follows from the class of the key in the library.\nNot every verifier knows it.",
        "CLR10-JWS-005",
        _header(alg="RS384"),
        members=("signedClrs",),
    ),
    token_fault(
        "jws-payload-of-another-class",
        "The payload of a signed assertion says that it is an Endorsement",
        "One function signs everything.\nIt writes the type that it was made for.",
        "CLR10-JWS-007",
        _as_class("Endorsement"),
    ),
    token_fault(
        "jws-payload-in-an-array",
        "The payload of a signed assertion is an array with one entry",
        "Items are signed in batches.\nA batch of one is still a list.",
        "CLR10-JWS-007",
        _wrapped,
    ),
    token_fault(
        "jws-payload-is-no-json",
        "The payload of a signed assertion is no JSON",
        "What is signed is the text form of the object in the language of the server.\nNobody opens it again.",
        "CLR10-JWS-007",
        _replace(1, encoded(b"{'type': 'Assertion'}")),
    ),
    document_fault(
        "jws-payload-without-context",
        "The payload of a signed assertion has no @context",
        "The context stands on the record around it.\nThe payload is the inner object as it is.",
        "CLR10-JWS-008",
        Change("Assertion", drop("@context"), _licence),
    ),
    document_fault(
        "jws-endorsement-without-context",
        "The payload of a signed endorsement has no @context",
        "The context stands on the record around it.\nThe payload is the inner object as it is.",
        "CLR10-JWS-008",
        Change("Endorsement", drop("@context"), _signed),
    ),
    document_fault(
        "jws-payload-says-hosted",
        "The payload of a signed assertion says Hosted",
        "The same object is hosted and signed.\nIts verification speaks of the hosted copy.",
        "CLR10-JWS-009",
        Change(
            "Assertion",
            both(put("verification", {"type": "Hosted"}), lambda node: put("id", _hosted_id(node))(node)),
            _licence,
        ),
        consequences={"CLR10-ASR-006": "nothing is hosted at the id of the signed one"},
    ),
    document_fault(
        "jws-payload-says-nothing",
        "The payload of a signed assertion has no verification",
        "The signature was thought to say enough.\nThe member is left out.",
        "CLR10-JWS-009",
        Change("Assertion", drop("verification"), _licence),
        consequences={"CLR10-CON-015": "an assertion without verification does not say how it can be verified"},
    ),
    document_fault(
        "jws-signed-by-the-endorser",
        "A signed assertion names the key of another profile than its issuer",
        "One service signs for several organisations.\nIt takes the key of the one that asked last.",
        "CLR10-JWS-011",
        Change("Assertion", _by_the_professor, _licence),
    ),
    document_fault(
        "jws-profile-without-key",
        "The signing profile in the payload has no publicKey",
        "The profile is shortened before it is signed.\nThe key is on the profile page.",
        "CLR10-JWS-012",
        Change("Assertion", drop("achievement/issuer/publicKey"), _in_a_record_of_its_issuer),
    ),
    document_fault(
        "jws-payload-departs-from-the-model",
        "A member in the payload of a signed assertion has the wrong type",
        "Signed items are not validated before they are signed.\nAfterwards nobody can repair them.",
        "CLR10-JWS-013",
        Change("Assertion", put("licenseNumber", 93), _licence),
    ),
    document_fault(
        "jws-endorsement-departs-from-the-model",
        "The payload of a signed endorsement has a claim that is a text",
        "The comment alone was signed.\nThe object around it was left out.",
        "CLR10-JWS-013",
        Change("Endorsement", put("claim", "Good work."), _signed),
    ),
)
