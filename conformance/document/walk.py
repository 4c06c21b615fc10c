"""One typed walk over a document: every object of a class of the model becomes a node that checks can ask.

The walk goes into the payloads of compact JWS, whose members have pointers such as
``/signedAssertions/0#/achievement/name``. It takes any JSON value: what does not have the shape of
the model is passed over here and left to the schema.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final

from conformance.document.model import DocumentModel
from conformance.document.nodes import Key, Node, Scope
from conformance.document.nulls import without_nulls
from conformance.document.origin import NOWHERE, Origin
from conformance.document.parse import DEFAULT_LIMITS, ParseLimits
from conformance.document.tokens import Token, read_token

MOST_UNKNOWN: Final = 20_000
"""Members that the model does not know, of those that are kept."""


class Document:
    """A walked document: its nodes by class, its tokens, and what occurs in it.

    ``unknown`` are members that their class does not know; ``odd`` are, by primitive type, the
    members whose text is not of the plainest form, for the few checks that look at texts. ``envelope`` is
    the JWS that the input is when its payload is not an item that the standard lets anybody sign, ``proof`` is true
    when a credential around the document brings a proof along. ``parts`` are the nodes whose class their own value
    says: each is judged by the schema of that class.
    """

    __slots__ = (
        "class_name",
        "envelope",
        "limits",
        "members",
        "model",
        "nodes",
        "now",
        "odd",
        "origin",
        "parts",
        "plans",
        "proof",
        "root",
        "tokens",
        "unknown",
        "whole",
    )

    def __init__(
        self, root: Node, class_name: str, model: DocumentModel, now: datetime, limits: ParseLimits | None
    ) -> None:
        self.root = root
        self.model = model
        self.class_name = class_name
        self.now = now
        self.limits = limits
        self.origin = NOWHERE
        self.parts: list[Node] = []
        self.whole: Any = None
        """The value of the root as it was given, nulls and all."""
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
        nodes = (node for kind in self.model.boundaries for node in self.nodes.get(kind, ()))
        for scope in {node.scope for node in (self.root, *nodes)}:
            scope.ids.clear()
            scope.memo.clear()
            if hasattr(scope, "root"):
                del scope.root
        self.plans.clear()

    def given(self, node: Node) -> Any:
        """The value of a node as it was given, with the members that are null."""
        path: list[str | int] = []
        while node.parent is not None and node.token is None:
            path[:0] = node.key
            node = node.parent
        payload = node.token.payload if node.parent is not None and node.token is not None else None
        value: Any = self.whole if payload is None else _inside(self.model, payload)[1]
        for each in path:
            value = value[each]
        return value

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
        self._nodes, self._members, self._model = document.nodes, document.members, document.model

    def __missing__(self, class_name: str) -> tuple[list[Node], set[str], Mapping[str, Step | None]]:
        kind = self._model.models()[class_name].kind
        plan = self[class_name] = (self._nodes[kind], self._members[kind], _steps(self._model, class_name))
        return plan


def walk(
    value: dict[str, Any],
    class_name: str,
    model: DocumentModel,
    *,
    now: datetime,
    base: str = "",
    limits: ParseLimits = DEFAULT_LIMITS,
    tokens: bool = True,
    origin: Origin = NOWHERE,
) -> Document:
    """Walks a JSON object as that class of the contract; ``base`` is the pointer to it in the input.

    Members that are null are absent in every node: the schema alone tells of them.
    With ``tokens`` it goes into the payloads of compact JWS, which are read within ``limits``.
    Raises ``KeyError`` when there is no such class.
    """
    root = Node(model.models()[class_name].kind, without_nulls(value), None, (), Scope())
    root.class_name = class_name if class_name in model.forms else root.kind
    root.base = base
    root.scope.root = root
    document = Document(root, class_name, model, now, limits if tokens else None)
    document.whole, document.origin = value, origin
    queue = [root]
    for node in queue:  # grows while it is read
        _visit(document, node, queue)
    return document


def _visit(document: Document, node: Node, queue: list[Node]) -> None:
    kind, value = node.kind, node.value
    nodes, members, steps = document.plans[node.class_name]
    nodes.append(node)
    members.update(value)
    identifier = value.get("id")
    if type(identifier) is str and kind not in document.model.references:
        node.scope.ids.setdefault(identifier, []).append(node)
    find = steps.get
    for member, child in value.items():
        step = find(member, UNKNOWN)
        if step is None:
            continue
        if step.enter:
            shape = type(child)
            if shape is dict and not step.token and (document.model.bare or not step.many):
                queue.append(_child(document, step.type, child, node, (member,)))
            elif shape is list or shape is str:
                _enter(document, node, (member, child), step, queue)
        elif step.plain is not None:
            if type(child) is str and step.plain(child) is None:
                document.odd[step.type].append((node, member))
        elif step is UNKNOWN and len(document.unknown) < MOST_UNKNOWN:
            document.unknown.append((node, member))


def _enter(document: Document, node: Node, item: tuple[str, Any], step: Step, queue: list[Node]) -> None:
    member, child = item
    if not step.token:
        many = type(child) is list and (step.many or document.model.bare)
        for index, entry in enumerate(child if many else ()):
            if type(entry) is dict:
                queue.append(_child(document, step.type, entry, node, (member, index)))
    elif type(child) is str:
        _token(document, node, (member,), child, queue)
    else:
        for index, text in enumerate(child):
            if type(text) is str:
                _token(document, node, (member, index), text, queue)


def _token(document: Document, node: Node, key: Key, text: str, queue: list[Node]) -> None:
    if document.limits is None:
        return
    signed = document.model.signed
    token = read_token(node, key, signed[str(key[0])], text, limits=document.limits, signable=signed.values())
    document.tokens.append(token)
    if token.payload is not None:
        inside, item = _inside(document.model, token.payload)
        payload = _child(document, token.class_name, without_nulls(item), node, key)
        payload.token = token
        payload.inside = inside
        queue.append(payload)


def _inside(model: DocumentModel, payload: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The item in a signed payload, behind the pointer to it: the payload itself, or what it wraps."""
    wrapped = payload.get(model.wrapper)
    if not isinstance(wrapped, dict):
        return "", payload
    return f"/{model.wrapper}", wrapped if model.wrapped is None else model.wrapped(payload, wrapped)


def _child(document: Document, kind: str, value: dict[str, Any], parent: Node, key: Key) -> Node:
    model = document.model
    if kind in model.by_value and model.class_of is not None:
        class_name = model.class_of(value)
        node = Node(model.models()[class_name].kind, value, parent, key, parent.scope)
        node.class_name = class_name
        document.parts.append(node)
        kind = node.kind
    else:
        node = Node(kind, value, parent, key, parent.scope)
    if kind in model.boundaries:
        node.scope = Scope()
        node.scope.root = node
    return node


@dataclass(frozen=True, slots=True)
class Step:
    """What the walk does with one member: enter it (objects and tokens), or see whether its text is plain."""

    type: str
    many: bool
    enter: bool
    plain: Callable[[str], object] | None
    token: bool = False


UNKNOWN: Final = Step("", many=False, enter=False, plain=None)


@cache
def _steps(model: DocumentModel, kind: str) -> Mapping[str, Step | None]:
    """Member -> what to do with it, ``None`` for nothing."""
    steps: dict[str, Step | None] = {"@context": None}
    models = model.models()
    for member in models[kind].members.values():
        token = member.type == model.token_type
        enter = member.type in models or token
        usual = member.name == "type" and member.type in model.texts
        plain = re.compile(re.escape(model.usual_type.get(kind, kind))) if usual else model.plain.get(member.type)
        name = "type" if usual else member.type
        if enter or plain:
            steps[member.name] = Step(name, member.many, enter, plain.fullmatch if plain else None, token)
        else:
            steps[member.name] = None
    return steps
