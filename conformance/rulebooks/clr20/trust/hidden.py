"""Members of a credential that its RDF has, and with it the signature, but that no reader of JSON finds there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.document.nodes import Key
from conformance.linked_data import Contexts, LinkedDataError
from conformance.rulebooks.clr20.document.linked import Linked
from conformance.rulebooks.clr20.document.reading import many
from conformance.rulebooks.clr20.trust.spelling import iris_of, spelled_otherwise

JUDGED_BY: Final = (
    "issuer",
    "credentialSubject",
    "credentialStatus",
    "validFrom",
    "validUntil",
    "issuanceDate",
    "expirationDate",
    "refreshService",
    "credentialSchema",
    "termsOfUse",
)
"""The members that a verdict stands on."""

_DEFAULT_GRAPH: Final = re.compile(r'(?:[^" ]+|"(?:[^"\\]|\\.)*"\S*) \.')
"""The rest of a statement that is in no graph of its own: one term and the full stop."""


def hidden(value: Mapping[str, Any], linked: Linked, known: Contexts) -> Iterator[Key]:
    """Where members stand that readers of JSON do not find, or the name at the top under which they look for them.

    ``value`` is the credential without its proofs. Raises nothing: a credential without RDF hides nothing in it.
    """
    yield from spelled_otherwise(value, known)
    identifier = value.get("id")
    if not isinstance(identifier, str):
        return
    try:
        text = linked.canonical()
    except LinkedDataError:
        return
    for name in JUDGED_BY:
        if _stated(text, identifier, name) > len(many(value.get(name))):
            yield (name,)


def hidden_option(proof: Mapping[str, Any], document: Mapping[str, Any], known: Contexts) -> str:
    """The name of an option of a proof that readers of JSON do not find, such as when it ends; empty for none."""
    contexts = [*many(document.get("@context")), *many(proof.get("@context"))]
    place = next(spelled_otherwise({**proof, "@context": contexts}, known), None)
    return "" if place is None else str(place[-1])[:80]


def _stated(text: str, identifier: str, name: str) -> int:
    """How often the canonical RDF says this of the credential itself."""
    found = 0
    for iri in iris_of(name):
        start = f"<{identifier}> <{iri}> "
        at = 0 if text.startswith(start) else text.find(f"\n{start}") + 1
        while text.startswith(start, at):
            end = text.find("\n", at)
            found += _DEFAULT_GRAPH.fullmatch(text, at + len(start), end) is not None
            at = end + 1
    return found
