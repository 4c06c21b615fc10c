"""Whether an assertion was awarded to the learner: plain or hashed, with or without salt, by each identity type."""

from __future__ import annotations

from hashlib import md5, sha256
from typing import Any, Final

from conformance.rulebooks.clr10.document.checks.common import learner_of
from conformance.rulebooks.clr10.trust import ids
from conformance.rulebooks.clr10.trust.register import check
from conformance.trust.items import Item

_HASHES: Final = ("sha256", "md5")


def matches(recipient: dict[str, Any], plain: str) -> bool | None:
    """Whether an Identity names that value; ``None`` when nobody can tell (an unknown hash, no identity).

    A hash is taken over the UTF-8 bytes of the value followed by the salt. Plain e-mail addresses are compared
    without regard to case, hashes of them on the exact text.
    """
    identity = recipient.get("identity")
    if not isinstance(identity, str) or not isinstance(recipient.get("hashed"), bool):
        return None
    if recipient["hashed"] is False:
        email = recipient.get("type") == "email"
        return identity == plain or (email and identity.lower() == plain.lower())
    algorithm, _, digest = identity.partition("$")
    if algorithm not in _HASHES:
        return None
    salt = recipient.get("salt")
    data = (plain + (salt if isinstance(salt, str) else "")).encode("utf-8", "surrogatepass")
    hashed = sha256(data) if algorithm == "sha256" else md5(data, usedforsecurity=False)
    return hashed.hexdigest() == digest.lower()


def check_recipient(item: Item, value: dict[str, Any]) -> None:
    """Compares the recipient of an assertion (``value``) with who the learner is said to be, and with the CLR's."""
    recipient = value.get("recipient")
    if not isinstance(recipient, dict):
        return
    kind = str(recipient.get("type"))
    if item.session.recipient:
        _as_given(item, recipient, kind)
    the_recipient_is_the_learner(item, recipient, kind)


def check_learner(item: Item) -> None:
    """Compares the learner of a CLR with who the learner is said to be."""
    learner = item.node.object("learner")
    for kind, plain in item.session.recipient.items():
        own = learner.get(kind)
        if isinstance(own, str) and own != plain and not (kind == "email" and own.lower() == plain.lower()):
            item.refute("other-recipient", f"its learner has a {kind} other than the one given", ids.ONE_LEARNER)


def _as_given(item: Item, recipient: dict[str, Any], kind: str) -> None:
    plain = item.session.recipient.get(kind)
    if plain is None:
        item.open.append(f"the recipient is named by {kind}, which was not given")
        return
    same, rule = matches(recipient, plain), ids.RECIPIENT_IS_GIVEN
    if same is False:
        item.refute("other-recipient", f"it was awarded to somebody with another {kind} than the one given", rule)
        item.find(
            rule,
            "An assertion was awarded to somebody other than the one given",
            at=("recipient", "identity"),
            expected=f"the {kind} given, plain or hashed with the salt",
        )
    elif same is None:
        item.open.append("the recipient is hashed in a way that is not known")


@check(ids.HASHED_RECIPIENT, ids.PLAIN_RECIPIENT)
def the_recipient_is_the_learner(item: Item, recipient: dict[str, Any], kind: str) -> None:
    """The recipient, plain or hashed, names the learner of the CLR."""
    plain = learner_of(item.node).get(kind)
    if not isinstance(plain, str):
        if learner_of(item.node) and kind not in item.session.recipient:
            item.open.append(f"the recipient is named by {kind}, which the learner's profile does not hold")
        return
    if matches(recipient, plain) is False:
        rule = ids.HASHED_RECIPIENT if recipient.get("hashed") is True else ids.PLAIN_RECIPIENT
        item.refute("other-learner", "it was awarded to somebody other than the learner of the CLR", rule)
        item.find(
            rule,
            f"The {'hashed ' if recipient.get('hashed') else ''}recipient is not the {kind} of the learner",
            at=("recipient", "identity"),
            expected=f"the {kind} of the learner, plain or hashed with the salt",
        )
