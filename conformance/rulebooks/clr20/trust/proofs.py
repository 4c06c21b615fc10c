"""The embedded proofs of a credential: all of them are tried and told, and one good one is enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from conformance.rulebooks.clr20.document.linked import credential
from conformance.rulebooks.clr20.document.reading import identifier, many
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.hidden import hidden_option
from conformance.rulebooks.clr20.trust.proof_rules import conclude, nothing_is_hidden, nothing_is_lost
from conformance.rulebooks.clr20.trust.readings import Readings
from conformance.rulebooks.clr20.trust.register import check
from conformance.rulebooks.clr20.trust.tried import Outcome, Tried, chained
from conformance.trust.integrity import SUITES, Checked, Form, Secured, read, verify_proof
from conformance.trust.items import Item
from conformance.trust.keys import resolve
from conformance.trust.report import Question, UsedKey, Value

MOST_PROOFS: Final = 20
"""Proofs of one credential that are tried."""

_OLD: Final = frozenset(name for name, suite in SUITES.items() if suite.deprecated)


def look(item: Item) -> None:
    """Tries each proof, and leaves the answers to *intact* and *issuer*, reasons and findings with the item.

    In a token that holds an embedded proof as well, any one of the two is enough: whoever looks at the token settles
    it, and what is found here is told as a note.
    """
    whole = credential(item.session.document, item.node)
    given = whole.get("proof")
    proofs = many(given)
    if not proofs:
        if item.node.token is None:
            _unsecured(item)
        return
    document = _without_proof(item.node.value)
    readings = Readings(item.session, item.node, document)
    secured = Secured(document, _without_proof(whole), tuple(proofs))
    tried = chained([_try(item, secured, readings, at, proof) for at, proof in _placed(given)])
    for each in tried:
        _decide(item, each)
        _tell(item, each, len(tried))
    if len(proofs) > MOST_PROOFS:
        item.open.append(f"it has {len(proofs)} proofs, of which {MOST_PROOFS} were tried")
    best = one_good_proof_is_enough(item, tried)
    _answer(item, best, readings)
    conclude(item, best, tried)
    nothing_is_lost(item, readings, best)
    nothing_is_hidden(item, readings, best)


def _placed(given: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    if isinstance(given, list):
        yield from ((("proof", number), proof) for number, proof in enumerate(given[:MOST_PROOFS]))
    else:
        yield ("proof",), given


def _without_proof(value: Any) -> dict[str, Any]:
    return {name: each for name, each in value.items() if name != "proof"}


def _unsecured(item: Item) -> None:
    item.answer(Question.INTACT, Value.NONE, "it has no proof")
    item.refute("unsecured", "nothing secures it: it has no proof and is not a token", ids.SECURED, declared=True)


def _try(item: Item, secured: Secured, readings: Readings, at: tuple[str | int, ...], given: Any) -> Tried:
    proof = read(given, item.session.now)
    if isinstance(proof, Checked):
        name = given.get("cryptosuite") or given.get("type") if isinstance(given, dict) else None
        return Tried(at, given, name if isinstance(name, str) else "", proof)
    issuer = identifier(item.node.value.get("issuer")) or ""
    key = resolve(item.session, proof.method, issuer)
    if key.key is None:
        problem = key.problem
        assert problem is not None
        return Tried(at, given, proof.name, Checked(problem.code, problem.told, problem.open), key)
    checked = verify_proof(proof, secured, key.key, readings)
    if (
        checked.fits
        and proof.suite.form is not Form.JCS
        and (name := hidden_option(given, secured.document, readings.contexts))
    ):
        why = f"the proof has an option under a name by which only readers of linked data find it: {name}"
        checked = Checked("hidden-option", why)
    return Tried(at, given, proof.name, checked, key)


def _decide(item: Item, tried: Tried) -> None:
    """The requirements that this proof lets one look into."""
    decided, key = item.session.decided, tried.key
    if not tried.checked.open:
        decided.add(ids.PROOF_FITS)
    if key is None or (key.problem is not None and key.problem.open):
        return
    decided.add(ids.KEY_IS_FOUND)
    if key.key is not None:
        decided |= {ids.KEY_FITS_SUITE, ids.KEY_IS_ISSUERS, ids.CONTROLLER_IS_ISSUER, ids.KEY_IS_FOR_ASSERTIONS}
    if tried.checked.fits and tried.name in _OLD:
        an_old_suite_is_accepted(item, tried)


@check(ids.OLD_SUITES)
def an_old_suite_is_accepted(item: Item, tried: Tried) -> None:
    """Suites that newer ones have replaced are accepted, for the credentials of their time."""
    item.session.decided.add(ids.OLD_SUITES)
    item.step(f"{tried.name} is a suite of old, which others have replaced")


def _tell(item: Item, tried: Tried, several: int) -> None:
    number = tried.at[1] + 1 if len(tried.at) > 1 and isinstance(tried.at[1], int) else 1
    name = f"proof {number} of {several}" if several > 1 else "proof"
    item.step(f"{name}: {tried.name[:60] or 'of no suite'}" + (f", {tried.key.reference[:200]}" if tried.key else ""))
    for step in tried.key.steps if tried.key else ():
        item.step(f"{name}: {step}")
    checked = tried.checked
    if checked.fits:
        item.step(f"{name}: it fits" + (f", read {checked.text}" if checked.text else ""))
        if SUITES[tried.name].form is Form.SELECTIVE:
            item.step(f"{name}: its holder chose what to show; whether more was signed, such as a status, is not known")
    elif tried.key is None or tried.key.problem is None:  # else the last step of the key says it
        item.step(f"{name}: {checked.text} [{checked.code}]")


@check(ids.ONE_IS_ENOUGH)
def one_good_proof_is_enough(item: Item, tried: Sequence[Tried]) -> Tried:
    """Of several proofs any single valid one is enough: the one that says most for the credential."""
    if len(tried) > 1:
        item.session.decided.add(ids.ONE_IS_ENOUGH)
    return min(tried, key=lambda each: (each.outcome, not each.over_json))


def _answer(item: Item, best: Tried, readings: Readings) -> None:
    item.algorithm = best.name[:40]
    if best.key is not None and best.key.key is not None:
        item.key = UsedKey(best.key.reference, best.key.controller, best.key.origin.value)
    intact, issuer, text = _ANSWERS[best.outcome]
    item.answer(Question.INTACT, intact, _fitting(best, readings) if best.checked.fits else best.checked.text)
    item.answer(Question.ISSUER, issuer, text)


def _fitting(best: Tried, readings: Readings) -> str:
    """That a proof fits, by which suite, and with which edition of a context that has several."""
    suite = SUITES[best.name]
    read_as = best.checked.text or readings.edition
    return f"a proof fits ({best.name}{f'; read {read_as}' if read_as and suite.form is not Form.JCS else ''})"


_ANSWERS: Final = {
    Outcome.GOOD: (Value.GOOD, Value.GOOD, "the key is shown to be the issuer's"),
    Outcome.NOT_SHOWN: (Value.GOOD, Value.OPEN, "nothing leads from the key to the issuer"),
    Outcome.OPEN: (Value.OPEN, Value.OPEN, "no proof could be checked to the end"),
    Outcome.CONTRADICTED: (Value.GOOD, Value.BAD, "the key is another's by what its own document says"),
    Outcome.UNLISTED: (Value.GOOD, Value.BAD, "the key is not listed for assertionMethod"),
    Outcome.DECLARED: (Value.NONE, Value.NONE, "its proof is none to rely on, as it says itself"),
    Outcome.BAD: (Value.BAD, Value.OPEN, "no proof fits"),
}
