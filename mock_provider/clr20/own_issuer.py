"""An issuer on the mock's own origin, for faults in what is served beside the records: its document and its lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from conformance.issuing import sign
from conformance.issuing.lists import LEAST, bits, encoded_list
from mock_provider.clr20.drafting import ISSUER, W3C, Node, Place
from mock_provider.clr20.records import Hosted

ISSUER_PATH, LIST_PATH = "/anew/issuer", "/anew/list"
LIST_URL = f"{{root}}{LIST_PATH}"
METHOD = f"{{root}}{ISSUER_PATH}#key-1"
INDEX = 94567


def controller(place: Place, **members: Any) -> Node:
    """The document of that issuer, with its key for assertions; ``None`` for a member that it has not."""
    own = f"{place.root}{ISSUER_PATH}"
    method = {
        "id": f"{own}#key-1",
        "type": "Multikey",
        "controller": own,
        "publicKeyMultibase": place.keys[ISSUER].multibase,
    }
    known = {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": own,
        "verificationMethod": [method],
        "assertionMethod": [f"{own}#key-1"],
    }
    return {name: value for name, value in {**known, **members}.items() if value is not None}


def entry(**members: Any) -> Node:
    """The entry of a badge in a status list of the mock."""
    known = {
        "id": f"{LIST_URL}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(INDEX),
        "statusListCredential": LIST_URL,
    }
    return {**known, **members}


@cache
def a_string(length: int = LEAST) -> str:
    """The bits of a list in which two others are revoked."""
    return encoded_list(bits({5: 1, 42: 1}, length))


def listed(place: Place, *, signed: bool = True, subject: Mapping[str, Any] | None = None, **members: Any) -> Node:
    """The status list; ``subject`` and ``members`` replace what is in it."""
    url = f"{place.root}{LIST_PATH}"
    about = {
        "id": f"{url}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "encodedList": a_string(),
        **(subject or {}),
    }
    document = {
        "@context": [W3C],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": place.issuer,
        "validFrom": "2020-01-01T00:00:00Z",
        "validUntil": "2098-01-01T00:00:00Z",
        "credentialSubject": about,
        **members,
    }
    moment = "2020-01-01T00:00:00Z"
    key = place.keys[ISSUER]
    return sign(document, "eddsa-rdfc-2022", key, key.did_method, created=moment) if signed else document


def hosting(make: Callable[[Place], Any]) -> Hosted:
    """The mock serves that as the list."""
    return {LIST_PATH: make}
