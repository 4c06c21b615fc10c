"""Verifiers that leave out a step of the hosted procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from conformance.exchanges import Response
from conformance.rulebooks.clr10.consumer.client import ClrConsumer
from conformance.rulebooks.clr10.consumer.register import wrong
from conformance.rulebooks.clr10.consumer.verifying.values import Item, Judged, NotTakenError

_FILES = ("verify",)
_ENDORSED = "a hosted endorsement is verified like a hosted assertion"
_REVOKED_LATER = "who does not see that an item is revoked does not see it later"


@wrong("CLR10-VHO-003", tasks=_FILES)
class InsistsOnLogin(ClrConsumer):
    """Logs in before it fetches a hosted assertion, and sends its token along.

    Every request goes through the one client that has the session.
    """

    def hosted_headers(self) -> dict[str, str]:
        return {**super().hosted_headers(), "Authorization": self.tokens().header}


@wrong("CLR10-VHO-004", tasks=_FILES)
class BelievesTheHand(ClrConsumer):
    """Fetches the hosted copy and does not compare it with what is in hand.

    The answer is 200, so that it exists.
    """

    def compare(self, item: Item, copy: Mapping[str, Any]) -> None:
        """It does not."""

    def judged(self, item: Item, whole: Judged | None) -> Judged:
        return replace(super().judged(item, whole), document=item.value)


@wrong("CLR10-VHO-005", tasks=_FILES, consequences={"CLR10-CON-008": _REVOKED_LATER})
class ReadsNoRevocation(ClrConsumer):
    """Takes a hosted assertion whose copy has revoked true as verified.

    The copy is compared in those members that are shown.
    """

    def check_not_revoked(self, copy: Mapping[str, Any]) -> None:
        """It does not."""

    def compare(self, item: Item, copy: Mapping[str, Any]) -> None:
        super().compare(item, {name: value for name, value in copy.items() if not name.startswith("rev")})


@wrong("CLR10-VHO-005", tasks=_FILES)
class GoneIsAnError(ClrConsumer):
    """Takes an id that is answered 410 as one that cannot be reached at the moment.

    Every 4xx is an error of the network.
    """

    def take_as_gone(self, response: Response) -> None:
        """It goes on."""


@wrong("CLR10-VHO-006", tasks=_FILES, consequences={"CLR10-VSG-015": _ENDORSED})
class FallsBackToTheHand(ClrConsumer):
    """Believes the copy in hand where the id is not answered with one.

    A provider that is away must not spoil the show.
    """

    def copy_in(self, response: Response, item: Item) -> Mapping[str, Any]:
        if response.status == 410:
            self.take_as_gone(response)
        return item.value if response.status != 200 or response.failure else super().copy_in(response, item)


@wrong("CLR10-VHO-007", tasks=_FILES)
class AnyCopyWillDo(ClrConsumer):
    """Does not look whether the copy has the id that was asked for.

    Who else should be there?
    """

    def check_copy_id(self, item: Item, copy: Mapping[str, Any]) -> None:
        """It does not."""


@wrong("CLR10-VHO-008", tasks=_FILES)
class AnyHostWillDo(ClrConsumer):
    """Does not look whether the id is where the items of its issuer are.

    The issuer is a member of the assertion, and there it says whose it is.
    """

    def check_scope(self, item: Item) -> None:
        """It does not."""


@wrong("CLR10-VHO-009", tasks=_FILES)
class NothingToFetchIsFine(ClrConsumer):
    """Takes a hosted assertion without a URL as verified.

    The list of failed fetches is empty.
    """

    def check_hosted(self, item: Item) -> Mapping[str, Any]:
        try:
            self.check_is_url(item)
        except NotTakenError:
            return item.value
        return super().check_hosted(item)


@wrong("CLR10-VHO-010", tasks=_FILES)
class HostedForEver(ClrConsumer):
    """Does not look at the last day of a hosted assertion.

    It is hosted, so that its issuer will take it down when it is over.
    """

    def check_hosted_expiry(self, copy: Mapping[str, Any]) -> None:
        """It does not."""


@wrong(
    "CLR10-VHO-001",
    tasks=_FILES,
    consequences={
        **dict.fromkeys(
            ("CLR10-VHO-004", "CLR10-VHO-005", "CLR10-VHO-006", "CLR10-VHO-007"),
            "what only the copy at the id shows is not seen without it",
        ),
        "CLR10-CON-008": _REVOKED_LATER,
        "CLR10-VSG-015": _ENDORSED,
    },
)
class FetchesNothing(ClrConsumer):
    """Takes a hosted assertion as verified without having fetched it.

    It came over TLS from somebody who has logged in.
    """

    def fetched_copy(self, item: Item) -> Mapping[str, Any]:
        return item.value


@wrong("CLR10-IDN-005", tasks=_FILES)
class HashesWithoutSalt(ClrConsumer):
    """Leaves the salt out of the hash of a recipient.

    Its own assertions have none.
    """

    def hashed(self, algorithm: str, recipient: Mapping[str, Any], plain: str) -> str:
        return super().hashed(algorithm, {**recipient, "salt": ""}, plain)


@wrong(
    "CLR10-ASR-011",
    consequences={
        "CLR10-VHO-010": "it is hosted items whose last day is over",
        "CLR10-VSG-012": "it is signed items whose last day is over, too",
    },
)
class NeverOver(ClrConsumer):
    """Shows assertions as good after their last day.

    The date was checked when they came in.
    """

    def check_expiry(self, item: Mapping[str, Any]) -> None:
        """It does not."""


@wrong("CLR10-CON-008")
class NeverLooksAgain(ClrConsumer):
    """Shows the second time what it has found out the first time.

    A record that was verified is verified.
    """

    def judged_records(self) -> list[Judged]:
        known = self.state.get("judged", self.owner)
        if known is None:
            known = [[one.id, one.state] for one in super().judged_records()]
            self.state.keep("judged", self.owner, known)
        return [Judged(*one) for one in known]


@wrong("CLR10-CON-001")
class KeepsTenMembers(ClrConsumer):
    """Keeps the members of a record that its tables have.

    The schema was drawn from the first record that came.
    """

    known = ("id", "type", "name", "issuedOn", "learner", "publisher", "assertions", "signedAssertions", "verification")

    def kept(self, clr: Mapping[str, Any]) -> Mapping[str, Any]:
        return {name: value for name, value in clr.items() if name in self.known}


@wrong("CLR10-GCS-029")
class ReadsPlainClrs(ClrConsumer):
    """Reads clrs and not signedClrs.

    The first provider signed nothing.
    """

    def take(self, page: Mapping[str, Any]) -> None:
        super().take({"clrs": page.get("clrs")})
