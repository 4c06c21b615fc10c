"""Hands records in, remembers which, and finds them again in the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote

from conformance.document.schema import valid
from conformance.plan import Plan
from conformance.rulebooks.clr20.document import MODEL
from conformance.rulebooks.clr20.provider.api import ProviderApi
from conformance.rulebooks.clr20.provider.listing import Entry, Listing, page_entries, pager
from conformance.rulebooks.clr20.provider.minting import Minter, Record, is_of_a_run, moment
from conformance.standard import Facts
from conformance.suites.answer import Answer
from conformance.suites.memory import Memory
from conformance.suites.once import Once
from conformance.suites.outcomes import CheckEnd
from conformance.suites.walking import walk, walk_by_offset

NOBODY: Final = "urn:uuid:5ac1b1a2-30cb-4d3a-9a4e-4d4bb1a6a001"
"""The learner of records of the run when the target names none."""

TAKEN: Final = (200, 201)
A_DAY: Final = 24 * 60
OLDEST: Final = -60.0
STEP: Final = 0.1
"""Minutes from now at which the records of a run begin to be valid, and by which each version is later."""
MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Posted:
    """A record as it was handed in, the answer, and the compact JWS that it was in (``None``: it was JSON)."""

    record: Record
    answer: Answer
    jws: str | None = None

    def taken(self) -> Record:
        """The record, which the target took; raises ``Incomplete`` when it did not."""
        self.answer.require(*TAKEN)
        return self.record


@dataclass(frozen=True, slots=True)
class Listed:
    """A record as a list shows it, and the page that it stands on."""

    entry: Entry
    page: Answer


class Posts:
    """Hands in records about the first resource owner.

    ``listing`` gives the records that the target listed before, ``profile`` the profile that it had.
    """

    def __init__(
        self,
        plan: Plan,
        facts: Facts,
        api: ProviderApi,
        listing: Callable[[], Listing],
        profile: Callable[[], Any],
        *,
        memory: Memory,
    ) -> None:
        self._plan = plan
        self._api = api
        self._listing = listing
        self._profile = profile
        self._versions = 0
        self._left: dict[tuple[str, str], str] = {}
        self.minter = Minter(facts, memory)
        self.stranger = Minter(facts, memory, other=True)
        """Another issuer than that of the run's records."""
        self.first = Once(self._first)
        """The first record in JSON, which later ones are compared with; its age leaves room for newer ones."""
        self.first_token = Once(self._first_token)
        """The first record that was handed in as a compact JWS."""
        self.rich = Once(lambda: self.hand_in(self.minter.signed(self.minter.rich(self.subject()))))
        """A record with members that few records have."""

    def subject(self) -> dict[str, Any]:
        """Who the records are about: the plan's learner, else that of a listed record, of the profile, or nobody."""
        named = {name: value for name, value in (self._plan.data.learner or {}).items() if name in ("id", "identifier")}
        return named or self._known_subject() or {"id": NOBODY}

    def knows_learner(self) -> bool:
        """False when the run has to make a learner up, whom the target may refuse."""
        return bool(self._plan.data.learner or self._known_subject())

    def new_record(self, **changes: Any) -> Record:
        """A right, signed record with an id that the target never saw; ``changes`` are those of ``Minter.draft``."""
        return self.minter.signed(
            self.minter.draft(self.subject(), **{"validFrom": self.minter.moment(OLDEST), **changes})
        )

    def newer(self, record: Mapping[str, Any], **changes: Any) -> Record:
        """An equal record with a later ``validFrom`` than every version before it, signed anew."""
        self._versions += 1
        later = self.minter.moment(min(OLDEST + self._versions * STEP, -1))
        bare = {name: value for name, value in record.items() if name != "proof"}
        return self.minter.signed({**bare, "validFrom": later, **changes})

    def hand_in(self, record: Record, jws: str | None = None, **how: Any) -> Posted:
        """Hand a record in as JSON, or as the JWS that it is in; ``how`` are arguments of ``ProviderApi.upsert``."""
        answer = self._api.upsert(jws if jws is not None else record, **how)
        if answer.status in (*TAKEN, 202):
            self._left.setdefault(equality(record), str(record.get("id")))
        return Posted(record, answer, jws)

    def hand_in_bytes(self, content: bytes) -> Posted:
        """Send bytes that are no record, as JSON."""
        return Posted({}, self._api.upsert(content))

    def is_own(self, record: Mapping[str, Any]) -> bool:
        """True for a record that this run or an earlier one has made: its target is not judged by what it says."""
        if is_of_a_run(str(record.get("id"))):
            return True
        return issuer_id(record) in (self.minter.issuer["id"], self.stranger.issuer["id"])

    def equal_ones(self, record: Mapping[str, Any]) -> list[Listed]:
        """The listed records that are equal to that one (by issuer and id, unescaped and trimmed).

        Raises ``Incomplete`` when the list cannot be read.
        """
        return _equal_among(self._recent(), record) or _equal_among(self._all(), record)

    def may_read(self) -> bool:
        """True when the plan claims that records can be read."""
        return "read" in self._plan.claims

    def left(self) -> list[str]:
        """One sentence about the records that stay on the target; none when there are none."""
        if not self._left:
            return []
        names = list(self._left.values())
        more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
        return [
            f"records of this run that stay, since the API has no operation that deletes: {len(names)} "
            f"({', '.join(names[:MOST_NAMED])}{more})"
        ]

    def _first(self) -> Posted:
        return self.hand_in(self.new_record())

    def _first_token(self) -> Posted:
        record = self.minter.draft(self.subject(), validFrom=self.minter.moment(OLDEST))
        return self.hand_in(record, self.minter.token(record))

    def _known_subject(self) -> dict[str, Any] | None:
        with suppress(CheckEnd):
            entries = self._listing().entries if self.may_read() else ()
            subjects = (entry.credential.get("credentialSubject") for entry in entries)
            listed = next((found for subject in subjects if (found := who(subject))), None)
            if listed is not None:
                return listed
        with suppress(CheckEnd):
            return who(self._profile())
        return None

    def _recent(self) -> Listing:
        first = self._api.get_credentials(since=moment(-A_DAY), limit=100)
        return walk(pager(self._api), self._plan.limits.pages, first)

    def _all(self) -> Listing:
        return walk_by_offset(pager(self._api), self._plan.limits.pages)


def _equal_among(listing: Listing, record: Mapping[str, Any]) -> list[Listed]:
    key = equality(record)
    return [
        Listed(entry, page)
        for page in listing.pages
        for entry in page_entries(page)
        if equality(entry.credential) == key
    ]


def issuer_id(record: Mapping[str, Any]) -> str:
    """The id of the issuer, which may stand alone or in an object; empty when there is none."""
    issuer = record.get("issuer")
    found = issuer.get("id") if isinstance(issuer, Mapping) else issuer
    return found if isinstance(found, str) else ""


def equality(record: Mapping[str, Any]) -> tuple[str, str]:
    """What makes records equal (Open Badges 3.0, equality): the ids of issuer and record, unescaped, then trimmed."""
    return unquote(issuer_id(record)).strip(), unquote(str(record.get("id"))).strip()


def who(subject: Any) -> dict[str, Any] | None:
    """What of a subject says who the learner is; ``None`` when nothing does that could be said again."""
    if not isinstance(subject, Mapping):
        return None
    found = {name: subject[name] for name in ("id", "identifier") if name in subject}
    # What is wrong with the target's own records must not make those of the run wrong too.
    if isinstance(found.get("id"), str) and ":" in found["id"]:
        return {"id": found["id"]}
    identifiers = found.get("identifier")
    sound = (
        isinstance(identifiers, list)
        and identifiers
        and all(isinstance(one, dict) and valid(MODEL, "IdentityObject", one) for one in identifiers)
    )
    return {"identifier": identifiers} if sound else None
