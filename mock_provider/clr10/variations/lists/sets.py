"""The ClrSet and its two arrays."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.paging import LIST
from mock_provider.behaviour.tools import json_object
from mock_provider.clr10 import FACTS
from mock_provider.signing import SigningKey

library = Library()


def _drop_empty_arrays(document: dict[str, Any]) -> None:
    for member in ("clrs", "signedClrs"):
        if document.get(member) == []:
            del document[member]


library.add(
    Variation(
        id="var-list-no-empty-arrays",
        title="clrs or signedClrs is left out where it would be empty",
        how="The serializer skips empty arrays.\nThe contract: neither member of ClrSet is required.",
        operations=LIST,
        on_response=json_object(_drop_empty_arrays),
        touches=("set members",),
        obliges=("CLR10-GCS-030",),
    )
)


def _add_id(document: dict[str, Any]) -> None:
    document["id"] = "urn:uuid:8b0c65b5-6d9b-4c6f-a6f5-22a8f1f0f9a4"


library.add(
    Variation(
        id="var-list-set-with-id",
        title="The ClrSet has an id of its own",
        how="Every entity of the store has an id.\nThe contract: id is an optional member of ClrSet.",
        operations=LIST,
        on_response=json_object(_add_id),
    )
)


def _put_signed_first(document: dict[str, Any]) -> None:
    document["signedClrs"] = document.pop("signedClrs", [])
    document["clrs"] = document.pop("clrs", [])


library.add(
    Variation(
        id="var-list-signed-first",
        title="signedClrs stands before clrs",
        how="Signed records come from another table.\n"
        "RFC 8259, section 4: members have no order; the two arrays of a ClrSet have none between each other.",
        operations=LIST,
        on_response=json_object(_put_signed_first),
        touches=("set members",),
    )
)


def _signed(clr: dict[str, Any], key: SigningKey) -> str:
    key_id: str = clr["publisher"]["publicKey"]["id"]
    verification = {"type": "Signed", "creator": key_id}
    own = {
        "@context": FACTS.context_url,
        **clr,
        "id": uuid5(NAMESPACE_URL, clr["id"]).urn,
        "verification": verification,
    }
    return key.sign(own, key_id)


def _sign_one_publisher(response: Response) -> None:
    """The CLRs of one publisher come signed, behind those that are signed already."""
    document, signing_key = response.json, response.request.signing_key
    if not response.good or signing_key is None:
        return
    plain: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for clr in document["clrs"]:
        plain[clr["publisher"]["id"].endswith("/profiles/guild")].append(clr)
    document["clrs"] = plain[False]
    document["signedClrs"] += [_signed(clr, signing_key("guild")) for clr in plain[True]]
    response.json = document


library.add(
    Variation(
        id="var-list-signed-instead",
        title="CLRs of one publisher are signed, those of others plain",
        how="Only that publisher has a key.\nThe contract: a set holds clrs and signedClrs side by side.",
        operations=LIST,
        on_response=_sign_one_publisher,
    )
)

VARIATIONS = library.variations
