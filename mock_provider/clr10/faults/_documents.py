"""Faults inside documents: one class of the model comes out wrong, in plain and in signed documents alike."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from conformance.standard.classes import models
from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Fault
from mock_provider.behaviour.signed import signed_here

Node = dict[str, Any]
Act = Callable[[Node], bool]
Where = Callable[[Node], bool]

READS = ("getClrs", "getClr", "postClr")
"""The operations whose answers hold CLRs."""

SCHEMA = {
    "CLR10-GCS-001": "the page that holds the document is no valid ClrSet either",
    "CLR10-GCL-001": "the CLR that is fetched is no valid document either",
}
"""What falls with every departure from the model."""

CLOSED_RUN = {"CLR10-CON-012": "a certification run must not hold extension members at all"}
"""What falls with every member that the model does not know."""

_ROOTS = {
    "getClrs": "ClrSet",
    "getClr": "GetClrPayload",
    "postClr": "PostClrPayload",
    "getAssertion": "GetAssertionPayload",
    "getEndorsement": "GetEndorsementPayload",
    "getKey": "GetCryptographicKeyPayload",
    "getRevocationList": "RevocationList",
    "getDiscoveryDocument": "DiscoveryDocument",
}
MOST_BODIES, MOST_TOKENS = 100, 10_000  # that a fault remembers, with what became of them
_SIGNED = {
    "signedClrs": "Clr",
    "signedClr": "Clr",
    "signedAssertions": "Assertion",
    "signedEndorsements": "Endorsement",
}


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to each object of a class (``Clr``, ``Assertion``; ``ClrSet`` …) for which ``where`` holds.

    ``act`` tells whether it changed anything. ``tokens`` false leaves the payloads of signed items alone.
    """

    kind: str
    act: Act
    where: Where = bool
    tokens: bool = True


@dataclass(slots=True)
class Jws:
    """A compact JWS about to be made: payload and header as they will be, and who signs."""

    member: str
    header: Node
    payload: Any
    key: str
    sign: Callable[[Mapping[str, Any], Any, str], str]

    def __str__(self) -> str:
        return self.sign(self.header, self.payload, self.key)


Resign = Callable[[Jws], Any]
"""Gives what stands in the array instead of the JWS."""


def document_fault(
    id: str,
    title: str,
    how: str,
    breaks: str,
    *changes: Change,
    operations: tuple[str, ...] = READS,
    consequences: Mapping[str, str] | None = None,
) -> Fault:
    """A fault that makes these changes in the documents of the operations; signed items are signed again."""
    return Fault(
        id=id,
        title=title,
        how=how,
        breaks=(breaks,),
        consequences=consequences or {},
        operations=operations,
        on_response=lambda answer: _Pass(answer, changes).run(),
    )


def token_fault(
    id: str,
    title: str,
    how: str,
    breaks: str,
    change: Resign,
    *,
    members: tuple[str, ...] = ("signedAssertions",),
    consequences: Mapping[str, str] | None = None,
) -> Fault:
    """A fault that replaces each compact JWS in arrays of these names by what ``change`` makes of it."""
    return Fault(
        id=id,
        title=title,
        how=how,
        breaks=(breaks,),
        consequences=consequences or {},
        operations=READS,
        on_response=lambda answer: _Pass(answer, (), change, members).run(),
    )


def has(path: str) -> Where:
    """Whether an object has something at that path (``achievement/tags``, ``results/0``)."""

    def holds(node: Node) -> bool:
        holder, name = _holder(node, path)
        return _is_at(holder, name)

    return holds


def put(path: str, value: Any) -> Act:
    """Writes a value at that path when its holder is there; a callable makes it from the value before."""

    def act(node: Node) -> bool:
        holder, name = _holder(node, path)
        if holder is None or (callable(value) and not _is_at(holder, name)):
            return False
        holder[name] = value(holder[name]) if callable(value) else _copied(value)
        return True

    return act


def drop(path: str) -> Act:
    """Leaves out what is at that path."""

    def act(node: Node) -> bool:
        holder, name = _holder(node, path)
        if not _is_at(holder, name):
            return False
        del holder[name]
        return True

    return act


def both(*acts: Act) -> Act:
    """One act after the other."""

    def act(node: Node) -> bool:
        changed = [one(node) for one in acts]  # all of them, also behind one that changed something
        return any(changed)

    return act


def _copied(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _holder(node: Any, path: str) -> tuple[Any, Any]:
    *way, last = (int(step) if step.isdecimal() else step for step in path.split("/"))
    for step in way:
        if not _is_at(node, step):
            return None, last
        node = node[step]
    return (node, last) if isinstance(node, list if isinstance(last, int) else dict) else (None, last)


def _is_at(holder: Any, name: str | int) -> bool:
    if isinstance(holder, dict):
        return name in holder
    return isinstance(holder, list) and isinstance(name, int) and name < len(holder)


class _Pass:
    """One answer on its way through a fault of documents."""

    def __init__(
        self, answer: Response, changes: tuple[Change, ...], resign: Resign | None = None, members: tuple[str, ...] = ()
    ) -> None:
        self._answer = answer
        self._changes = changes
        self._resign = resign
        self._members = members
        self._by_kind: dict[str, list[Change]] = {}
        self._known: dict[str, Any] = answer.memory.setdefault("tokens", {})

    def run(self) -> None:
        """Change the body of the answer, when it is a document that the fault speaks of; equal bodies change alike."""
        root = _ROOTS.get(self._answer.operation)
        if root is None or not self._answer.good:
            return
        known: dict[tuple[str, bytes], bytes] = self._answer.memory.setdefault("bodies", {})
        given = root, self._answer.body
        if given not in known:
            if len(known) >= MOST_BODIES:
                known.clear()
            document = self._answer.json
            if isinstance(document, dict) and self._changed(root, document, signed=False):
                self._answer.json = document
            known[given] = self._answer.body
        self._answer.body = known[given]

    def _changed(self, class_name: str, node: Node, *, signed: bool) -> bool:
        changed = False
        for kind, found in _nodes(class_name, node):
            changed |= self._tokens_changed(kind, found)
            for change in self._of_kind(kind):
                if (change.tokens or not signed) and change.where(found):
                    changed |= change.act(found)
        return changed

    def _of_kind(self, kind: str) -> list[Change]:
        if kind not in self._by_kind:
            names = kind, models()[kind].kind
            self._by_kind[kind] = [change for change in self._changes if change.kind in names]
        return self._by_kind[kind]

    def _tokens_changed(self, kind: str, node: Node) -> bool:
        changed = False
        for member in _signed_members()[kind]:
            if member not in node:
                continue
            entries = node[member]
            fresh = [self._token(member, entry) for entry in entries] if isinstance(entries, list) else None
            fresh = fresh if fresh is not None else self._token(member, entries)
            changed |= fresh != entries
            node[member] = fresh
        return changed

    def _token(self, member: str, compact: Any) -> Any:
        if not isinstance(compact, str):
            return compact
        if compact not in self._known:
            if len(self._known) >= MOST_TOKENS:
                self._known.clear()
            self._known[compact] = self._made_anew(member, compact)
        return self._known[compact]

    def _made_anew(self, member: str, compact: str) -> Any:
        own = signed_here(self._answer.request, compact)
        if own is None:
            return compact
        token, name = own
        changed = self._changed(_SIGNED[member], token.payload, signed=True)
        if self._resign and member in self._members:
            return self._resign(Jws(member, dict(token.header), token.payload, name, self._signed))
        return self._signed(token.header, token.payload, name) if changed else compact

    def _signed(self, header: Mapping[str, Any], payload: Any, name: str) -> str:
        signing_key = self._answer.request.signing_key
        assert signing_key is not None, "what the mock has signed shows that there is a mock"
        return compact_jws(header, payload, signing_key(name).private)


def compact_jws(header: Any, payload: Any, key: Any) -> str:
    """Header and payload as compact JWS, signed by an RSA key with RS256, or RS384 or RS512 when ``alg`` says so."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    algorithm = header.get("alg") if isinstance(header, Mapping) else None
    digest = {"RS384": SHA384, "RS512": SHA512}.get(str(algorithm), SHA256)()
    content = f"{encoded(header)}.{encoded(payload)}"
    signature = key.sign(content.encode("ascii"), PKCS1v15(), digest)
    return f"{content}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode('ascii')}"


def encoded(value: Any) -> str:
    """A part of a compact JWS: JSON (bytes as they are) in base64url without padding."""
    content = (
        value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    )
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _nodes(class_name: str, node: Node) -> list[tuple[str, Node]]:
    """Every object of a class of the model, the inner ones first; payloads of signed items are left out."""
    found = [(class_name, node)]
    for kind, holder in found:  # grows while it is walked: a holder comes before what it holds
        for name, inner in _members()[kind].items():
            value = holder.get(name)
            if isinstance(value, dict):
                found.append((inner, value))
            elif isinstance(value, list):
                found.extend([(inner, entry) for entry in value if isinstance(entry, dict)])
    return found[::-1]


@cache
def _signed_members() -> Mapping[str, tuple[str, ...]]:
    """By class of the model, the members that hold signed items."""
    return {name: tuple(member for member in _SIGNED if member in model.members) for name, model in models().items()}


@cache
def _members() -> Mapping[str, Mapping[str, str]]:
    """By class of the model, the members that hold objects of a class, and which."""
    return {
        name: {member: of.type for member, of in model.members.items() if of.type in models()}
        for name, model in models().items()
    }
