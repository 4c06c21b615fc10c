"""What a walk makes of a document: nodes for its objects, and the rooms in which their ids are looked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.document.findings import Note, shown
from conformance.document.schema import pointer
from conformance.document.tokens import Token
from conformance.record import Finding

Key = tuple[str | int, ...]
"""Members and indexes that lead from one place to another."""


class Scope:
    """One record, or a document that stands outside any record: the room in which ids are looked up.

    ``memo`` is where the checks keep what they look up once per id, so that a document with the same
    id in thousands of places is judged in linear time.
    """

    __slots__ = ("ids", "memo", "root")

    def __init__(self) -> None:
        self.ids: dict[str, list[Node]] = {}
        self.memo: dict[Any, Any] = {}
        self.root: Node

    def find(self, identifier: str, *kinds: str) -> Node | None:
        """The first node of one of these classes with that id."""
        wanted = (identifier, kinds)
        if wanted not in self.memo:
            nodes = self.ids.get(identifier, ())
            self.memo[wanted] = next((node for node in nodes if node.kind in kinds), None)
        found: Node | None = self.memo[wanted]
        return found


class Node:
    """One object of a class of the model: ``kind`` is the class, ``value`` the JSON object without nulls.

    ``class_name`` is the class of the contract: another one than ``kind`` where two forms of one class exist.

    A plain class with slots and not a frozen dataclass: a transcript has thousands, and building one
    of those takes four times as long.
    """

    __slots__ = ("base", "class_name", "inside", "key", "kind", "memo", "parent", "scope", "token", "value")

    def __init__(self, kind: str, value: dict[str, Any], parent: Node | None, key: Key, scope: Scope) -> None:
        self.kind = kind
        self.class_name = kind
        self.value = value
        self.parent = parent
        self.key = key
        self.scope = scope
        self.token: Token | None = None
        """The JWS whose payload this node is the root of."""
        self.inside = ""
        """The pointer from the payload of that JWS to this node."""
        self.base = ""
        self.memo: Any = None
        """Where the checks keep what they work out once per node."""

    def pointer(self, *path: str | int) -> str:
        """Where this node, or what the path leads to inside it, stands in the document."""
        before = self.parent.pointer() if self.parent else self.base
        return f"{before}{pointer(self.key)}{f'#{self.inside}' if self.token else ''}{pointer(path)}"

    def text(self, member: str) -> str | None:
        """The member when it is a string."""
        value = self.value.get(member)
        return value if isinstance(value, str) else None

    def object(self, member: str) -> dict[str, Any]:
        """The member when it is an object, else an empty one."""
        value = self.value.get(member)
        return value if isinstance(value, dict) else {}

    def entries(self, member: str) -> list[Any]:
        """The member when it is an array, else an empty one."""
        value = self.value.get(member)
        return value if isinstance(value, list) else []

    def objects(self, member: str) -> Iterator[dict[str, Any]]:
        """The objects in the member's array."""
        return (entry for entry in self.entries(member) if isinstance(entry, dict))

    def up(self, kind: str) -> Node | None:
        """The nearest holder of that class, this node included."""
        node: Node | None = self
        while node is not None and node.kind != kind:
            node = node.parent
        return node

    @property
    def signed(self) -> bool:
        """True when this node is or lies in the payload of a JWS."""
        node: Node | None = self
        while node is not None:
            if node.token is not None:
                return True
            node = node.parent
        return False

    def finding(
        self,
        message: str,
        *,
        at: str | Key = (),
        expected: str = "",
        actual: Any = ...,
        requirement: str = "",
    ) -> Finding:
        """A finding at a member of this node, or at what the path ``at`` leads to inside it.

        ``actual`` is the value there unless it is given. A check leaves ``requirement`` out: it is added where the
        check is run.
        """
        path = (at,) if isinstance(at, str) else at
        return Finding(requirement, message, expected, self._actual(path, actual), self.pointer(*path))

    def note(self, message: str, *, at: str | Key = (), expected: str = "", actual: Any = ...) -> Note:
        """The same, as a note that yields at most a warning."""
        return Note(self.finding(message, at=at, expected=expected, actual=actual))

    def _actual(self, path: Key, actual: Any) -> str:
        if actual is not ...:
            return actual if isinstance(actual, str) else shown(actual)
        value: Any = self.value
        for token in path:
            try:
                value = value[token]
            except (KeyError, IndexError, TypeError):
                return "absent"
        return shown(value)
