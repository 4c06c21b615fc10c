"""What changes between two reads: a document beside the API is another one once records were read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.tools import Change, Node, refuse
from mock_provider.clr20.records import LIST

UNIVERSITY, COLLEGE_KEYS = "/issuers/university/did.json", "/issuers/college/jwks.json"
REVOCATIONS = "/status/revocation"

LISTS_TOO = {
    "CLR20-VER-10": "the status list was signed with the same key",
    "CLR20-VER-17": "badges inside were signed with the same key",
}
"""What falls with the key of the university."""


def after_reading(path: str, change: Change) -> Change:
    """Change the document at that path, once a list of records was read."""

    def changed(response: Response) -> None:
        if response.operation == LIST and response.good:
            response.memory["read"] = True
        elif response.request.path == path and response.memory.get("read") and response.good:
            change(response)

    return changed


def edited(change: Callable[[Node], object]) -> Change:
    """Change a document of JSON in place."""

    def changed(response: Response) -> None:
        document: Any = response.json
        change(document)
        response.json = document

    return changed


def gone(response: Response) -> None:
    """The document is not there any more."""
    refuse(response, 404, "not_found", "there is nothing behind this path")


def without_methods(ending: str) -> Change:
    """Leave the methods out of a controller's document whose id ends so."""

    def change(document: Node) -> None:
        methods = document["verificationMethod"]
        document["verificationMethod"] = [one for one in methods if not one["id"].endswith(ending)]
        document["assertionMethod"] = [one for one in document["assertionMethod"] if not one.endswith(ending)]

    return edited(change)
