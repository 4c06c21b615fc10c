"""The requirements of documents, decided on every CLR of its own that a consumer posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from conformance.rulebooks.clr10.consumer.posted import posts
from conformance.rulebooks.clr10.consumer.register import REGISTRY
from conformance.standard import Role, load
from conformance.traffic import Traffic, met, not_applicable, note
from conformance.traffic.registry import Observed
from conformance.traffic.seen import Seen

CHECK = "consumer.documents.posted_documents"
DECIDED = [
    row.id
    for row in load("clr10")
    if row.role in (Role.DOCUMENT, Role.PUBLISHER) and "provider.documents.received_documents" in row.checks
]
"""The requirements that the document checks decide, and that bind whoever makes a document."""


def _deciding(requirement: str) -> Callable[[Traffic], Iterator[Seen]]:
    def posted_documents(traffic: Traffic) -> Iterator[Seen]:
        any_post = False
        for sitting, request, posted in posts(traffic):
            any_post = True
            judgement = posted.judgement
            if requirement in judgement.exercised:
                yield met(sitting, request)
            for finding in judgement.findings:
                if finding.requirement == requirement:
                    yield replace(finding, requirement="", exchanges=(request.number,))
            for finding in judgement.notes:
                if finding.requirement == requirement:
                    yield note(finding.message)
        if any_post:
            yield not_applicable("nothing of the kind was posted")

    return posted_documents


for one in DECIDED:
    REGISTRY.add(Observed(CHECK, one, (), ("write",), _deciding(one)))
