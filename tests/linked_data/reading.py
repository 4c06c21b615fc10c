"""What tests of linked data read with."""

from __future__ import annotations

from typing import Any

from conformance.linked_data import Contexts, Loss, expand
from conformance.standard import contexts

TABLE = contexts("clr20")
CONTEXTS = Contexts(
    TABLE.documents, {url: tuple(each.key for each in several[1:]) for url, several in TABLE.editions.items()}
)

VOCABULARY = {
    "id": "@id",
    "type": "@type",
    "name": "https://a.example/name",
    "knows": {"@id": "https://a.example/knows", "@type": "@id"},
    "kind": {"@id": "https://a.example/kind", "@type": "@vocab"},
    "steps": {"@id": "https://a.example/steps", "@container": "@list"},
    "proof": {"@id": "https://a.example/proof", "@type": "@id", "@container": "@graph"},
    "words": {"@id": "https://a.example/words", "@container": "@language"},
    "raw": {"@id": "https://a.example/raw", "@type": "@json"},
    "count": {"@id": "https://a.example/count", "@type": "https://a.example/number"},
    "Person": "https://a.example/Person",
    "Worker": {"@id": "https://a.example/Worker", "@context": {"job": "https://a.example/job"}},
}
OWN = Contexts(
    {
        "https://a.example/context": {"@context": VOCABULARY},
        "https://a.example/other": {"@context": {"name": "https://b.example/name"}},
    }
)


def document(**members: Any) -> dict[str, Any]:
    """A document of the vocabulary above."""
    return {"@context": "https://a.example/context", "id": "urn:a", **members}


def quads(value: dict[str, Any], known: Contexts = OWN) -> set[str]:
    """The quads of a document as lines, with the IRIs of the vocabulary cut short."""
    return {" ".join(each).strip().replace("https://a.example/", "") for each in expand(value, known).quads}


def losses(value: dict[str, Any], known: Contexts = OWN) -> list[tuple[str, str]]:
    """Where something is lost, and of what kind."""
    return [(loss.pointer, loss.kind) for loss in expand(value, known).losses]


__all__ = ["CONTEXTS", "OWN", "Loss", "document", "losses", "quads"]
