"""What is verified: every item of a document, and the profile that answers for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.document.nodes import Key, Node
from conformance.document.tokens import Token
from conformance.document.walk import Document
from conformance.trust.report import Answer, ItemReport, Method, Question, Reason, Trust, UsedKey, Value
from conformance.trust.session import VerificationSession


@dataclass(slots=True)
class Item:
    """One item under verification, with what was learnt about it so far.

    ``profile_place`` are the members that lead to the profile that answers for it, ``endorses`` is the id of what it
    endorses. ``fresh`` is the newer version that its issuer gave out for it, where that takes its place.
    """

    session: VerificationSession
    pointer: str
    kind: str
    method: Method
    node: Node
    profile_place: tuple[str, ...]
    endorses: str = ""
    refuted: list[Reason] = field(default_factory=list)
    doubted: list[Reason] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    key: UsedKey | None = None
    algorithm: str = ""
    answers: dict[Question, Answer] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    fresh: Mapping[str, Any] | None = None

    @property
    def id(self) -> str:
        """The id of the item, empty when it has none."""
        return self.node.text("id") or ""

    @property
    def profile(self) -> dict[str, Any]:
        """The profile that answers for the item, empty when there is none."""
        return self.profile_in(self.node.value) or {}

    @property
    def profile_id(self) -> str:
        """The id of that profile, empty when it has none."""
        identifier = self.profile.get("id")
        return identifier if isinstance(identifier, str) else ""

    def profile_in(self, value: dict[str, Any]) -> dict[str, Any] | None:
        """The profile in a copy of the item, ``None`` when there is none."""
        found: Any = value
        for member in self.profile_place:
            found = found.get(member) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else None

    def of_profile(self, member: str) -> Iterator[Any]:
        """The values of a member in the profile and its copies in the same record, the profile's own first."""
        if member in self.profile:
            yield self.profile[member]
        if self.profile_id:
            yield from self.session.known(self.node.scope, self.profile_id, member)

    def refute(self, code: str, text: str, requirement: str, *, declared: bool = False, unseen: bool = False) -> None:
        """The item cannot be trusted.

        ``declared`` when the document itself says so, ``unseen`` when its signature could not be looked at.
        """
        self.refuted.append(Reason(code, text, requirement, declared, unseen=unseen))

    def doubt(self, code: str, text: str, requirement: str) -> None:
        """The item may or may not be trusted."""
        self.doubted.append(Reason(code, text, requirement, open=True))

    def answer(self, question: Question, value: Value, text: str) -> None:
        """The answer to one question; a later one takes its place."""
        self.answers[question] = Answer(question, value, text)

    def step(self, text: str) -> None:
        """One more step on the way to the verdict, for whoever wants to follow it."""
        self.steps.append(text)

    def find(
        self,
        requirement: str,
        message: str,
        *,
        at: str | Key = (),
        expected: str = "",
        actual: Any = ...,
        note: bool = False,
    ) -> None:
        """A finding at what the path leads to inside the item."""
        finding = self.node.finding(message, at=at, expected=expected, actual=actual, requirement=requirement)
        (self.session.notes if note else self.session.findings).append(finding)

    def report(self) -> ItemReport:
        """The item as a report holds it."""
        verdict = Trust.NOT_VERIFIED if self.refuted else Trust.UNDECIDED if self.doubted else Trust.VERIFIED
        reasons = tuple(dict.fromkeys((*self.refuted, *self.doubted)))
        opened = tuple(dict.fromkeys(self.open))
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
            endorses=self.endorses,
            answers=tuple(self.answers[each] for each in Question if each in self.answers),
            steps=tuple(self.steps),
        )


def items(document: Document, kinds: tuple[str, ...]) -> Iterator[Node]:
    """The nodes of these classes in the order in which they stand in the document: the whole before its parts."""
    nodes = [node for kind in kinds for node in document.having(kind)]
    return iter(sorted(nodes, key=_depth))


def unreadable(document: Document) -> Iterator[Token]:
    """The tokens whose payload could not be read: items of which nothing is known."""
    return (token for token in document.tokens if token.payload is None)


def _depth(node: Node) -> int:
    depth = 0
    while node.parent is not None:
        node = node.parent
        depth += 1
    return depth
