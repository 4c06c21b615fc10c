"""What is verified: every CLR, assertion and endorsement of a document, and the profile that answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from conformance.document.nodes import Node
from conformance.document.tokens import Token
from conformance.document.walk import Document
from conformance.rulebooks.clr10.document.checks.common import profile_of, profile_path
from conformance.trust.report import ItemReport, Method, Reason, Trust, UsedKey
from conformance.trust.session import Session

KINDS: Final = ("Clr", "Assertion", "Endorsement")


@dataclass(slots=True)
class Item:
    """One item under verification, with what was learnt about it so far."""

    session: Session
    pointer: str
    kind: str
    method: Method
    node: Node
    refuted: list[Reason] = field(default_factory=list)
    doubted: list[Reason] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    key: UsedKey | None = None
    algorithm: str = ""

    @property
    def id(self) -> str:
        """The id of the item, empty when it has none."""
        return self.node.text("id") or ""

    @property
    def profile(self) -> dict[str, Any]:
        """The profile that answers for the item, empty when there is none."""
        return profile_of(self.node)

    @property
    def profile_id(self) -> str:
        """The id of that profile, empty when it has none."""
        identifier = self.profile.get("id")
        return identifier if isinstance(identifier, str) else ""

    def of_profile(self, member: str) -> Iterator[Any]:
        """The values of a member in the profile and its copies in the same CLR, the profile's own first."""
        if member in self.profile:
            yield self.profile[member]
        if self.profile_id:
            yield from self.session.known(self.node.scope, self.profile_id, member)

    def refute(self, code: str, text: str, requirement: str, *, told: bool = False, unseen: bool = False) -> None:
        """The item cannot be trusted; ``told`` when the document itself says so, ``unseen`` without a signature."""
        self.refuted.append(Reason(code, text, requirement, told, unseen=unseen))

    def doubt(self, code: str, text: str, requirement: str) -> None:
        """The item may or may not be trusted."""
        self.doubted.append(Reason(code, text, requirement, open=True))

    def find(
        self,
        requirement: str,
        message: str,
        *path: str | int,
        expected: str = "",
        actual: Any = ...,
        note: bool = False,
    ) -> None:
        """A finding at what the path leads to inside the item."""
        finding = self.node.finding(message, at=path, expected=expected, actual=actual, requirement=requirement)
        (self.session.notes if note else self.session.findings).append(finding)

    @property
    def profile_place(self) -> tuple[str, ...]:
        """The members that lead from the item to its profile."""
        return profile_path(self.node)

    def report(self) -> ItemReport:
        """The item as the report tells it."""
        verdict = Trust.NOT_VERIFIED if self.refuted else Trust.UNDECIDED if self.doubted else Trust.VERIFIED
        reasons = tuple(dict.fromkeys((*self.refuted, *self.doubted)))
        opened = tuple(dict.fromkeys(self.open))
        claimed = self.node.object("claim").get("id")
        return ItemReport(
            pointer=self.pointer,
            kind=self.kind,
            id=self.id,
            method=self.method,
            verdict=verdict,
            reasons=reasons,
            key=self.key,
            algorithm=self.algorithm,
            open=opened,
            endorses=claimed if isinstance(claimed, str) else "",
        )


def items(document: Document) -> Iterator[Node]:
    """The items of a document in the order in which they stand in it: the whole before its parts."""
    nodes = [node for kind in KINDS for node in document.having(kind)]
    return iter(sorted(nodes, key=_depth))


def unreadable(document: Document) -> Iterator[Token]:
    """The tokens whose payload could not be read: items of which nothing is known."""
    return (token for token in document.tokens if token.payload is None)


def method(node: Node) -> Method:
    """How the item is to be verified: a token is signed whatever it says."""
    if node.token is not None:
        return Method.SIGNED
    return Method.HOSTED if node.object("verification").get("type") == "Hosted" else Method.NONE


def is_https(text: str | None) -> bool:
    """True for an https URL with a host."""
    if text is None or not text.lower().startswith("https://"):
        return False
    return bool(host(text))


def host(url: str) -> str:
    """The host of a URL in lower case, empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _depth(node: Node) -> int:
    depth = 0
    while node.parent is not None:
        node = node.parent
        depth += 1
    return depth
