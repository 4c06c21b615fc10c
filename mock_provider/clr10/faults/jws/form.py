"""The parts of a compact JWS: its form, its header and its algorithm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Jws, encoded
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    token_fault,
)

library = Library()


def _padded(jws: Jws) -> str:
    """The JWS with the padding that base64 has and base64url in a JWS has not."""
    return ".".join(part + "=" * (-len(part) % 4) for part in str(jws).split("."))


library.add(
    token_fault(
        id="jws-with-padding",
        title="The parts of a JWS end in =",
        how="The library writes base64url with padding.\nNobody strips it.",
        breaks=("CLR10-JWS-001",),
        consequences=SCHEMA,
        change=lambda jws: _padded(jws) if "=" in _padded(jws) else f"{jws}==",
    )
)


def _as_json_serialization(jws: Jws) -> dict[str, str]:
    protected, payload, signature = str(jws).split(".")
    return {"protected": protected, "payload": payload, "signature": signature}


library.add(
    token_fault(
        id="jws-as-json",
        title="A signed assertion is a JWS in JSON serialisation",
        how="The library writes the flattened form by default.\nThe model wants the compact one.",
        breaks=("CLR10-JWS-001",),
        consequences=SCHEMA,
        change=_as_json_serialization,
    )
)

library.add(
    token_fault(
        id="jws-in-plain-base64",
        title="A signed endorsement is encoded in base64 instead of base64url",
        how="The standard encoder of the language was used.\n+ and / are not allowed in a JWS.",
        breaks=("CLR10-JWS-001",),
        consequences=SCHEMA,
        change=lambda jws: f"{jws}+/+/",
        members=("signedEndorsements",),
    )
)


def _replace_part(index: int, part: str) -> Callable[[Jws], str]:
    """The JWS as signed, with one of its parts replaced afterwards."""

    def made(jws: Jws) -> str:
        parts = str(jws).split(".")
        parts[index] = part
        return ".".join(parts)

    return made


library.add(
    token_fault(
        id="jws-signature-cut-off",
        title="The signature of a JWS is cut off",
        how="The column of the database is too short.\nThe end of long texts is lost.",
        breaks=("CLR10-JWS-002",),
        consequences=SCHEMA,
        change=_replace_part(2, "ab"),
    )
)


def _change_header(**members: Any) -> Callable[[Jws], str]:
    """Other members in the header, signed along; ``None`` leaves one out."""

    def made(jws: Jws) -> str:
        jws.header = {name: value for name, value in {**jws.header, **members}.items() if value is not None}
        return str(jws)

    return made


library.add(
    token_fault(
        id="jws-header-without-alg",
        title="The header of a JWS has no alg",
        how="All items are signed with RS256.\nThe header was thought to be needless.",
        breaks=("CLR10-JWS-003",),
        consequences={"CLR10-JWS-010": "without alg no signature can be verified"},
        change=_change_header(alg=None),
    )
)

library.add(
    token_fault(
        id="jws-header-is-an-array",
        title="The header of a JWS is an array",
        how="The header is put together by hand.\nIt has the wrong brackets.",
        breaks=("CLR10-JWS-003",),
        consequences={"CLR10-JWS-010": "without a header no signature can be verified"},
        change=_replace_part(0, encoded(["RS256"])),
    )
)

library.add(
    token_fault(
        id="jws-header-is-no-json",
        title="The header of a JWS is not JSON",
        how="The name of the algorithm is encoded as it is.\nThe object around it is missing.",
        breaks=("CLR10-JWS-003",),
        consequences={"CLR10-JWS-010": "without a header no signature can be verified"},
        change=_replace_part(0, encoded(b"alg=RS256")),
    )
)

library.add(
    token_fault(
        id="jws-alg-none",
        title="alg of a JWS is none",
        how="Signing was switched off in a test.\nThe setting went live.",
        breaks=("CLR10-JWS-004",),
        consequences={"CLR10-JWS-010": "a signature of no algorithm verifies nothing"},
        change=_replace_part(0, encoded({"alg": "none", "typ": "JWT"})),
    )
)

library.add(
    token_fault(
        id="jws-alg-shared-secret",
        title="alg of a JWS is HS256",
        how="The library signs web tokens with a secret by default.\nThe same call signs assertions.",
        breaks=("CLR10-JWS-004",),
        consequences={"CLR10-JWS-010": "a signature by a shared secret verifies nothing"},
        change=_replace_part(0, encoded({"alg": "HS256", "typ": "JWT"})),
    )
)

library.add(
    token_fault(
        id="jws-alg-rs512",
        title="A JWS is signed with RS512",
        how="The longest hash was thought to be the best.\nNot every verifier knows it.",
        breaks=("CLR10-JWS-005",),
        change=_change_header(alg="RS512"),
    )
)

library.add(
    token_fault(
        id="jws-signed-clr-with-rs384",
        title="A signed CLR is signed with RS384",
        how="The algorithm follows from the class of the key in the library.\nNot every verifier knows it.",
        breaks=("CLR10-JWS-005",),
        change=_change_header(alg="RS384"),
        members=("signedClrs",),
    )
)


def _call_it(name: str) -> Callable[[Jws], str]:
    """The JWS of a payload that says to be of another class."""

    def made(jws: Jws) -> str:
        jws.payload = {**jws.payload, "type": name}
        return str(jws)

    return made


library.add(
    token_fault(
        id="jws-payload-of-another-class",
        title="The payload of a signed assertion says that it is an Endorsement",
        how="One function signs everything.\nIt writes the type that it was made for.",
        breaks=("CLR10-JWS-007",),
        change=_call_it("Endorsement"),
    )
)


def _wrap_payload(jws: Jws) -> str:
    jws.payload = [jws.payload]
    return str(jws)


library.add(
    token_fault(
        id="jws-payload-in-an-array",
        title="The payload of a signed assertion is an array with one entry",
        how="Items are signed in batches.\nA batch of one is still a list.",
        breaks=("CLR10-JWS-007",),
        change=_wrap_payload,
    )
)

library.add(
    token_fault(
        id="jws-payload-is-no-json",
        title="The payload of a signed assertion is not JSON",
        how="What is signed is the text form of the object in the language of the server.\nNobody opens it again.",
        breaks=("CLR10-JWS-007",),
        change=_replace_part(1, encoded(b"{'type': 'Assertion'}")),
    )
)

FAULTS = library.faults
