"""The requirements of documents, decided on every record of its own that a consumer posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from conformance.rulebooks.clr20.consumer.posted import posts
from conformance.rulebooks.clr20.consumer.register import REGISTRY
from conformance.standard import Role, load
from conformance.traffic import Traffic, met, not_applicable, note
from conformance.traffic.registry import Observed
from conformance.traffic.seen import Seen

CHECK = "consumer.documents.posted_documents"
DECIDED = [row.id for row in load("clr20") if row.role in (Role.DOCUMENT, Role.ISSUER) and CHECK in row.checks]
"""The requirements that the document checks decide, and that bind whoever makes a document."""


def _deciding(requirement: str) -> Callable[[Traffic], Iterator[Seen]]:
    def posted_documents(traffic: Traffic) -> Iterator[Seen]:
        own = posts(traffic)
        for one in own:
            if requirement in one.judgement.exercised:
                yield met(one.sitting, one.request)
            for finding in one.judgement.findings:
                if finding.requirement == requirement:
                    yield replace(finding, requirement="", exchanges=(one.request.number,))
            for finding in one.judgement.notes:
                if finding.requirement == requirement:
                    yield note(finding.message)
        if own:
            yield not_applicable("nothing of the kind was posted")

    return posted_documents


for one in DECIDED:
    REGISTRY.add(Observed(CHECK, one, (), ("write",), _deciding(one)))
