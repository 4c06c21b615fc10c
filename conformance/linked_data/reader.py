"""PyLD's expansion of a document, with a note of each thing that it drops; imported only where PyLD is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pyld.identifier_issuer import IdentifierIssuer
from pyld.jsonld import JsonLdProcessor

from conformance.linked_data.iris import absolute
from conformance.linked_data.result import Loss


class Reader(JsonLdProcessor):  # type: ignore[misc]  # PyLD has no types
    """PyLD with a note of each thing that it drops, and where it stands."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__()
        self.losses: list[Loss] = []
        self._document = document
        self._options: dict[str, Any] = {}
        self._pointers = dict(_objects(document, ""))

    def dataset(self, options: dict[str, Any]) -> Mapping[str, list[Any]]:
        """The RDF dataset in PyLD's shape."""
        options |= {"isFrame": False, "keepFreeFloatingNodes": False, "produceGeneralizedRdf": False}
        self._options = options
        expanded = self._expand(self._get_initial_context(options), None, self._document, options)
        if isinstance(expanded, dict) and expanded.keys() == {"@graph"}:
            expanded = expanded["@graph"]
        nodes: dict[str, Any] = {"@default": {}}
        issuer = IdentifierIssuer("_:b")
        self._create_node_map(self.arrayify([] if expanded is None else expanded), nodes, "@default", issuer)
        graphs = {name: graph for name, graph in sorted(nodes.items()) if name == "@default" or absolute(name)}
        return {name: self._graph_to_rdf(graph, issuer, options) for name, graph in graphs.items()}

    def _expand_object(self, active_ctx: Any, *args: Any, **kwargs: Any) -> Any:
        element = args[2]
        type_scoped = kwargs.get("type_scoped_ctx") or (args[7] if len(args) > 7 else None) or active_ctx
        self.losses += self._lost(active_ctx, type_scoped, element)
        return super()._expand_object(active_ctx, *args, **kwargs)

    def _lost(self, active: Any, type_scoped: Any, element: Mapping[str, Any]) -> Iterator[Loss]:
        at = self._pointers.get(id(element), "")
        of_value = "@value" in element
        for key, value in element.items():
            place = f"{at}/{key.replace('~', '~0').replace('/', '~1')}"
            iri = self._expand_iri(active, key, vocab=True)
            if key == "@context" or (iri == "@type" and of_value):
                continue
            if iri is None or iri.startswith("_:") or not (iri.startswith("@") or absolute(iri)):
                yield Loss(place, "term", key)
            elif iri == "@type":
                yield from self._relative(type_scoped, value, place, "type")
            elif iri == "@id":
                yield from self._relative(active, value, place, "relative-id", vocab=False)
            elif iri == "@direction" and value is not None:
                yield Loss(place, "direction", str(value))
            elif (coerced := self.get_context_value(active, key, "@type")) in ("@id", "@vocab"):
                scoped = self._scoped(active, key)
                yield from self._relative(scoped, value, place, "relative-id", vocab=coerced == "@vocab")

    def _scoped(self, active: Any, key: str) -> Any:
        """The context of the values of that member."""
        local = self.get_context_value(active, key, "@context")
        return active if local is None else self._process_context(active, local, self._options, override_protected=True)

    def _relative(self, active: Any, value: Any, at: str, kind: str, vocab: bool = True) -> Iterator[Loss]:
        several = isinstance(value, list)
        for index, each in enumerate(value if several else [value]):
            place = f"{at}/{index}" if several else at
            if isinstance(each, list):
                yield from self._relative(active, each, place, kind, vocab)
            elif isinstance(each, dict):
                for holder in each.keys() & {"@list", "@set"}:
                    yield from self._relative(active, each[holder], f"{place}/{holder}", kind, vocab)
            elif isinstance(each, str) and not absolute(self._expand_iri(active, each, vocab=vocab)):
                yield Loss(place, kind, each)


def _objects(value: Any, at: str) -> Iterator[tuple[int, str]]:
    """The pointer of each object of the document, by the identity of the object."""
    if isinstance(value, dict):
        yield id(value), at
        for key, each in value.items():
            yield from _objects(each, f"{at}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _objects(each, f"{at}/{index}")
