"""One record of each owner that comes out otherwise than the store has it: made anew, signed anew, in its old place."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from conformance.issuing import Key, as_jwt, sign
from conformance.issuing.tokens import Form
from mock_provider.behaviour.exchange import Request, Response
from mock_provider.clr20.drafting import ISSUER, Draft, Identity, Node, draft_of
from mock_provider.encoding import to_json

LIST, UPSERT = "getCredentials", "upsertCredential"
PLAIN, COMPACT = "credential", "compactJwsString"

Act = Callable[[Draft], object]
Made = bytes | str
"""A record in the place of another: the text of its JSON, or a compact JWS."""

_MARK = "\x00the record\x00"


@dataclass(frozen=True, slots=True)
class Proof:
    """How a proof is made: ``method`` may say ``{root}`` for the origin of the mock, and is that of did:key if empty.

    ``created`` is the moment in it, else that of the record.
    """

    key: Key = ISSUER
    suite: str = "eddsa-rdfc-2022"
    method: str = ""
    purpose: str = "assertionMethod"
    created: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signed:
    """A record with embedded proofs: ``change`` before it is signed, ``then`` after it, ``text`` in the JSON text.

    ``proofs`` are those of the record, ``inner`` those of the badges that it holds.
    """

    change: Act = bool
    proofs: tuple[Proof, ...] = (Proof(),)
    inner: tuple[Proof, ...] = (Proof(),)
    then: Act = bool
    text: Callable[[bytes], bytes] = bytes

    member = PLAIN

    def make(self, draft: Draft) -> Made:
        """The text of the record."""
        self.change(draft)
        sign_badges(draft, self.inner)
        draft.record = with_proofs(draft, draft.record, self.proofs)
        self.then(draft)
        return self.text(to_json(draft.record))


@dataclass(frozen=True, slots=True)
class Token:
    """A record as a compact JWS: ``header`` and ``claims`` replace members, ``None`` leaves one out.

    ``kid`` may say ``{root}``, and is the method of did:key where it is ``None``.
    """

    change: Act = bool
    key: Key = ISSUER
    kid: str | None = None
    jwk: bool = False
    form: Form | None = None
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    inner: tuple[Proof, ...] = (Proof(),)
    then: Callable[[str], str] = str

    member = COMPACT

    def make(self, draft: Draft) -> Made:
        """The compact JWS."""
        self.change(draft)
        sign_badges(draft, self.inner)
        kid = self.key.did_method if self.kid is None else self.kid.replace("{root}", draft.root)
        claims = rooted(dict(self.claims), draft.root)
        text = as_jwt(draft.record, self.key, kid=kid, jwk=self.jwk, form=self.form, header=self.header, claims=claims)
        return self.then(text)


Making = Signed | Token
Served = tuple[int, str, bytes]
Hosted = Mapping[str, Callable[[str], Any]]
"""By path, what makes the JSON of a document (or status, media type and body) from the origin of the mock."""


def sign_badges(draft: Draft, proofs: Iterable[Proof]) -> None:
    """Secures the credentials that a record holds and that have no proof of their own yet."""
    subject = draft.record.get("credentialSubject")
    held = subject.get("verifiableCredential") if isinstance(subject, dict) else None
    if not isinstance(held, list):
        return
    for place, badge in enumerate(held):
        if isinstance(badge, dict) and "proof" not in badge:
            held[place] = with_proofs(draft, badge, proofs)


def with_proofs(draft: Draft, credential: Node, proofs: Iterable[Proof]) -> Node:
    """A copy of a credential with these proofs, in an array."""
    for proof in proofs:
        created = proof.created or draft.identity.valid_from
        method = proof.method.replace("{root}", draft.root) or proof.key.did_method
        one = sign(
            {name: value for name, value in credential.items() if name != "proof"},
            proof.suite,
            proof.key,
            method,
            created=created,
            purpose=proof.purpose,
            more=proof.more,
        )
        credential = {**credential, "proof": [*credential.get("proof", []), one["proof"]]}
    return credential


def rooted(value: Any, root: str) -> Any:
    """A value of JSON whose texts say the origin of the mock where they say ``{root}``."""
    return json.loads(json.dumps(value).replace("{root}", root))


def noting_posts(request: Request) -> None:
    """Remembers what a client hands in: a record of somebody else is never changed."""
    if request.operation != UPSERT:
        return
    credential = request.json
    if not isinstance(credential, dict):
        credential = payload_of(request.body.decode("ascii", "replace"))
    request.own.setdefault("posted", []).append(credential.get("id"))


def replacing(making: Making, hosted: Hosted = MappingProxyType({})) -> Callable[[Response], None]:
    """Puts what is made in the place of one record of each owner, and serves the documents that it leads to."""

    def changed(response: Response) -> None:
        root = root_of(response.request)
        if response.operation == LIST and response.good:
            _replace(response, making, root)
        elif response.request.path in hosted:
            response.status, media_type, response.body = served(hosted[response.request.path](root))
            response.headers["content-type"] = media_type

    return changed


def root_of(request: Request) -> str:
    """The URL that the paths of the mock begin with, as clients call it."""
    return f"https://{request.headers.get('host', '')}{request.outside('/')}".rstrip("/")


def served(value: Any) -> Served:
    """A document as it goes out: JSON, unless status, media type and body are there already."""
    return value if isinstance(value, tuple) else (200, "application/json", to_json(value))


def payload_of(token: str) -> Node:
    """The credential in a compact JWS that nobody verifies; empty when it cannot be read."""
    try:
        part = token.split(".")[1]
        payload = json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (IndexError, ValueError):
        return {}
    inner = payload.get("vc") if isinstance(payload, dict) else None
    return inner if isinstance(inner, dict) else payload if isinstance(payload, dict) else {}


def _replace(response: Response, making: Making, root: str) -> None:
    page = response.json
    entries = page.get(making.member) if isinstance(page, dict) else None
    if not isinstance(entries, list):
        return
    place = _chosen(response, [Identity.of(_credential(entry)) for entry in entries])
    if place is None:
        return
    known = response.memory.setdefault("made", {})
    before = json.dumps(entries[place])
    if before not in known:
        known[before] = making.make(draft_of(Identity.of(_credential(entries[place])), root))
    made = known[before]
    entries[place] = made if isinstance(made, str) else _MARK
    body = to_json(page)
    response.body = body.replace(to_json(_MARK), made) if isinstance(made, bytes) else body


def _chosen(response: Response, identities: list[Identity]) -> int | None:
    """The place of the record that was chosen before, else of the first that nobody has handed in."""
    posted, chosen = response.own.get("posted", []), response.own.get("chosen")
    own = {one.id: place for place, one in reversed([*enumerate(identities)]) if one.id and one.id not in posted}
    if chosen is None or chosen in posted:
        chosen = response.own["chosen"] = next(reversed(own), None)
    return own.get(chosen) if chosen else None


def _credential(entry: Any) -> Node:
    if isinstance(entry, str):
        return payload_of(entry)
    return entry if isinstance(entry, dict) else {}
