"""Generates everything that the mock provider has to show: the same content for the same base URL, seed and keys."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from mock_provider.clr10.content import assertions
from mock_provider.clr10.content.catalogue import Catalogue, catalogue, result
from mock_provider.clr10.content.model import Content, Node, Record
from mock_provider.clr10.content.profiles import Organisations, endorsement, learners, organisations, signed_endorsement
from mock_provider.clr10.content.world import World, image, moment
from mock_provider.settings import USERNAMES, Settings

BULK = 104
"""How many plain records mira has, so that she has more than one default page."""

_LONG_PAST, _STATUSES = "2019-12-31T23:59:59Z", ("Completed", "Enrolled", "InProgress", "OnHold", "Withdrew", "Failed")


def generate(settings: Settings) -> Content:
    """All CLRs, learners and public documents for these settings."""
    world = World(settings)
    _pages(world)
    who = organisations(world)
    people = learners(world)
    records = tuple(_Records(world, who, people, catalogue(world, who), settings.seed).all())
    if settings.only_signed:
        records = tuple(record if record.jws else _signed_anew(world, record, who.college) for record in records)
    _revocation_lists(world, who)
    return Content(records, {name: learner["id"] for name, learner in people.items()}, world.documents)


def known_ids(settings: Settings) -> Mapping[str, str]:
    """Ids of single items by what they are samples of, and of each user's learner; they follow from the settings."""
    world = World(settings)
    people = {f"learner_{username}": world.urn("learner", username) for username in USERNAMES}
    return {
        "revoked_clr": world.clr_id("mira-revoked"),
        "revoked_assertion": world.item_url("assertions", "mira-revoked"),
        "revoked_signed_assertion": assertions.signed_id(world, "mira-withdrawn-licence"),
        "assertion": world.item_url("assertions", "mira-survey"),
        "endorsement": world.item_url("endorsements", "of-mira-survey"),
        "key": world.item_url("keys", "college"),
        "revocation_list": world.item_url("revocations", "college"),
        "rich_clr": world.clr_id("mira-rich"),
        "signed_clr": world.urn("clr", "mira-signed"),
        **people,
    }


class _Records:
    """The CLRs of all learners."""

    def __init__(
        self, world: World, who: Organisations, people: Mapping[str, Node], offered: Catalogue, seed: int
    ) -> None:
        self._world = world
        self._who = who
        self._people = people
        self._offered = offered
        self._random = random.Random(seed)  # noqa: S311 - the same seed has to give the same content

    def all(self) -> Iterator[Record]:
        yield self._rich("mira")
        yield self._signed("mira", 3100)
        yield self._licence("mira")
        yield self._withdrawn("mira")
        yield self._badge("mira")
        yield self._expired("mira")
        yield self._revoked("mira")
        for number in range(BULK):
            yield self._plain("mira", number, 40 + number * 27 + self._random.randrange(20))
        for offset, username in enumerate(("jonas", "amal", "sofia", "nils")):
            yield self._signed(username, 3000 + offset)
            yield self._unicode(username)
            for number in range(4 + offset):
                yield self._plain(username, number, 900 + 200 * number + 17 * offset)
        yield from map(self._progress, ("jonas", "sofia", "nils"))
        yield self._rich("amal")
        yield self._licence("jonas")
        yield self._badge("nils")

    def _clr(self, username: str, slug: str, issued: str, publisher: Node, **members: object) -> Node:
        return {
            "id": self._world.clr_id(f"{username}-{slug}"),
            "type": "Clr",
            "issuedOn": issued,
            "learner": self._people[username],
            "publisher": publisher,
            **members,
            "verification": {"type": "Hosted"},
        }

    def _plain(self, username: str, number: int, day: int) -> Record:
        """A minimal record: one course of one term."""
        learner, achievement = self._people[username], self._random.choice(self._offered.singles)
        slug = f"{username}-{number}"
        award = assertions.hosted(self._world, slug, learner, achievement, moment(day))
        clr = self._clr(username, str(number), moment(day + 2, number), self._who.academy, assertions=[award])
        return Record(username, clr | ({"partial": True} if number % 2 else {}))

    def _rich(self, username: str) -> Record:
        """Everything the model knows, in one record."""
        world, who, learner = self._world, self._who, self._people[username]
        pathway = dict(self._offered.pathway)
        own = world.clr_id(f"{username}-rich")
        survey = assertions.told_in_full(world, f"{username}-survey", learner, pathway["survey"], who)
        mapping = assertions.hosted(
            world,
            f"{username}-mapping",
            learner,
            pathway["mapping"],
            "2023-06-20T09:00:00Z",
            recipient=assertions.recipient(world, learner, "studentId", salt="s7"),
        )
        sampled = assertions.sampled(world, f"{username}-assessment", learner, self._offered.sampler)
        comment = "A record that we would hire on."
        clr = self._clr(
            username,
            "rich",
            "2025-03-01T08:15:00Z",
            who.college,
            name=f"Coastal survey record of {learner['name']}",
            partial=False,
            # The survey is there twice on purpose: a repeated achievement has to equal its other copy.
            achievements=[node for name, node in pathway.items() if name != "mapping"],
            assertions=[survey, mapping, sampled],
            signedAssertions=[self._signed_licence(username, f"{username}-rich-licence", "2024-05-20T15:00:00Z")],
            endorsements=[
                endorsement(
                    world, f"of-{username}-rich", own, comment, issuer=who.alliance, issued="2025-03-02T10:00:00Z"
                ),
                self._revoked_endorsement(username, survey["id"]),
            ],
            signedEndorsements=[
                signed_endorsement(
                    world, f"of-{username}-rich", own, comment, issuer=who.professor, issued="2025-03-03T10:00:00Z"
                )
            ],
        )
        return Record(username, clr)

    def _signed(self, username: str, day: int) -> Record:
        """A record that is signed as a whole."""
        learner, college = self._people[username], self._who.college
        award = assertions.hosted(
            self._world,
            f"{username}-diploma",
            learner,
            self._offered.sampler,
            moment(day - 9),
            recipient=assertions.recipient(self._world, learner, "email"),
        )
        clr = {
            "id": self._world.urn("clr", f"{username}-signed"),
            "type": "Clr",
            "name": "Signed record",
            "issuedOn": moment(day),
            "learner": learner,
            "publisher": college,
            "assertions": [award],
            "verification": {"type": "Signed", "creator": college["publicKey"]["id"]},
        }
        return Record(username, clr, self._world.sign(clr, college))

    def _licence(self, username: str) -> Record:
        """A record with a signed assertion and no other."""
        token = self._signed_licence(username, f"{username}-licence", "2024-02-20T15:00:00Z")
        return Record(
            username, self._clr(username, "licence", "2024-02-21T10:00:00Z", self._who.guild, signedAssertions=[token])
        )

    def _signed_licence(self, username: str, slug: str, issued: str) -> str:
        return assertions.signed(
            self._world, slug, self._people[username], self._offered.licence, issued, licenseNumber="FS-2024-0093"
        )

    def _withdrawn(self, username: str) -> Record:
        """A record with two revoked assertions: one hosted, one signed and on its issuer's list."""
        clr = self._clr(
            username,
            "withdrawn",
            "2024-09-02T10:00:00Z",
            self._who.guild,
            assertions=[
                assertions.revoked(self._world, f"{username}-revoked", "Awarded to the wrong learner"),
            ],
            signedAssertions=[
                self._signed_licence(username, f"{username}-withdrawn-licence", "2023-11-20T15:00:00Z"),
            ],
        )
        return Record(username, clr)

    def _badge(self, username: str) -> Record:
        """A record with an Open Badge next to an assertion of CLR's own."""
        learner = self._people[username]
        badge = assertions.open_badge(self._world, f"{username}-rope-work", learner)
        award = assertions.hosted(
            self._world, f"{username}-boats", learner, self._offered.singles[6], "2021-04-10T09:00:00Z"
        )
        return Record(
            username,
            self._clr(username, "badges", "2024-04-12T10:00:00Z", self._who.academy, assertions=[badge, award]),
        )

    def _expired(self, username: str) -> Record:
        """A record with an assertion that has expired."""
        award = assertions.hosted(
            self._world,
            f"{username}-first-aid",
            self._people[username],
            self._offered.singles[17],
            "2017-12-31T12:00:00Z",
            expires=_LONG_PAST,
        )
        return Record(
            username, self._clr(username, "expired", "2023-01-15T10:00:00Z", self._who.academy, assertions=[award])
        )

    def _revoked(self, username: str) -> Record:
        """A record that is revoked as a whole: getClr answers 410, and it is in no list."""
        award = assertions.hosted(
            self._world, f"{username}-mistaken", self._people[username], self._offered.singles[3], moment(2500)
        )
        clr = self._clr(username, "revoked", moment(2501), self._who.college, assertions=[award])
        return Record(username, clr | {"revoked": True, "revocationReason": "Published by mistake"})

    def _revoked_endorsement(self, username: str, claim: str) -> Node:
        slug = f"taken-back-{username}"
        node = endorsement(
            self._world, slug, claim, "Good work.", issuer=self._who.alliance, issued="2022-07-04T10:00:00Z"
        )
        return self._world.publish(
            "endorsements", slug, node | {"revoked": True, "revocationReason": "Given for another learner"}
        )

    def _unicode(self, username: str) -> Record:
        """A record in several scripts."""
        learner = self._people[username]
        award = assertions.hosted(
            self._world,
            f"{username}-watt",
            learner,
            self._offered.unicode,
            "2023-08-18T09:30:00Z",
            recipient=assertions.recipient(self._world, learner, "studentId", salt="Grüße"),
        )
        name = f"Zeugnis · 記録 · سجل — {learner['name']} 🦀"
        return Record(
            username,
            self._clr(username, "watt", "2023-09-01T07:00:00Z", self._who.institute, name=name, assertions=[award]),
        )

    def _progress(self, username: str) -> Record:
        """A record of courses in every state there is."""
        learner, course = self._people[username], self._offered.progress
        description = course["resultDescriptions"][0]
        awards = [
            assertions.hosted(
                self._world,
                f"{username}-progress-{number}",
                learner,
                course,
                moment(2000 + number),
                creditsEarned=4.5 if status == "Completed" else 0.0,
                results=[result(self._world, description, username, status, status=status)],
            )
            for number, status in enumerate(_STATUSES)
        ]
        return Record(username, self._clr(username, "progress", moment(2100), self._who.academy, assertions=awards))


def _signed_anew(world: World, record: Record, stand_in: Node) -> Record:
    """The same record signed as a whole, by its publisher or, where that has no key, by the stand-in."""
    publisher = record.clr["publisher"] if "publicKey" in record.clr["publisher"] else stand_in
    clr = {
        **record.clr,
        "publisher": publisher,
        "verification": {"type": "Signed", "creator": publisher["publicKey"]["id"]},
    }
    return Record(record.username, clr, world.sign(clr, publisher))


def _revocation_lists(world: World, who: Organisations) -> None:
    """One list per profile that issues; it names all that the issuer has revoked, hosted or signed."""
    issuers = {
        "college": [world.clr_id("mira-revoked")],
        "academy": [],
        "institute": [],
        "guild": [
            world.item_url("assertions", "mira-revoked"),
            assertions.signed_id(world, "mira-withdrawn-licence"),
        ],
        "alliance": [world.item_url("endorsements", f"taken-back-{name}") for name in ("mira", "amal")],
        "professor": [],
    }
    for name, revoked in issuers.items():
        profile: Node = getattr(who, name)
        world.publish(
            "revocations",
            name,
            {
                "id": profile["revocationList"],
                "type": "RevocationList",
                "issuer": profile["id"],
                "revokedAssertions": revoked,
            },
        )


def _pages(world: World) -> None:
    world.page("terms", "Terms of service", "This is a mock provider for tests: all people and records are invented.")
    world.page("privacy", "Privacy policy", "Nothing real is kept here. Do not post records of real people.")
    world.documents["images", "logo"] = image("C", "#246").encode("utf-8")
    world.documents["images", "medal"] = image("★", "#a60").encode("utf-8")
