"""The compact JWS that a credential came in: its header, its key, its signature, and the claims beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.document.tokens import Token
from conformance.rulebooks.clr20.document.checks.jwt import form_problem, private_members
from conformance.rulebooks.clr20.document.claims import Fault, departures
from conformance.rulebooks.clr20.document.reading import identifier
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.attempts import Attempt, settle, taken
from conformance.rulebooks.clr20.trust.dates import is_old
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust import signature
from conformance.trust.items import Item
from conformance.trust.keys import KeyProblem, Origin, Resolved, Shown, resolve, resolve_embedded
from conformance.trust.report import Answer, Question, Reason, UsedKey, Value
from conformance.trust.signature import header_problem

_SECRETS: Final = ("none", "HS256", "HS384", "HS512")
_SIGNATURE: Final = frozenset({ids.TOKEN_FITS, ids.PROOF_FITS})
_MOST_TEXT: Final = 200


def look(item: Item) -> None:
    """Verifies the token of a credential that came as one; an embedded proof that was tried before may hold instead."""
    token = item.node.token
    if token is None:
        return
    attempts = [taken(item, "its embedded proof")] if Question.INTACT in item.answers else []
    attempt = Attempt("its JWS", algorithm=str((token.header or {}).get("alg", ""))[:40])
    _look(_Looking(item, token, attempt))
    nobody = Answer(Question.ISSUER, Value.OPEN, "no signature that holds shows who issued it")
    attempt.answers.setdefault(Question.ISSUER, nobody)
    settle(item, [*attempts, attempt])


class _Looking:
    """One token under verification."""

    __slots__ = ("attempt", "header", "item", "token")

    def __init__(self, item: Item, token: Token, attempt: Attempt) -> None:
        self.item, self.token, self.attempt = item, token, attempt
        self.header: Mapping[str, Any] = token.header or {}

    @property
    def issuer(self) -> str:
        """The id of the issuer, empty when the credential names none."""
        return identifier(self.item.node.value.get("issuer")) or ""

    def refute(self, code: str, text: str, requirement: str, *, unseen: bool = False) -> None:
        """The token does not hold."""
        self.attempt.refuted.append(Reason(code, text, requirement, unseen=unseen))

    def doubt(self, code: str, text: str, requirement: str) -> None:
        """It may or may not."""
        self.attempt.doubted.append(Reason(code, text, requirement, open=True))

    def answer(self, question: Question, value: Value, text: str) -> None:
        """The answer that the token gives to a question."""
        self.attempt.answers[question] = Answer(question, value, text)


def _look(looking: _Looking) -> None:
    item = looking.item
    item.session.decided.add(ids.FORM_AGREES)
    the_form_agrees_with_the_version(looking)
    if not _header_is_taken(looking):
        item.session.decided |= _SIGNATURE
        looking.answer(Question.INTACT, Value.BAD, "its header cannot be accepted")
        return
    resolved = _key(looking)
    for step in resolved.steps:
        item.step(step)
    if resolved.key is None:
        assert resolved.problem is not None, "no key without a problem"
        _without_key(looking, resolved.problem)
        return
    looking.attempt.key = UsedKey(resolved.reference, resolved.controller, resolved.origin.value)
    if the_signature_fits(looking, resolved.key.pem):
        the_key_is_the_issuers(looking, resolved)
        _claims_agree(looking)


@check(ids.FORM_AGREES)
def the_form_agrees_with_the_version(looking: _Looking) -> None:
    """A credential of VCDM 1.1 is in the claim vc, one of VCDM 2.0 is the payload."""
    problem = form_problem(looking.item.node, looking.token)
    if problem:
        looking.refute("form-disagrees", f"it stands where its version does not have it: {problem}", ids.FORM_AGREES)
        looking.item.find(
            ids.FORM_AGREES, "The version of a credential and its place in the VC-JWT disagree", actual=problem
        )


def _header_is_taken(looking: _Looking) -> bool:
    refused = header_problem(looking.token.header)
    private = private_members(looking.header)
    if private:
        text = f"its header gives the private key away ({', '.join(private)}): anybody can sign with it"
        looking.refute("key-private", text, ids.PRIVATE_KEY)
    if not refused.fits:
        algorithm = str(looking.header.get("alg", ""))
        rule = ids.TOKEN_FITS
        if algorithm.lower() in map(str.lower, _SECRETS):
            rule = ids.SHARED_SECRET
        elif refused.code == "header-refused":
            rule = ids.OTHER_HEADERS
        looking.refute(refused.code, refused.text, rule)
        _find(looking, f"The signature of this {looking.item.kind} cannot be accepted", refused.text)
    return refused.fits and not private


def _key(looking: _Looking) -> Resolved:
    """The key by kid, else the one that the header brings along; kid comes first when both are there."""
    session, kid, jwk = looking.item.session, looking.header.get("kid"), looking.header.get("jwk")
    resolved: Resolved | None = None
    if isinstance(kid, str):
        session.decided.add(ids.KID_LEADS_TO_KEY)
        resolved = resolve(session, kid, looking.issuer)
        if resolved.key is not None or not isinstance(jwk, dict):
            return resolved
        for step in resolved.steps:
            looking.item.step(step)
        the_kid_leads_to_a_key(looking, resolved.problem)
    if isinstance(jwk, dict):
        return resolve_embedded(session, jwk, looking.issuer)
    problem = KeyProblem("key-not-named", "its header names no key", "a header without kid and jwk", "write kid")
    return Resolved("", looking.issuer, problem=problem)


def _without_key(looking: _Looking, problem: KeyProblem) -> None:
    session = looking.item.session
    if not problem.open:
        session.decided |= _SIGNATURE
        looking.refute(problem.code, problem.told, ids.KID_LEADS_TO_KEY)
        looking.answer(Question.INTACT, Value.BAD, "no key can be had that it was signed with")
    else:
        if problem.answer is not None:
            session.leave_open(ids.TOKEN_FITS, problem.answer, "the key of the signature")
        else:
            session.undecided.setdefault(ids.TOKEN_FITS, problem.text)
        looking.doubt(problem.code, problem.told, ids.TOKEN_FITS)
        looking.answer(Question.INTACT, Value.OPEN, "its key could not be had")
    if "kid" in looking.header:
        the_kid_leads_to_a_key(looking, problem)


@check(ids.KID_LEADS_TO_KEY)
def the_kid_leads_to_a_key(looking: _Looking, problem: KeyProblem | None) -> None:
    """kid leads to a public key: this one does not."""
    if problem is None:
        return
    if not problem.open:
        message = f"The kid of this {looking.item.kind} does not lead to a key"
        looking.item.find(ids.KID_LEADS_TO_KEY, message, expected="the address of a JWK", actual=_cut(problem.told))
    elif problem.answer is not None:
        looking.item.session.leave_open(ids.KID_LEADS_TO_KEY, problem.answer, "the key that kid names")


@check(ids.TOKEN_FITS, ids.PROOF_FITS)
def the_signature_fits(looking: _Looking, pem: str) -> bool:
    """The signature was made with the key, and nothing was changed since."""
    looking.item.session.decided |= _SIGNATURE
    checked = signature.check(looking.token.text, looking.token.header, pem)
    if checked.fits:
        looking.answer(Question.INTACT, Value.GOOD, f"its signature fits its key ({looking.attempt.algorithm})")
        return True
    looking.refute(checked.code, checked.text, ids.TOKEN_FITS)
    looking.answer(Question.INTACT, Value.BAD, checked.text)
    _find(looking, f"The signature of this {looking.item.kind} does not fit its key", checked.text)
    return False


@check(ids.KID_IS_ISSUERS, ids.JWK_ALONE)
def the_key_is_the_issuers(looking: _Looking, resolved: Resolved) -> None:
    """The key is shown to be the issuer's, contradicted, or neither: then the credential is intact, and no more."""
    by_header = resolved.origin is Origin.HEADER
    rule = ids.JWK_ALONE if by_header else ids.KID_IS_ISSUERS
    looking.item.session.decided.add(rule)
    if resolved.shown is Shown.CONTRADICTED:
        text = f"its key belongs to {resolved.controller}, which is not its issuer"
        looking.refute("other-controller", text, rule)
        looking.answer(Question.ISSUER, Value.BAD, text)
    elif not resolved.listed:
        text = "its key is not listed for assertions where the keys of its controller are listed"
        looking.refute("key-not-for-assertions", text, ids.LISTED_FOR_ASSERTIONS)
        looking.answer(Question.ISSUER, Value.BAD, text)
    elif resolved.shown is Shown.SHOWN:
        looking.answer(Question.ISSUER, Value.GOOD, f"its key is shown to be that of {looking.issuer}")
        return
    else:
        text = "it is intact, but nothing shows that its key is the issuer's"
        if resolved.unasked is not None:
            text = f"{text}: the issuer could not be asked ({resolved.unasked.text})"
        looking.doubt("issuer-not-shown", text, rule)
        looking.answer(Question.ISSUER, Value.OPEN, text)
    message = "The key of a VC-JWT is not shown to be that of the issuer"
    looking.item.find(rule, message, expected="kid below the issuer's authority, or listed by the issuer", actual=text)


def _claims_agree(looking: _Looking) -> None:
    """What a signature covers twice has to say the same twice, whoever signed it."""
    for claim in _differing(looking):
        text = f"its claim {claim} says otherwise than the credential in it"
        looking.refute("claim-differs", text, ids.CLAIMS[claim])


def _differing(looking: _Looking) -> Iterator[str]:
    value = looking.item.node.value
    for each in departures(looking.token.payload or {}, value, old=is_old(value)):
        if each.fault is not Fault.ABSENT:
            yield each.claim


def _find(looking: _Looking, message: str, actual: str) -> None:
    looking.item.find(ids.TOKEN_FITS, message, expected="a signature of the issuer's key", actual=_cut(actual))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1]}…"
