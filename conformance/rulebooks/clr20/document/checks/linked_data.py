"""What shows only when the contexts are processed: undefined terms, contexts that clash, graphs that exhaust."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from conformance.document.findings import Note
from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.document.words import a
from conformance.linked_data import LinkedDataError, Loss
from conformance.record import Finding
from conformance.rulebooks.clr20.document.linked import credentials, linked, open_for
from conformance.rulebooks.clr20.document.reading import VC_1, VC_2, contexts, first_context, objects
from conformance.rulebooks.clr20.document.register import check

_BADGES: Final = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context.*\.json")
_UNVERSIONED: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context.json"
_OPEN_BADGES_CLASHING: Final = (
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
)
_NOT_RDF: Final = re.compile(r".*-jcs-.*")

_LOST: Final = {
    "term": "has a member that no context defines, so that no signature over its RDF covers it: {member}",
    "type": "has a type that no context defines, so that no signature over its RDF covers it",
    "relative-id": "has an id or a link that is no absolute IRI, so that no signature over its RDF covers it: {member}",
    "direction": "has a text with a direction, which no signature over its RDF covers",
    "language": "has a text whose language is no language tag, so that no signature over its RDF covers it",
    "value": "has a text or a number where only an object has a place, so that no signature covers it: {member}",
}
_EXPECTED: Final = {
    "term": "a context that defines it",
    "type": "a context that defines it",
    "relative-id": "an absolute IRI",
    "direction": "no direction",
    "language": "a language tag (BCP 47), such as en-GB",
    "value": "an object",
}


@check("CLR20-CTX-08", "Document", met=lambda document: next(credentials(document), None))
def nothing_is_lost(document: Document) -> Iterator[Finding | Note]:
    """All of a credential has RDF: each term and type is defined, and its contexts go together."""
    for node, told in _told(document):
        finding = _finding(node, told)
        yield Note(finding) if _open(told) else finding


@check("CLR20-DI-17", "Document", met=lambda document: next(_proved(document), None))
def nothing_is_lost_behind_a_proof(document: Document) -> Iterator[Finding]:
    """What a proof over RDF is made for is refused when something of it has no RDF."""
    for node, told in _told(document):
        of_proof = isinstance(told, Loss) and re.match(r"/proof(/|$)", told.pointer)
        if not _open(told) and not of_proof and any(_rdf_proofs(each) for each in _around(node)):
            yield _finding(node, told)


@check("CLR20-DI-16", "Document", met=lambda document: next(_proved(document), None))
def graphs_end(document: Document) -> Iterator[Finding]:
    """The nodes of a credential can be told apart in a bounded number of steps."""
    for node in _proved(document):
        try:
            linked(document, node).canonical()
        except LinkedDataError as error:
            if error.code == "poison-graph":
                yield node.finding(
                    f"{_a(node)} has nodes that cannot be told apart", expected=error.todo, actual=error.message
                )


@check("CLR20-CTX-10", "ClrCredential", when="@context")
def members_of_the_current_context_have_it(node: Node) -> Iterator[Finding]:
    """The first context of CLR defines neither ``partial`` nor the ``identifier`` of a subject."""
    if _UNVERSIONED not in contexts(node.value) or any(_newer(each) for each in contexts(node.value)):
        return
    message = "A ClrCredential uses a member that the unversioned context of CLR does not define"
    if "partial" in node.value:
        yield node.finding(message, at="partial", expected="context 2.0.1 of CLR")
    if "identifier" in node.object("credentialSubject"):
        yield node.finding(message, at=("credentialSubject", "identifier"), expected="context 2.0.1 of CLR")


@check("CLR20-CTX-11", "Document", met=lambda document: len(list(credentials(document))) > 1)
def one_version_of_the_badges_context(document: Document) -> Iterator[Finding]:
    """A record and the credentials in it name one version of the context of Open Badges."""
    for node in credentials(document):
        outer = _badges(_holder(node))
        for name in _badges(node) - outer if outer else ():
            message = f"{_a(node)} names another version of the Open Badges context than the credential around it"
            yield node.finding(message, at="@context", expected=", ".join(sorted(outer)), actual=name)


@check("CLR20-CTX-12", "Document", met=lambda document: next(_of_model_2(document), None))
def no_contexts_that_clash(document: Document) -> Iterator[Finding]:
    """Beside the context of the present data model stand neither the one before it nor old ones of Open Badges."""
    for node in credentials(document):
        outer = [each for each in _around(node) if first_context(each.value) == VC_2]
        named = contexts(node.value)
        if first_context(node.value) == VC_1 and outer:
            message = f"{_a(node)} of version 1.1 of the data model stands in a credential of version 2.0"
            yield node.finding(message, at="@context", expected=VC_2, actual=VC_1)
        for name in (each for each in _OPEN_BADGES_CLASHING if each in named and outer):
            message = f"{_a(node)} names a context of Open Badges that redefines terms of the data model"
            yield node.finding(message, at="@context", expected="context 3.0.3 of Open Badges", actual=name)


def _told(document: Document) -> Iterator[tuple[Node, Loss | LinkedDataError]]:
    """What is lost, each thing once: a credential inside another loses what both lose."""
    seen: set[tuple[str, str]] = set()
    for node in sorted(credentials(document), key=_depth, reverse=True):
        reading = linked(document, node)
        found: list[Loss | LinkedDataError] = list(reading.losses)
        if reading.error is not None and reading.error.code != "poison-graph":
            found.append(reading.error)
        for told in found:
            kind = told.kind if isinstance(told, Loss) else told.code
            place = (node.pointer() + told.pointer, kind)
            if place not in seen:
                seen.add(place)
                yield node, told


def _finding(node: Node, told: Loss | LinkedDataError) -> Finding:
    if isinstance(told, LinkedDataError):
        return _refused(node, told)
    member = next((each for each in reversed(told.pointer.split("/")) if not each.isdigit()), "")
    message = f"{_a(node)} {_LOST[told.kind].format(member=member)}"
    return Finding("", message, _EXPECTED[told.kind], told.name[:80], node.pointer() + told.pointer)


def _refused(node: Node, error: LinkedDataError) -> Finding:
    message = f"{_a(node)} cannot be read as linked data"
    if error.code == "context-clash":
        message = f"The contexts of {a(node.kind)} do not go together"
    elif open_for(error):
        message = f"Nobody can tell how much of {a(node.kind)} a signature over its RDF covers"
    return Finding("", message, error.todo, error.message, node.pointer() + (error.pointer or "/@context"))


def _open(told: Loss | LinkedDataError) -> bool:
    return isinstance(told, LinkedDataError) and open_for(told)


def _proved(document: Document) -> Iterator[Node]:
    return (node for node in credentials(document) if _rdf_proofs(node))


def _rdf_proofs(node: Node) -> bool:
    """True when a proof of the credential is over its RDF, as all are but those over canonical JSON."""
    return any(not _NOT_RDF.fullmatch(str(each.get("cryptosuite"))) for each in objects(node.value.get("proof")))


def _around(node: Node) -> Iterator[Node]:
    """The credential and those that it stands in, within one token."""
    at: Node | None = node
    while at is not None:
        if "credentialSubject" in at.value:
            yield at
        at = at.parent if at.token is None else None


def _holder(node: Node) -> Node | None:
    return next((each for each in _around(node) if each is not node), None)


def _depth(node: Node) -> int:
    return sum(1 for _ in _around(node))


def _of_model_2(document: Document) -> Iterator[Node]:
    return (node for node in credentials(document) if first_context(node.value) == VC_2)


def _badges(node: Node | None) -> set[str]:
    named: tuple[Any, ...] = contexts(node.value) if node is not None else ()
    return {each for each in named if isinstance(each, str) and _BADGES.fullmatch(each)}


def _newer(name: Any) -> bool:
    return isinstance(name, str) and "/spec/clr/v2p0/context-2" in name


def _a(node: Node) -> str:
    return a(node.kind, capital=True)
