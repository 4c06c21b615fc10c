"""Verifiers that do not ask who signed: which key, whose it is, and whether it still stands for what it signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.register import wrong
from conformance.rulebooks.clr10.consumer.verifying.values import Item, Judged, NotTakenError, member_of
from conformance.rulebooks.clr10.consumer.verifying.walk import endorsements

_VERIFY = ("verify",)
_ALONE = "it looks at no signed assertion by itself"


@wrong("CLR10-VSG-003", tasks=_VERIFY)
class InsistsOnCreator(ClrConsumer):
    """Refuses what does not name its key in creator.

    Every sample had one.
    """

    def own_key(self, item: Item) -> str:
        if not member_of(item.value.get("verification"), "creator"):
            raise NotTakenError("unverified", "it names no creator")
        return super().own_key(item)


@wrong("CLR10-VSG-004", tasks=_VERIFY)
class TakesAnyCreator(ClrConsumer):
    """Takes the key that creator names, whoever the issuer is.

    The key says who its owner is, and that was thought to be enough.
    """

    def check_authorized(self, _item: Item, _key_id: str) -> None:
        return


@wrong("CLR10-VSG-005", tasks=_VERIFY)
class NeverAsksForTheOwner(ClrConsumer):
    """Does not ask whose key it is.

    The issuer names it, so it will be its own.
    """

    def check_owner(self, _item: Item, _key: Mapping[str, Any]) -> None:
        return


@wrong("CLR10-VSG-006", tasks=_VERIFY)
class EmbeddedKeyAlone(ClrConsumer):
    """Takes the key that the item brings along, and fetches none.

    It is right there in the profile, and a request costs time.
    """

    def key_document(self, item: Item, key_id: str) -> Mapping[str, Any]:
        embedded = item.issuer.get("publicKey")
        return embedded if isinstance(embedded, dict) else super().key_document(item, key_id)


@wrong(
    "CLR10-VSG-009",
    consequences={
        "CLR10-VSG-010": "whether the list can be had is not asked",
        "CLR10-VSG-011": "whose list it is is not asked",
    },
    tasks=_VERIFY,
)
class NeverAsksForTheList(ClrConsumer):
    """Fetches no revocation list.

    What is signed stays signed, it was thought.
    """

    def check_revocation(self, _item: Item) -> None:
        return


@wrong("CLR10-VSG-009", tasks=_VERIFY)
class LooksForObjectsInTheList(ClrConsumer):
    """Looks for objects in a revocation list, and finds none among its ids.

    Open Badges 2.0 has objects there, and the code was written for that.
    """

    def look_up(self, item: Item, listed: Mapping[str, Any]) -> None:
        entries = [one for one in listed.get("revokedAssertions") or () if isinstance(one, dict)]
        super().look_up(item, {**listed, "revokedAssertions": entries})


@wrong("CLR10-VSG-010", tasks=_VERIFY)
class BrokenListIsEmpty(ClrConsumer):
    """Takes a list that cannot be had as an empty one.

    The request is in a try block, and what follows from an error is an empty list.
    """

    def without_list(self, item: Item, _url: str) -> Mapping[str, Any]:
        return {"issuer": item.issuer_id, "revokedAssertions": []}


@wrong("CLR10-VSG-011", tasks=_VERIFY)
class TakesAnyList(ClrConsumer):
    """Takes any revocation list that the profile names, whoever its issuer is.

    The list is read for the ids in it, and for nothing else.
    """

    def check_list(self, _item: Item, _listed: Mapping[str, Any]) -> None:
        return


@wrong("CLR10-VSG-012", tasks=_VERIFY)
class SignedForEver(ClrConsumer):
    """Does not look at the last day of what is signed.

    The signature is good, and goes on being good.
    """

    def check_signed_expiry(self, _item: Item) -> None:
        return


@wrong(
    "CLR10-VSG-013",
    consequences={"CLR10-IDN-005": "a hash is not compared either"},
    tasks=_VERIFY,
)
class NeverAsksForWhom(ClrConsumer):
    """Does not ask to whom something was awarded.

    It came with the record of the learner, so it will be the learner's.
    """

    def check_recipient(self, _item: Mapping[str, Any], _learner: Mapping[str, Any]) -> None:
        return


@wrong(
    "CLR10-VSG-014",
    consequences={
        f"CLR10-VSG-{row}": _ALONE
        for row in ("002", "004", "005", "006", "007", "008", "009", "010", "011", "012", "013", "018")
    },
    tasks=_VERIFY,
)
class TrustsTheRecord(ClrConsumer):
    """Takes every signed assertion as verified when the CLR around it is.

    The publisher has signed all of it, after all.
    """

    def check(self, item: Item, whole: Judged | None) -> None:
        if item.kind == "Assertion" and item.token and whole is not None and whole.state == "verified":
            return
        super().check(item, whole)


@wrong("CLR10-VSG-015", consequences={"CLR10-VHO-001": "a hosted endorsement is not fetched"}, tasks=_VERIFY)
class BelievesEndorsements(ClrConsumer):
    """Shows endorsements as verified without a look at them.

    They belong to what they endorse, which was verified.
    """

    def judged_endorsements(self, holder: Item) -> Iterator[Judged]:
        for part in endorsements(holder):
            item = self.opened(part, {})
            yield Judged(item.id, "verified")
