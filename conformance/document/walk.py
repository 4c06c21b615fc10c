"""One typed walk over a document: every object of a class of the model becomes a node that checks can ask.

The walk goes into the payloads of compact JWS, whose members have pointers such as
``/signedAssertions/0#/achievement/name``. It takes any JSON value: what does not have the shape of
the model is passed over here and told by the schema.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from conformance.document.findings import Note, shown
from conformance.document.nulls import without_nulls
from conformance.document.parse import DEFAULT_LIMITS, ParseLimits
from conformance.document.schema import pointer
from conformance.document.tokens import Token, read_token
from conformance.record import Finding
from conformance.standard.classes import models

SIGNED: Final[Mapping[str, str]] = {
    "signedClrs": "Clr",
    "signedClr": "Clr",
    "signedAssertions": "Assertion",
    "signedEndorsements": "Endorsement",
}
"""Member that holds compact JWS -> class of their payload."""

Key = tuple[str | int, ...]


PLAIN: Final[Mapping[str, re.Pattern[str]]] = {
    "IRI": re.compile(
        r"https?://[^\s<>\"{}|\\^`]+"
        r"|urn:uuid:[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
    ),
    "DateTime": re.compile(r"[^+]*Z"),
    "Markdown": re.compile(r"[^<]*"),
}
"""Texts that no check has to look at again, by primitive type."""

MOST_UNKNOWN: Final = 20_000
"""Members that the model does not know, of those that are kept."""

REFERENCES: Final = frozenset({"EndorsementClaim"})
"""Classes whose ``id`` is that of another object."""

USUAL_TYPE: Final[Mapping[str, str]] = {"EndorsementProfile": "Profile"}
"""Usual value of ``type`` where it is not the class name."""


class Scope:
    """One CLR, or a document that stands outside any CLR: the room in which ids are looked up.

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
        asked = (identifier, kinds)
        if asked not in self.memo:
            nodes = self.ids.get(identifier, ())
            self.memo[asked] = next((node for node in nodes if node.kind in kinds), None)
        found: Node | None = self.memo[asked]
        return found


class Node:
    """One object of a class of the model: ``kind`` is the class, ``value`` the JSON object.

    A plain class with slots and not a frozen dataclass: a transcript has thousands, and building one
    of those takes four times as long.
    """

    __slots__ = ("base", "key", "kind", "memo", "parent", "scope", "token", "value")

    def __init__(self, kind: str, value: dict[str, Any], parent: Node | None, key: Key, scope: Scope) -> None:
        self.kind = kind
        self.value = value
        self.parent = parent
        self.key = key
        self.scope = scope
        self.token: Token | None = None
        """The JWS whose payload this node is the root of."""
        self.base = ""
        self.memo: Any = None
        """Where the checks keep what they work out once per node."""

    def pointer(self, *path: str | int) -> str:
        """Where this node, or what the path leads to inside it, stands in the document."""
        before = self.parent.pointer() if self.parent else self.base
        return f"{before}{pointer(self.key)}{'#' if self.token else ''}{pointer(path)}"

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
        self, requirement: str, message: str, *path: str | int, expected: str = "", actual: Any = ...
    ) -> Finding:
        """A finding at what the path leads to inside this node; ``actual`` is the value there unless told."""
        return Finding(requirement, message, expected, self._actual(path, actual), self.pointer(*path))

    def note(self, requirement: str, message: str, *path: str | int, expected: str = "", actual: Any = ...) -> Note:
        """The same, as a note that yields at most a warning."""
        return Note(self.finding(requirement, message, *path, expected=expected, actual=actual))

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


class Document:
    """A walked document: its nodes by class, its tokens, and what occurs in it.

    ``unknown`` are members that their class does not know; ``odd`` are, by primitive type, the
    members whose text is not of the plainest form, for the few checks that look at texts. ``envelope`` is
    the JWS that the input is when its payload is no item that the standard lets anybody sign, ``proof`` is true when
    a credential around the document brings a proof along.
    """

    __slots__ = (
        "class_name",
        "envelope",
        "limits",
        "members",
        "nodes",
        "now",
        "odd",
        "plans",
        "proof",
        "root",
        "tokens",
        "unknown",
    )

    def __init__(self, root: Node, class_name: str, now: datetime, limits: ParseLimits | None) -> None:
        self.root = root
        self.class_name = class_name
        self.now = now
        self.limits = limits
        self.nodes: dict[str, list[Node]] = defaultdict(list)
        self.members: dict[str, set[str]] = defaultdict(set)
        self.tokens: list[Token] = []
        self.envelope: Token | None = None
        self.proof = False
        self.unknown: list[tuple[Node, str]] = []
        self.plans = _Plans(self)
        self.odd: dict[str, list[tuple[Node, str]]] = defaultdict(list)

    def release(self) -> None:
        """Lets go of what the nodes and their scopes hold of each other, so that no collector has to find it."""
        for scope in {node.scope for node in (self.root, *self.nodes.get("Clr", ()))}:
            scope.ids.clear()
            scope.memo.clear()
            del scope.root
        self.plans.clear()

    def having(self, kind: str, member: str = "") -> list[Node]:
        """The nodes of that class that have the member; all of the class when ``member`` is empty."""
        if not member:
            return self.nodes.get(kind, [])
        if member not in self.members.get(kind, ()):
            return []
        return [node for node in self.nodes[kind] if member in node.value]


class _Plans(dict[str, tuple[list[Node], set[str], "Mapping[str, Step | None]"]]):
    """By class what the walk needs at each node: its list, its members seen, its steps; one look-up for three."""

    def __init__(self, document: Document) -> None:
        super().__init__()
        self._nodes, self._members = document.nodes, document.members

    def __missing__(self, kind: str) -> tuple[list[Node], set[str], Mapping[str, Step | None]]:
        plan = self[kind] = (self._nodes[kind], self._members[kind], _steps(kind))
        return plan


def walk(
    value: dict[str, Any],
    class_name: str,
    *,
    now: datetime,
    base: str = "",
    limits: ParseLimits = DEFAULT_LIMITS,
    tokens: bool = True,
) -> Document:
    """Walks a JSON object as that class of the contract; ``base`` is the pointer to it in the input.

    Members that are null are absent in every node: the schema alone tells of them.
    With ``tokens`` it goes into the payloads of compact JWS, which are read within ``limits``.
    Raises ``KeyError`` when there is no such class.
    """
    root = Node(models()[class_name].kind, without_nulls(value), None, (), Scope())
    root.base = base
    root.scope.root = root
    document = Document(root, class_name, now, limits if tokens else None)
    queue = [root]
    for node in queue:  # grows while it is read
        _visit(document, node, queue)
    return document


def _visit(document: Document, node: Node, queue: list[Node]) -> None:
    kind, value = node.kind, node.value
    nodes, members, steps = document.plans[kind]
    nodes.append(node)
    members.update(value)
    identifier = value.get("id")
    if type(identifier) is str and kind not in REFERENCES:
        node.scope.ids.setdefault(identifier, []).append(node)
    find = steps.get
    for member, child in value.items():
        step = find(member, UNKNOWN)
        if step is None:
            continue
        if step.enter:
            shape = type(child)
            if shape is dict and not step.many and step.type != "CompactJws":
                queue.append(_child(step.type, child, node, (member,)))
            elif shape is list or shape is str:
                _enter(document, node, (member, child), step, queue)
        elif step.plain is not None:
            if type(child) is str and step.plain(child) is None:
                document.odd[step.type].append((node, member))
        elif step is UNKNOWN and len(document.unknown) < MOST_UNKNOWN:
            document.unknown.append((node, member))


def _enter(document: Document, node: Node, item: tuple[str, Any], step: Step, queue: list[Node]) -> None:
    member, child = item
    if step.type != "CompactJws":
        for index, entry in enumerate(child if step.many and type(child) is list else ()):
            if type(entry) is dict:
                queue.append(_child(step.type, entry, node, (member, index)))
    elif type(child) is str:
        _token(document, node, (member,), child, queue)
    else:
        for index, text in enumerate(child):
            if type(text) is str:
                _token(document, node, (member, index), text, queue)


def _token(document: Document, node: Node, key: Key, text: str, queue: list[Node]) -> None:
    if document.limits is None:
        return
    token = read_token(node, key, SIGNED[str(key[0])], text, document.limits)
    document.tokens.append(token)
    if token.payload is not None:
        payload = _child(token.class_name, without_nulls(token.payload), node, key)
        payload.token = token
        queue.append(payload)


def _child(kind: str, value: dict[str, Any], parent: Node, key: Key) -> Node:
    if kind != "Clr":
        return Node(kind, value, parent, key, parent.scope)
    node = Node(kind, value, parent, key, Scope())
    node.scope.root = node
    return node


@dataclass(frozen=True, slots=True)
class Step:
    """What the walk does with one member: enter it (objects and tokens), or see whether its text is plain."""

    type: str
    many: bool
    enter: bool
    plain: Callable[[str], object] | None


UNKNOWN: Final = Step("", many=False, enter=False, plain=None)


@cache
def _steps(kind: str) -> Mapping[str, Step | None]:
    """Member -> what to do with it, ``None`` for nothing."""
    steps: dict[str, Step | None] = {"@context": None}
    for member in models()[kind].members.values():
        enter = member.type in models() or member.type == "CompactJws"
        usual = member.name == "type" and member.type in ("String", "NormalizedString")
        plain = re.compile(re.escape(USUAL_TYPE.get(kind, kind))) if usual else PLAIN.get(member.type)
        name = "type" if usual else member.type
        if enter or plain:
            steps[member.name] = Step(name, member.many, enter, plain.fullmatch if plain else None)
        else:
            steps[member.name] = None
    return steps
