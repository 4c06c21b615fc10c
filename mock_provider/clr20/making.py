"""How a draft becomes what is served: a record with embedded proofs, or a compact JWS."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from conformance.issuing import as_jwt, sign
from conformance.issuing.tokens import Form
from mock_provider.clr20.drafting import ISSUER, Draft, Node
from mock_provider.encoding import to_json

Act = Callable[[Draft], object]
Made = bytes | str
"""A record in the place of another: the text of its JSON, or a compact JWS."""


@dataclass(frozen=True, slots=True)
class Proof:
    """How a proof is made, by the key of that name (``content.keys``).

    ``method`` may say ``{root}`` for the URL of the mock; when it is empty, that is the did:key of the key ``named``,
    else of the one that signs. ``created`` is the moment in it, else that of the record.
    """

    key: str = ISSUER
    suite: str = "eddsa-rdfc-2022"
    method: str = ""
    named: str = ""
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

    member = "credential"

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

    ``kid`` may say ``{root}``; where it is ``None``, it is as the method of a ``Proof``. ``then`` changes the token.
    """

    change: Act = bool
    key: str = ISSUER
    kid: str | None = None
    named: str = ""
    jwk: bool = False
    form: Form | None = None
    header: Mapping[str, Any] = field(default_factory=dict)
    claims: Mapping[str, Any] = field(default_factory=dict)
    inner: tuple[Proof, ...] = (Proof(),)
    then: Callable[[str], str] = str

    member = "compactJwsString"

    def make(self, draft: Draft) -> Made:
        """The compact JWS."""
        self.change(draft)
        sign_badges(draft, self.inner)
        place = draft.place
        text = as_jwt(
            draft.record,
            place.keys[self.key],
            kid=place.keys[self.named or self.key].did_method if self.kid is None else place.rooted(self.kid),
            jwk=self.jwk,
            form=self.form,
            header=self.header,
            claims=self.claims,
        )
        return self.then(text)


Making = Signed | Token


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
    plain, made = credential, [_proof(draft, credential, proof) for proof in proofs]
    return {**plain, "proof": made} if made else plain


def _proof(draft: Draft, credential: Node, proof: Proof) -> Node:
    keys = draft.place.keys
    found: Node = sign(
        credential,
        proof.suite,
        keys[proof.key],
        draft.place.rooted(proof.method) or keys[proof.named or proof.key].did_method,
        created=proof.created or draft.identity.valid_from,
        purpose=proof.purpose,
        more=proof.more,
    )["proof"]
    return found
