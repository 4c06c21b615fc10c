"""The rules that a proof of a credential may break: reasons and findings, each under its own requirement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

from conformance.document.words import a
from conformance.linked_data import Loss
from conformance.rulebooks.clr20.document.reading import many
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.hidden import hidden
from conformance.rulebooks.clr20.trust.readings import Readings
from conformance.rulebooks.clr20.trust.register import check
from conformance.rulebooks.clr20.trust.tried import Outcome, Tried
from conformance.trust.integrity import DATA_INTEGRITY, Checked
from conformance.trust.items import Item
from conformance.trust.report import Question, Value

MOST_HIDDEN: Final = 5
"""Hidden members of one credential that are told."""


def conclude(item: Item, best: Tried, tried: Sequence[Tried]) -> None:
    """Reasons and findings of the proof that says most; those of the others only where all are bad."""
    outcome, checked = best.outcome, best.checked
    if outcome is Outcome.GOOD:
        return
    if outcome is Outcome.NOT_SHOWN:
        the_key_is_shown_to_be_the_issuers(item, best)
    elif outcome is Outcome.OPEN:
        _leave_open(item, best)
    elif outcome is Outcome.CONTRADICTED:
        the_controller_is_the_issuer(item, best)
    elif outcome is Outcome.UNLISTED:
        the_key_is_for_assertions(item, best)
    else:
        for each in tried:
            the_proof_fits(item, each)
        _mark(item, checked)


def _leave_open(item: Item, tried: Tried) -> None:
    checked = tried.checked
    problem = tried.key.problem if tried.key is not None else None
    requirement = ids.KEY_IS_FOUND if problem is not None else ids.PROOF_FITS
    if problem is not None and problem.answer is not None:
        item.session.leave_open(requirement, problem.answer, "the key of a proof")
    else:
        item.session.undecided.setdefault(requirement, checked.text)
    item.doubt(checked.code, checked.text, requirement)


@check(ids.KEY_IS_ISSUERS)
def the_key_is_shown_to_be_the_issuers(item: Item, tried: Tried) -> None:
    """The controller of the key is the issuer; where nothing links the two it is neither verified nor forged."""
    why = "its proof fits, but nothing leads from the key to the issuer"
    unasked = tried.key.unasked if tried.key is not None else None
    if unasked is not None:
        told = item.session.leave_open(ids.KEY_IS_ISSUERS, unasked, "the issuer could not be asked")
        item.doubt("issuer-not-shown", f"{why}: {told}", ids.KEY_IS_ISSUERS)
        return
    item.doubt("issuer-not-shown", why, ids.KEY_IS_ISSUERS)
    message = "Nothing shows that the key of a proof is the issuer's"
    _find(item, tried, ids.KEY_IS_ISSUERS, message, expected="a key of the issuer")


@check(ids.CONTROLLER_IS_ISSUER)
def the_controller_is_the_issuer(item: Item, tried: Tried) -> None:
    """A proof fails when the document of its key names a controller other than the issuer."""
    owner = tried.key.controller if tried.key is not None else ""
    item.refute("other-controller", f"its key is one of {owner}, not of its issuer", ids.CONTROLLER_IS_ISSUER)
    message = "The key of a proof has another controller than the issuer"
    _find(item, tried, ids.CONTROLLER_IS_ISSUER, message, expected="the id of the issuer", actual=owner)


@check(ids.KEY_IS_FOR_ASSERTIONS)
def the_key_is_for_assertions(item: Item, tried: Tried) -> None:
    """The key is listed for assertionMethod in the controller document."""
    why = "its key is not listed for assertionMethod in the document of its controller"
    item.refute("key-not-for-assertions", why, ids.KEY_IS_FOR_ASSERTIONS)
    message = "The key of a proof is not listed for assertionMethod"
    _find(item, tried, ids.KEY_IS_FOR_ASSERTIONS, message, expected="a key that the controller document lists for it")


@check(ids.PROOF_FITS)
@check(ids.KEY_IS_FOUND, ids.KEY_FITS_SUITE)
def the_proof_fits(item: Item, tried: Tried) -> None:
    """A credential whose proof fails is not verified; what is wrong with the key, or its form, has a row of its own."""
    checked = tried.checked
    problem = tried.key.problem if tried.key is not None else None
    requirement = _requirement(tried)
    item.refute(checked.code, checked.text, requirement, declared=checked.declared)
    if requirement in _OF_DOCUMENTS:
        return  # the document alone shows it, and a check of documents tells it
    message = _MESSAGES.get(requirement, "A proof does not fit the credential")
    at = (*tried.at, "verificationMethod") if problem is not None else tried.at
    expected = _EXPECTED.get(requirement, "a proof that fits")
    note = item.node.token is not None
    item.find(requirement, message, at=at, expected=expected, actual=checked.text, note=note)


_OF_FORM: Final = {
    "proof-purpose": ids.PURPOSE,
    "proof-without-suite": ids.PROOF_IS_WHOLE,
    "proof-without-key": ids.PROOF_IS_WHOLE,
    "proof-value-missing": ids.PROOF_IS_WHOLE,
}
"""What the rules of a DataIntegrityProof say of its members."""

_BY_CODE: Final = {
    "proof-expired": ids.PROOF_IS_CURRENT,
    "hidden-option": ids.NOTHING_IS_LOST,
    "base-proof": ids.PROOF_IS_DERIVED,
    "hmac-key-length": ids.PROOF_IS_DERIVED,
    "key-wrong-curve": ids.KEY_FITS_SUITE,
    "key-wrong-codec": ids.KEY_FITS_SUITE,
    "key-wrong-multibase": ids.KEY_FITS_SUITE,
    "key-wrong-length": ids.KEY_FITS_SUITE,
    "key-not-on-curve": ids.KEY_FITS_SUITE,
}
_OF_DOCUMENTS: Final = frozenset(
    {ids.PURPOSE, ids.PROOF_IS_WHOLE, ids.PROOF_IS_CURRENT, ids.PROOF_IS_DERIVED, ids.PROOF_VALUE}
)
_MESSAGES: Final = {
    ids.KEY_IS_FOUND: "The verificationMethod of a proof leads to no key",
    ids.KEY_FITS_SUITE: "The key of a proof is not one for its suite",
    ids.NOTHING_IS_LOST: "A proof has an option that is not under the name by which it is read",
}
_EXPECTED: Final = {
    ids.KEY_IS_FOUND: "the address of a public key, or its DID URL",
    ids.KEY_FITS_SUITE: "a key with the multicodec of the suite",
    ids.NOTHING_IS_LOST: "each option by its name in JSON",
}


def _requirement(tried: Tried) -> str:
    code = tried.checked.code
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code in _OF_FORM and DATA_INTEGRITY in many(tried.given.get("type")):
        return _OF_FORM[code]
    of_value = code == "signature-length" or code.startswith("proof-value")
    if of_value and tried.name == "eddsa-rdfc-2022":  # the standard has a rule of its own for the value of this one
        return ids.PROOF_VALUE
    return ids.KEY_IS_FOUND if tried.key is not None and tried.key.problem is not None else ids.PROOF_FITS


def _mark(item: Item, checked: Checked) -> None:
    """Remembers a credential that was changed: whoever holds it was changed with it."""
    if checked.code != "signature-bad":
        return
    changed: set[int] = item.session.memo.setdefault("changed", set())
    changed.add(id(item.node))
    holder = item.node.parent
    while holder is not None:
        if id(holder) in changed:
            a_changed_part_breaks_the_whole(item)
            return
        holder = holder.parent


@check(ids.PARTS_ARE_COVERED)
def a_changed_part_breaks_the_whole(item: Item) -> None:
    """A changed claim in an embedded credential breaks the proof of the record around it too."""
    item.session.decided.add(ids.PARTS_ARE_COVERED)
    message = f"A changed {item.kind} breaks the proof of the credential around it too"
    item.find(
        ids.PARTS_ARE_COVERED, message, expected="the credential as its issuer signed it", actual="it was changed"
    )


_LOST: Final[Mapping[str, tuple[str, str]]] = {
    "term": ("A proof has a member that no context defines, so that it does not sign it", "a context that defines it"),
    "type": ("A proof has a type that no context defines, so that it does not sign it", "a context that defines it"),
    "relative-id": (
        "A proof has an id or a link that is no absolute IRI, so that it does not sign it",
        "an absolute IRI",
    ),
}
"""Kind of loss -> what is said of it in a proof, and what is expected there."""


def _is_of_a_proof(loss: Loss) -> bool:
    return f"{loss.pointer}/".startswith("/proof/")


def _concerns(loss: Loss, tried: Tried) -> bool:
    """True for a loss of the credential or of that proof; one of another proof matters to a proof of a chain alone."""
    own = "".join(f"/{each}" for each in tried.at)
    chained = isinstance(tried.given, dict) and "previousProof" in tried.given
    return chained or not _is_of_a_proof(loss) or f"{loss.pointer}/".startswith(f"{own}/")


@check(ids.NOTHING_IS_LOST)
def nothing_is_lost(item: Item, readings: Readings, best: Tried) -> None:
    """What has no RDF is covered by no signature over RDF: a right one over the rest verifies nothing.

    What is lost of the credential has a finding of its own by a check of documents; here is that of the proofs.
    """
    if best.over_json:
        return
    if readings.linked.error is None:
        item.session.decided.add(ids.NOTHING_IS_LOST)
    for loss in readings.linked.losses:
        if _is_of_a_proof(loss):
            path = tuple(each.replace("~1", "/").replace("~0", "~") for each in loss.pointer.split("/")[1:])
            message, expected = _LOST.get(loss.kind, _LOST["term"])
            item.find(ids.NOTHING_IS_LOST, message, at=path, expected=expected, actual=loss.name)
    if best.checked.fits and readings.rounds(best.checked.text):
        why = "its proof fits only where a number below one millionth is taken for 0, so that the number is not covered"
        item.doubt("number-not-covered", why, ids.PROOF_FITS)
        item.session.undecided.setdefault(ids.PROOF_FITS, why)
    uncovered = [each for each in readings.losses(best.checked.text) if best.checked.fits and _concerns(each, best)]
    if uncovered:
        names = ", ".join(dict.fromkeys(loss.name[:40] for loss in uncovered[:8]))
        why = f"a signature over linked data does not cover all of it: {names}"
        item.refute("content-not-covered", why, ids.NOTHING_IS_LOST)
        item.answer(Question.INTACT, Value.BAD, why)


def nothing_is_hidden(item: Item, readings: Readings, best: Tried) -> None:
    """What a right signature over RDF covers is there under the names by which it is read.

    A holder can spell a member otherwise without breaking the proof: the revocation of a badge would be gone.
    """
    if not best.checked.fits or best.over_json:
        return
    places = list(islice(hidden(readings.document, readings.linked, readings.contexts), MOST_HIDDEN))
    if not places:
        return
    names = [str(place[-1])[:80] for place in places]
    why = f"it has members under names by which only readers of linked data find them: {', '.join(names)}"
    item.refute("hidden-member", why, ids.NOTHING_IS_LOST)
    item.answer(Question.INTACT, Value.BAD, why)
    message = f"{a(item.kind, capital=True)} has a member that is not under the name by which it is read"
    for place, name in zip(places, names, strict=True):
        item.find(ids.NOTHING_IS_LOST, message, at=place, expected="each member by its name in JSON", actual=name)


def _find(item: Item, tried: Tried, requirement: str, message: str, *, expected: str, actual: Any = ...) -> None:
    note = item.node.token is not None
    item.find(requirement, message, at=(*tried.at, "verificationMethod"), expected=expected, actual=actual, note=note)
