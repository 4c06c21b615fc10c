"""Records that a run makes itself: right ones, signed with a key that exists for this run alone."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, Final
from urllib.parse import unquote

from conformance.issuing import Key, as_jwt, sign
from conformance.rulebooks.clr20.document.reading import VC_2
from conformance.rulebooks.clr20.provider.edition import FACTS
from conformance.standard import Facts
from conformance.suites.memory import Memory

SUITE: Final = "eddsa-rdfc-2022"
RECORD: Final = "ClrCredential"
BADGE: Final = "AchievementCredential"
_NAME: Final = "Record of a conformance self-check"
_BADGES: Final = FACTS.envelopes["ob-v3p0"].context_url

_OWN_IDS: Final = "https://consumer.invalid/credentials/~"
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a minter makes up: the seed of its key, what its ids are made of, and the present moment.

    Runs that share a memory share it too. Each of them has a target that begins anew, so that ids stay unseen, and
    records that were signed once need not be signed again: half a second of each trial of a self-check.
    """

    seed: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    ids: uuid.UUID = field(default_factory=uuid.uuid4)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))


class Minter:
    """Makes records of the class that the target's envelope has, issued by a ``did:key``, and signs them.

    ``other`` signs in the name of another issuer; ``memory`` is the one of the run.
    """

    def __init__(self, facts: Facts, memory: Memory, other: bool = False) -> None:
        self._facts = facts
        self._memory = memory
        self._drawn = memory.recall((_Drawn, other), _Drawn)
        self._numbers = count(1)
        self._key = Key.from_seed("Ed25519", self._drawn.seed)
        self.issuer: Mapping[str, Any] = {
            "id": self._key.did,
            "type": ["Profile"],
            "name": f"Conformance self-check{', another issuer' if other else ''}",
        }

    @property
    def record_class(self) -> str:
        """The class of the records that the target takes."""
        return self._facts.class_here(RECORD)

    def draft(self, subject: Mapping[str, Any], **changes: Any) -> Record:
        """A right record about that learner, not yet signed, with an id that nobody ever saw.

        ``subject`` has what says who the learner is (``id``, ``identifier``). ``changes`` replace members, ``None``
        leaves one out.
        """
        make = self._clr if self.record_class == RECORD else self._badge
        return {name: value for name, value in {**make(subject), **changes}.items() if value is not None}

    def rich(self, subject: Mapping[str, Any]) -> Record:
        """As ``draft``, with members that few records have: accents, dates with a fraction, evidence.

        It has no extension: one would have to name a JSON Schema that somebody serves (CLR20-MOD-59).
        """
        narrative = "Größe: *12* Blätter · seen by Ł. Brandt 👩‍🎓"
        evidence = {"id": self._uuid().urn, "type": ["Evidence"], "name": "Mappe", "narrative": narrative}
        return {
            **self.draft(subject),
            "name": "Zeugnis für Zoë · 成績証明書",
            "description": 'First line\nsecond line with "quotes" and a back\\slash',
            "awardedDate": "2020-02-29T23:59:59.125Z",
            "validUntil": "2099-12-31T23:59:59Z",
            "evidence": [evidence],
        }

    def another_kind(self, subject: Mapping[str, Any]) -> Record:
        """A signed credential of the other class: a badge where records are taken, and the reverse."""
        return self.signed((self._badge if self.record_class == RECORD else self._clr)(subject))

    def signed(self, record: Mapping[str, Any]) -> Record:
        """The record with an embedded proof."""
        key = (sign, self._key.did, json.dumps(record))
        return deepcopy(self._memory.recall(key, lambda: sign(record, SUITE, self._key, self._key.did_method)))

    def token(self, record: Mapping[str, Any]) -> str:
        """The record as a compact JWS."""
        return as_jwt(record, self._key, kid=self._key.did_method)

    def _badge(self, subject: Mapping[str, Any]) -> Record:
        achievement = {
            "id": self._uuid().urn,
            "type": ["Achievement"],
            "name": "Took part in a conformance self-check",
            "description": "Made by a self-check of this provider; it says nothing of a learner.",
            "criteria": {"narrative": "A self-check ran."},
        }
        return {
            "@context": [VC_2, _BADGES],
            "id": self.new_id(),
            "type": ["VerifiableCredential", BADGE],
            "name": _NAME,
            "issuer": dict(self.issuer),
            "validFrom": self.moment(),
            "credentialSubject": {**subject, "type": ["AchievementSubject"], "achievement": achievement},
        }

    def _clr(self, subject: Mapping[str, Any]) -> Record:
        return {
            "@context": [VC_2, FACTS.context_url, _BADGES],
            "id": self.new_id(),
            "type": ["VerifiableCredential", RECORD],
            "name": _NAME,
            "issuer": dict(self.issuer),
            "validFrom": self.moment(),
            "credentialSubject": {
                **subject,
                "type": ["ClrSubject"],
                "verifiableCredential": [self.signed(self._badge(subject))],
            },
        }

    def new_id(self) -> str:
        """An id that the target never saw. Its tilde can be written ``%7E``, which is the same (RFC 3986, 2.3)."""
        return f"{_OWN_IDS}{self._uuid()}"

    def moment(self, minutes: float = -10) -> str:
        """As ``moment``, counted from when the minter was made."""
        return _text(self._drawn.now + timedelta(minutes=minutes))

    def _uuid(self) -> uuid.UUID:
        return uuid.uuid5(self._drawn.ids, str(next(self._numbers)))


def is_of_a_run(record_id: str) -> bool:
    """True for an id that a run has made, this one or an earlier one: records stay, since none can be deleted."""
    return unquote(record_id).startswith(_OWN_IDS)


def escaped(record_id: str, more: Sequence[str] = ()) -> str:
    """The id as a minter makes it, with its tilde percent-encoded, and with ``more`` behind it."""
    return "".join((record_id.replace("~", "%7E"), *more))


def moment(minutes: float = -10) -> str:
    """A moment so many minutes from now, in whole seconds: by default one that clocks that are late take for past."""
    return _text(datetime.now(UTC) + timedelta(minutes=minutes))


def _text(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
