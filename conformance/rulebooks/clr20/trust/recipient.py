"""Whether a credential is about the learner that the user names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.rulebooks.clr20.document.reading import identifier, objects
from conformance.rulebooks.clr20.trust import ids
from conformance.rulebooks.clr20.trust.dates import current
from conformance.rulebooks.clr20.trust.identities import identity_type, matches, of_other_types, of_type
from conformance.rulebooks.clr20.trust.register import check
from conformance.trust.items import Item
from conformance.trust.report import Question, Value

KINDS: Final = ("ClrCredential", "AchievementCredential")
"""Credentials whose subject is the learner."""


def look(item: Item) -> None:
    """Compares the subject with each value that is known of the learner; without one there is nothing to ask."""
    given = item.session.recipient
    if not given or item.kind not in KINDS:
        why = "nobody was named to compare its subject with" if not given else "its subject is not a learner"
        item.answer(Question.RECIPIENT, Value.NONE, why)
        return
    item.session.decided.add(ids.SAME_IDENTITY_TYPE)
    outcomes = [the_subject_is_the_one_given(item, word, plain) for word, plain in given.items()]
    if False in outcomes:
        item.answer(Question.RECIPIENT, Value.BAD, "it is about somebody other than the one given")
    elif True in outcomes:
        item.answer(Question.RECIPIENT, Value.GOOD, "it is about the one given")
    else:
        item.answer(Question.RECIPIENT, Value.OPEN, "its subject is not named by anything that was given")


@check(ids.RECIPIENT_IS_GIVEN, ids.HASH_FITS, ids.SAME_IDENTITY_TYPE)
def the_subject_is_the_one_given(item: Item, word: str, plain: str) -> bool | None:
    """An id or identifier of the subject is the value that is known, plain or hashed; only one of its own type counts.

    Returns ``None`` where nothing of that type is there, or nobody can tell.
    """
    wanted = identity_type(word)
    found = list(_compared(current(item), wanted, plain))
    outcomes = [same for same, _ in found]
    for by_hash in (by_hash for same, by_hash in found if same is not None):
        item.session.decided |= {ids.RECIPIENT_IS_GIVEN, ids.HASH_FITS} if by_hash else {ids.RECIPIENT_IS_GIVEN}
    if True in outcomes:
        return True
    if None in outcomes or not outcomes:
        why = "hashed in a way that is not known" if outcomes else f"not named by {wanted}"
        item.open.append(f"its subject is {why}")
        _under_another_type(item, wanted, plain)
        return None
    hashed = any(by_hash for same, by_hash in found if same is False)
    rule = ids.HASH_FITS if hashed else ids.RECIPIENT_IS_GIVEN
    item.refute("other-recipient", f"its subject has another {wanted} than the one given", rule)
    item.find(
        rule,
        f"The subject of this {item.kind} is somebody other than the one given",
        at="credentialSubject",
        expected=f"the {wanted} given, plain or hashed with the salt",
        actual="another one, hashed" if hashed else "another one",
    )
    return False


def _under_another_type(item: Item, wanted: str, plain: str) -> None:
    if any(of_other_types(subject, wanted, plain) for subject in objects(current(item).get("credentialSubject"))):
        message = "The value given of the recipient stands there, but with another identityType"
        item.find(ids.SAME_IDENTITY_TYPE, message, at="credentialSubject", expected=wanted, actual="another", note=True)


def _compared(value: Mapping[str, Any], wanted: str, plain: str) -> Iterator[tuple[bool | None, bool]]:
    """Whether each id or identifier of that type is the value, and whether it is hashed."""
    for subject in objects(value.get("credentialSubject")):
        own = identifier(subject)
        if wanted == "id" and own is not None:
            yield own == plain, False
        elif wanted == "emailAddress" and own is not None and own.lower().startswith("mailto:"):
            yield own[7:].lower() == plain.lower(), False
        for each in of_type(subject, wanted):
            yield matches(each, plain), each.get("hashed") is True
