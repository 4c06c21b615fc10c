"""Objects inside the documents that the mock serves: found, changed, and signed anew where the mock had signed them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from conformance.standard.classes import models
from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.signed import signed_here
from mock_provider.clr10 import BOOK
from mock_provider.encoding import from_base64url, to_base64url, to_json

Node = dict[str, Any]
Found = tuple[str, Node]
"""The name of a class and an object of it."""

SIGNED = {
    "signedClrs": "Clr",
    "signedClr": "Clr",
    "signedAssertions": "Assertion",
    "signedEndorsements": "Endorsement",
}
"""The members that hold compact JWS, and the class of their payloads, of which the contract says nothing."""

MOST_BODIES, MOST_TOKENS = 100, 10_000  # that a fault or variation remembers, with what became of them


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
"""Gives what stands in the place of a JWS."""


@dataclass(slots=True)
class Rewriting:
    """What happens to the objects of one response, those in signed items too.

    ``objects`` finds the objects in an object of a class; ``change`` gets each with its class, and whether it stands
    in a signed item. ``resign`` has by the name of a member what gives something else in the place of a JWS of the
    mock there; elsewhere a JWS whose payload was changed is signed anew by the same key, and others stay as they were.
    """

    response: Response
    change: Callable[[str, Node, bool], object]
    objects: Callable[[str, Node], Sequence[Found]]
    resign: Mapping[str, Resign] = field(default_factory=dict)
    _known: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self._known = self.response.memory.setdefault("tokens", {})

    def run(self, class_name: str) -> None:
        """Change the body, when it is an object; what was changed once comes out the same when it comes again."""
        known: dict[tuple[str, bytes], bytes] = self.response.memory.setdefault("bodies", {})
        given = class_name, self.response.body
        if given not in known:
            if len(known) >= MOST_BODIES:
                known.clear()
            document = self.response.json
            if isinstance(document, dict):
                self._rewrite(class_name, document, signed=False)
                self.response.json = document
            known[given] = self.response.body
        self.response.body = known[given]

    def _rewrite(self, class_name: str, node: Node, *, signed: bool) -> None:
        for name, found in self.objects(class_name, node):
            for member in SIGNED.keys() & found.keys():
                found[member] = self._tokens(member, found[member])
            self.change(name, found, signed)

    def _tokens(self, member: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._token(member, entry) for entry in value]
        return self._token(member, value)

    def _token(self, member: str, compact: Any) -> Any:
        if not isinstance(compact, str):
            return compact
        if compact not in self._known:
            if len(self._known) >= MOST_TOKENS:
                self._known.clear()
            self._known[compact] = self._made_anew(member, compact)
        return self._known[compact]

    def _made_anew(self, member: str, compact: str) -> Any:
        own = signed_here(self.response.request, compact)
        if own is None:
            return compact
        token, name = own
        before = json.dumps(token.payload)
        self._rewrite(SIGNED[member], token.payload, signed=True)
        if member in self.resign:
            return self.resign[member](Jws(member, dict(token.header), token.payload, name, self._sign))
        return compact if json.dumps(token.payload) == before else self._sign(token.header, token.payload, name)

    def _sign(self, header: Mapping[str, Any], payload: Any, name: str) -> str:
        signing_key = self.response.request.signing_key
        assert signing_key is not None, "what the mock has signed shows that there is a mock"
        return compact_jws(header, payload, signing_key(name).private)


def each_object(change: Callable[[Node], object]) -> Callable[[Response], None]:
    """Changes every object of a document that is served, wherever it stands, so that equal ones stay equal.

    ``change`` has to do nothing to what it has changed before, because a signed CLR may be posted back.
    """

    def changed(response: Response) -> None:
        if response.good:
            Rewriting(response, lambda _, node, __: change(node), every_object).run("")

    return changed


def every_object(class_name: str, value: Any) -> list[Found]:
    """Every JSON object in a value, inner ones first; what is inside signed items is not among them."""
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [inner for entry in entries for inner in every_object(class_name, entry)]
    return [*found, (class_name, value)] if isinstance(value, dict) else found


def objects_of_classes(class_name: str, node: Node) -> list[Found]:
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
def _members() -> Mapping[str, Mapping[str, str]]:
    """By class of the model, the members that hold objects of a class, and which."""
    return {
        name: {member: of.type for member, of in model.members.items() if of.type in models(BOOK)}
        for name, model in models(BOOK).items()
    }


def compact_jws(header: Any, payload: Any, key: Any) -> str:
    """Header and payload as compact JWS, signed by an RSA key with RS256, or RS384 or RS512 when ``alg`` says so."""
    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256, SHA384, SHA512

    algorithm = header.get("alg") if isinstance(header, Mapping) else None
    digest = {"RS384": SHA384, "RS512": SHA512}.get(str(algorithm), SHA256)()
    content = f"{encoded(header)}.{encoded(payload)}"
    signature = key.sign(content.encode("ascii"), PKCS1v15(), digest)
    return f"{content}.{encoded(signature)}"


def encoded(value: Any) -> str:
    """A part of a compact JWS: JSON (bytes as they are) in base64url without padding."""
    return to_base64url(value if isinstance(value, bytes) else to_json(value))


def decoded(part: str) -> Node:
    """The JSON object in a part of a compact JWS, with or without padding."""
    value: Node = json.loads(from_base64url(part.rstrip("=")))
    return value
