"""What a reading of a document as linked data yields."""

from __future__ import annotations

from dataclasses import dataclass

Quad = tuple[str, str, str, str]
"""Subject, predicate, object and graph (empty: the default graph), each as it stands in N-Quads.

A blank node begins with ``_:``, an IRI with ``<`` and a literal with a quotation mark.
"""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that stands in the document and not in its RDF, so that no signature over the RDF covers it.

    ``pointer`` is its JSON Pointer; ``name`` the member or the value. ``kind`` is ``term`` (a member that no context
    defines), ``type`` (a value of ``type`` that none defines), ``relative-id`` (an id or a link that is no absolute
    IRI), ``direction`` (the direction of a text), ``language`` (a text whose language is no language tag) or ``value``
    (a text or number where only a node can stand).
    """

    pointer: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Expanded:
    """The RDF of a document; a quad may be there more than once.

    ``contexts`` are the keys of the context documents that the top of the document names, in order: a URL, with ``#``
    and a name where it has several editions and another than the newest was used.
    """

    quads: tuple[Quad, ...]
    losses: tuple[Loss, ...]
    contexts: tuple[str, ...]
