"""PyLD's reading of a document: the second opinion before a record is called forged, and the one for rare keywords.

It is slow and knows no safe mode: what it drops is looked for while it expands. Nothing is fetched.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any, Final

from conformance.linked_data.contexts import Contexts
from conformance.linked_data.iris import escaped
from conformance.linked_data.literals import ending, is_language, quoted
from conformance.linked_data.problems import invalid_linked_data, too_much
from conformance.linked_data.processing import guarded, options_of
from conformance.linked_data.rdfc import canonize
from conformance.linked_data.result import Loss, Quad

MOST_VALUES: Final = 20_000
"""Members and entries of a document that PyLD reads; its time grows faster than they do."""
MOST_RARE: Final = 5_000
"""The same where only PyLD can read a document: nobody writes that much with keywords that hardly anybody uses."""


def canonical_by_pyld(document: Mapping[str, Any], contexts: Contexts) -> str:
    """Canonical N-Quads by PyLD alone, from the contexts to the labels.

    Control characters are escaped as PyLD does it, which is not how RDFC-1.0 does. Raises ``LinkedDataError``.
    """
    from pyld.jsonld import JsonLdProcessor

    quads, losses = quads_by_pyld(document, contexts)
    if any(loss.kind == "language" for loss in losses):
        raise invalid_linked_data("the language of a text is no language tag")
    canonize(quads, budget=contexts.budget)  # its labelling has no bound of its own
    with guarded():
        normal: str = JsonLdProcessor().normalize(
            dict(document), {**options_of(contexts), "algorithm": "URDNA2015", "format": "application/n-quads"}
        )
    return normal


def quads_by_pyld(
    document: Mapping[str, Any], contexts: Contexts, *, raw: bool = False, most: int = MOST_VALUES
) -> tuple[list[Quad], list[Loss]]:
    """The quads of the document as PyLD expands it, and what it drops; raises ``LinkedDataError``.

    ``raw`` writes IRIs as PyLD does, with characters that N-Quads ask to escape. ``most`` bounds the members and
    entries.
    """
    if _values(document) > most:
        raise too_much("members and entries that have to be read slowly", most)
    from conformance.linked_data.reader import Reader  # which imports PyLD

    own = copy.deepcopy(dict(document))
    reader = Reader(own)
    with guarded():
        dataset = reader.dataset(options_of(contexts))
    write = str if raw else escaped
    quads, losses = [], reader.losses
    for name, triples in dataset.items():
        for triple in triples:
            language = (triple["object"] or {}).get("language")
            if language and not is_language(language):
                losses.append(Loss("", "language", language))
            elif triple["object"]:
                quads.append(_quad(triple, name, write))
    return quads, losses


def _quad(triple: Mapping[str, Any], graph: str, write: Callable[[str], str]) -> Quad:
    terms = [_term(triple[name], write) for name in ("subject", "predicate", "object")]
    name = "" if graph == "@default" else graph if graph[:2] == "_:" else f"<{write(graph)}>"
    return terms[0], terms[1], terms[2], name


def _term(term: Mapping[str, Any], write: Callable[[str], str]) -> str:
    if term["type"] == "literal":
        language = term.get("language")
        return quoted(term["value"]) + ending(None if language else term["datatype"], language)
    value: str = term["value"]
    return value if term["type"] == "blank node" else f"<{write(value)}>"


def _values(value: Any) -> int:
    """How many members and entries there are, however deep."""
    if isinstance(value, Mapping):
        return len(value) + sum(_values(each) for each in value.values())
    return len(value) + sum(_values(each) for each in value) if isinstance(value, list) else 0
