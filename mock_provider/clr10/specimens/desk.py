"""The desk at which the specimens of one sitting are made: issuers, assertions, and the CLRs that hold them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any, Final, Literal

from conformance.exchanges.specimens import NOT_TAKEN, TAKEN, Asked, Specimen, State
from mock_provider.clr10.content.assertions import recipient
from mock_provider.clr10.content.model import Node
from mock_provider.clr10.content.results import description, result
from mock_provider.clr10.content.site import Site
from mock_provider.clr10.store.clrs import ClrStore
from mock_provider.clr10.store.forms import stored_clr
from mock_provider.clr10.terms import CONTEXT
from mock_provider.scenarios import FIRST_LEARNER, Laid, Record
from mock_provider.store.documents import DocumentStore
from mock_provider.testing import MockServer

KEYS: Final = ("college", "guild", "professor")
"""The key pairs of the mock: to make another one takes as long as a sitting."""

_SUBJECTS: Final = ("Botany", "Geodesy", "Harmony", "Logic", "Optics", "Rhetoric", "Statics", "Weaving")
_COLOURS: Final = ("amber", "blue", "brown", "green", "grey", "red", "violet", "white")


class Desk:
    """Makes specimens for one running mock; what it makes is served at its id at once.

    ``claims`` are those of the consumer: who does not verify signatures gets no signed CLR.
    """

    def __init__(self, mock: MockServer, claims: frozenset[str]) -> None:
        self.mock = mock
        self.site = Site(mock.settings)
        self.claims = claims
        self._documents = DocumentStore(mock.app.state.database)
        self._store = ClrStore(mock.app.state.database)
        self._records: list[Record] = []
        self._asked: list[Asked] = []
        self._names = _names_of(mock)
        self._count = 0
        self._mark = secrets.token_hex(3)
        self.learner: Node = {
            "id": mock.known_ids[f"learner_{FIRST_LEARNER}"],
            "type": "Profile",
            "name": "Mira Okafor",
            "email": f"{FIRST_LEARNER}@learners.example",
            "studentId": "NH-20410",
        }
        self.publisher = self.issuer("registry", key="college")

    def name(self) -> str:
        """A name for an item that says nothing of what it is: ``Botany 12, red``. None comes twice."""
        return next(self._names)

    def slug(self) -> str:
        """A part of a URL or an id that nothing else has."""
        self._count += 1
        return f"specimen-{self._count}-{secrets.token_hex(4)}"

    def _own(self, name: str) -> str:
        """The name in URLs: several desks may be at work for one list, and none publishes in the place of another."""
        return f"{name}-{self._mark}"

    # who answers for items

    def issuer(self, name: str, *, key: str = "guild", listed: Sequence[str] = (), **members: object) -> Node:
        """A profile that issues, published with its key and its revocation list; ``members`` replace its own.

        A member that is ``None`` is left out. ``listed`` are the ids on its list, ``key`` one of ``KEYS``.
        """
        site, own = self.site, self._own(name)
        profile_id, listed_at = site.page_url("profiles", own), site.item_url("revocations", own)
        self.publish("revocations", own, revocation_list(listed_at, profile_id, listed))
        node = {
            "id": profile_id,
            "type": "Profile",
            "name": f"{name.capitalize()} of Nordhaven",
            "publicKey": self.key(name, profile_id, key),
            "revocationList": listed_at,
            "verification": {"type": "Verification", "startsWith": [f"{site.root_url}/", "urn:uuid:"]},
            **members,
        }
        return self.publish("profiles", own, {each: value for each, value in node.items() if value is not None})

    def key(self, name: str, owner: str, key: str = "guild") -> Node:
        """A published key document of that owner."""
        own = self._own(name)
        node = {
            "id": self.site.item_url("keys", own),
            "type": "CryptographicKey",
            "owner": owner,
            "publicKeyPem": self.site.signing_key(key).public_pem,
        }
        return self.publish("keys", own, node)

    # items

    def achievement(self, issuer: Node, name: str) -> Node:
        """A course that the issuer awards, with a grade."""
        slug = self.slug()
        return {
            "id": self.site.urn("achievement", slug),
            "type": "Achievement",
            "achievementType": "Course",
            "name": name,
            "description": "One term.",
            "issuer": issuer,
            "resultDescriptions": [description(self.site, slug, "Grade", "LetterGrade")],
        }

    def assertion(self, issuer: Node, name: str, **members: object) -> Node:
        """An assertion of the learner with the grade C that nobody has published or signed yet."""
        achievement = self.achievement(issuer, name)
        described = achievement["resultDescriptions"][0]
        return {
            "id": self.site.urn("assertion", self.slug()),
            "type": "Assertion",
            "issuedOn": moment(-30),
            "recipient": recipient(self.site, self.learner),
            "achievement": achievement,
            "results": [result(self.site, described, value="C")],
            **members,
        }

    def hosted(self, issuer: Node, name: str, *, slug: str = "", **members: object) -> Node:
        """A hosted assertion, published at its id; ``slug`` is the last part of that."""
        slug = slug or self.slug()
        node = self.assertion(issuer, name, id=self.site.item_url("assertions", slug), verification={"type": "Hosted"})
        return self.publish("assertions", slug, {**node, **members})

    def to_sign(self, issuer: Node, name: str, **members: object) -> Node:
        """An assertion that says it is signed by the key of its issuer."""
        key = issuer["publicKey"]["id"]
        return self.assertion(issuer, name, **{"verification": {"type": "Signed", "creator": key}, **members})

    def sign(self, node: Mapping[str, Any], *, key: str = "guild", key_id: str = "") -> str:
        """The node as compact JWS by one of ``KEYS``."""
        named = key_id or str(node.get("verification", {}).get("creator", ""))
        return self.site.signing_key(key).sign({"@context": CONTEXT, **node}, named)

    def publish(self, kind: str, name: str, node: Node) -> Node:
        """Serves a node at its URL from now on, in place of what was there, and hands it back."""
        self.serve(kind, name, json.dumps({"@context": CONTEXT, **node}).encode())
        return node

    def serve(self, kind: str, name: str, content: bytes) -> str:
        """Serves these bytes as an item of the API from now on; its URL."""
        self._documents.put(kind, name, content)
        return self.site.item_url(kind, name)

    # records

    def record(self, specimens: Sequence[Specimen], *, signed: bool | None = None, **members: object) -> Record:
        """A CLR with these members (``assertions``, ``signedAssertions`` …) that is right as a whole.

        It is signed for whoever verifies signatures, unless ``signed`` says otherwise. Else it is hosted, which takes a
        token to see: for whoever is given files, and has none, it names no method, and what is in it speaks for itself.
        """
        slug, in_hand = self.slug(), signed is None and "verify" in self.claims
        signed = "verify_signed" in self.claims if signed is None else signed
        clr_id = self.site.urn("clr", slug) if signed or in_hand else self.site.item_url("clrs", slug)
        method = {"type": "Signed", "creator": self.publisher["publicKey"]["id"]} if signed else {"type": "Hosted"}
        clr = {
            "id": clr_id,
            "type": "Clr",
            "issuedOn": moment(0),
            "learner": self.learner,
            "publisher": self.publisher,
            **members,
            **({"verification": method} if signed or not in_hand else {}),
        }
        return self.record_of(clr, specimens, self.sign(clr, key="college") if signed else None)

    def record_of(self, clr: Node, specimens: Sequence[Specimen], jws: str | None = None) -> Record:
        """A record that is this CLR, or this JWS of it."""
        stored = stored_clr(clr, f"user:{FIRST_LEARNER}", jws=jws, generated=True)
        content = jws.encode("ascii") if jws else stored.document
        record = Record(content, tuple(replace(one, record=clr["id"]) for one in specimens), stored)
        self._records.append(record)
        return record

    def laid(self, scenario: str) -> Laid:
        """All records so far, and all questions, as those of this scenario."""
        records = tuple(
            replace(record, specimens=tuple(replace(one, scenario=scenario) for one in record.specimens))
            for record in self._records
        )
        asked = tuple(replace(one, id=f"{scenario}/{one.id}", scenario=scenario) for one in self._asked)
        return Laid(records, self.hand_out, asked)

    def ask(self, text: str, *, right: Literal["yes", "no"], wrong: str) -> None:
        """A question to a person about what is laid; see ``Asked``."""
        self._asked.append(Asked(str(len(self._asked) + 1), text, right, wrong))

    def hand_out(self, records: Sequence[Record]) -> None:
        """The list of the first learner consists of these records."""
        owner = f"user:{FIRST_LEARNER}"
        for clr_id in self._store.ids_of(owner):
            self._store.delete(clr_id, owner)
        for record in records:
            self._store.put(record.kept)


def right(item: Mapping[str, Any], place: str, *, fetches: Sequence[str] = ()) -> Specimen:
    """An item with which nothing is wrong."""
    return _specimen(item, place, TAKEN, tuple(fetches))


def changed(
    item: Mapping[str, Any],
    place: str,
    change: str,
    *,
    twin: Mapping[str, Any],
    states: frozenset[State] = NOT_TAKEN,
    fetches: Sequence[str] = (),
) -> Specimen:
    """An item that is like its twin but for the change, which is said in words."""
    return replace(_specimen(item, place, states, tuple(fetches)), twin=twin["id"], change=change)


def _specimen(item: Mapping[str, Any], place: str, states: frozenset[State], fetches: tuple[str, ...]) -> Specimen:
    named = item.get("achievement") or item
    name = named.get("name") or item.get("claim", {}).get("endorsementComment") or item["id"]
    return Specimen(item["id"], item["type"], name, place, states, fetches=fetches)


def revocation_list(url: str, issuer: str, listed: Sequence[str] = ()) -> Node:
    """A revocation list of that issuer with these ids."""
    return {"id": url, "type": "RevocationList", "issuer": issuer, "revokedAssertions": list(listed)}


def moment(days: float) -> str:
    """The timestamp so many days from now."""
    return (datetime.now(UTC) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _names_of(mock: MockServer) -> Iterator[str]:
    """One row of names for each mock, whoever lays records there: a person has to tell all of them apart."""
    state = mock.app.state
    if not hasattr(state, "specimen_names"):
        state.specimen_names = _names()
    names: Iterator[str] = state.specimen_names
    return names


def _names() -> Iterator[str]:
    shuffled = secrets.SystemRandom()
    parts = product(_SUBJECTS, range(10, 100), _COLOURS)
    every = [f"{subject} {number}, {colour}" for subject, number, colour in parts]
    while True:
        shuffled.shuffle(every)
        yield from every
