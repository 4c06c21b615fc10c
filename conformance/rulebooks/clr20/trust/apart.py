"""Opens, judges and verifies a credential that was fetched for another one: a status list, a newer version."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from conformance.document import judge
from conformance.document import open as open_document
from conformance.document.findings import Judgement
from conformance.record import Finding
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.document.model import BOOK, CREDENTIALS, LISTS
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.dates import current
from conformance.standard import load
from conformance.trust.items import Item
from conformance.trust.report import ItemReport, Method
from conformance.trust.session import VerificationSession

ACCEPT: Final = "application/vc+jwt, application/vc, application/ld+json, application/json;q=0.9, text/plain;q=0.8"
MOST_DEPTH: Final = 3
"""How many documents in a row are fetched for one another: the list of a list, and so on."""


@dataclass(frozen=True, slots=True)
class Apart:
    """What came of it: ``problem`` says why it is not a credential; then there is nothing else.

    ``value`` is the credential with the dates that its claims add, ``report`` what its proofs came to.
    """

    kind: str = ""
    value: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    report: ItemReport | None = None
    judgement: Judgement = field(default_factory=Judgement)
    undecided: str = ""
    problem: str = ""

    @property
    def breach(self) -> Finding | None:
        """The first finding against a rule that binds; ``None`` for a credential that conforms.

        How a status list is packed is told by whoever reads it.
        """
        found = (each for each in self.judgement.findings if each.requirement != ids.LIST_IS_GZIP)
        return next((each for each in found if _binds(each.requirement)), None)


def _binds(requirement: str) -> bool:
    row = load(BOOK)[requirement]
    return row.level.binding and row.basis.firm


def verify_apart(session: VerificationSession, body: bytes, url: str, steps: Sequence[Callable[[Item], None]]) -> Apart:
    """Verifies by these steps what was fetched from ``url``; never raises for what it holds."""
    with open_document(body, RULES, now=session.now, limits=session.limits) as opened:
        document = opened.document
        if document is None:
            error = opened.error
            return Apart(problem="it is not a credential" if error is None else error.message)
        node = document.root
        if node.kind not in (*CREDENTIALS, *LISTS):
            return Apart(node.kind, problem=f"it is not a credential, but of the class {node.kind}")
        inner = session.nested(document, url)
        item = Item(inner, node.pointer(), node.kind, Method.SIGNED, node, ("issuer",))
        for step in steps:
            step(item)
        undecided = next(iter(inner.undecided.values()), "")
        return Apart(node.kind, current(item), item.report(), judge(opened), undecided)
