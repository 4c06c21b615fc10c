"""The CLRs of the mock's learners, each a sample of something."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping

from mock_provider.clr10.content import assertions
from mock_provider.clr10.content.catalogue import Catalogue
from mock_provider.clr10.content.model import Node, Record
from mock_provider.clr10.content.profiles import Organisations, endorsement, signed_endorsement
from mock_provider.clr10.content.results import result
from mock_provider.clr10.content.site import Site, moment

BULK = {"full": 104, "small": 6}
"""How many plain records mira has, by how much content is asked for: ``full`` is more than one default page."""

_LONG_PAST, _STATUSES = "2019-12-31T23:59:59Z", ("Completed", "Enrolled", "InProgress", "OnHold", "Withdrew", "Failed")
_OTHERS = ("jonas", "amal", "sofia", "nils")


class Records:
    """The CLRs of all learners. ``kinds`` has for each of them the invented learner whose kind of CLRs they get."""

    def __init__(
        self,
        site: Site,
        who: Organisations,
        people: Mapping[str, Node],
        offered: Catalogue,
        kinds: Mapping[str, str],
        *,
        bulk: int,
        seed: int,
    ) -> None:
        self._site = site
        self._who = who
        self._people = people
        self._offered = offered
        self._kinds = kinds
        self._bulk = bulk
        self._random = random.Random(seed)  # noqa: S311 - the same seed has to give the same content

    def all(self) -> Iterator[Record]:
        """Every one of them, in an order that the seed decides."""
        for username, kind in self._kinds.items():
            if kind == "mira":
                yield from self._all_kinds(username)
            elif kind in _OTHERS:
                yield from self._few(username, _OTHERS.index(kind))
                yield from self._one_more(username, kind)

    def _all_kinds(self, username: str) -> Iterator[Record]:
        yield self._rich(username)
        yield self._signed(username, 3100)
        yield self._licence(username)
        yield self._withdrawn(username)
        yield self._badge(username)
        yield self._expired(username)
        yield self._revoked(username)
        for number in range(self._bulk):
            yield self._plain(username, number, 40 + number * 27 + self._random.randrange(20))

    def _few(self, username: str, offset: int) -> Iterator[Record]:
        yield self._signed(username, 3000 + offset)
        yield self._unicode(username)
        for number in range(4 + offset):
            yield self._plain(username, number, 900 + 200 * number + 17 * offset)

    def _one_more(self, username: str, kind: str) -> Iterator[Record]:
        """What makes this learner unlike the others."""
        if kind == "amal":
            yield self._rich(username)
        else:
            yield self._progress(username)
        if kind == "jonas":
            yield self._licence(username)
        if kind == "nils":
            yield self._badge(username)

    def _clr(self, username: str, slug: str, issued: str, publisher: Node, **members: object) -> Node:
        return {
            "id": self._site.clr_id(f"{username}-{slug}"),
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
        award = assertions.hosted(self._site, slug, learner, achievement, moment(day))
        clr = self._clr(username, str(number), moment(day + 2, number), self._who.academy, assertions=[award])
        return Record(username, clr | ({"partial": True} if number % 2 else {}))

    def _rich(self, username: str) -> Record:
        """Everything the model knows, in one record."""
        site, who, learner = self._site, self._who, self._people[username]
        pathway = dict(self._offered.pathway)
        own = site.clr_id(f"{username}-rich")
        survey = assertions.all_members(site, f"{username}-survey", learner, pathway["survey"], who)
        mapping = assertions.hosted(
            site,
            f"{username}-mapping",
            learner,
            pathway["mapping"],
            "2023-06-20T09:00:00Z",
            recipient=assertions.recipient(site, learner, "studentId", salt="s7"),
        )
        sampled = assertions.sampled(site, f"{username}-assessment", learner, self._offered.sampler)
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
                    site, f"of-{username}-rich", own, comment, issuer=who.alliance, issued="2025-03-02T10:00:00Z"
                ),
                self._revoked_endorsement(username, survey["id"]),
            ],
            signedEndorsements=[
                signed_endorsement(
                    site, f"of-{username}-rich", own, comment, issuer=who.professor, issued="2025-03-03T10:00:00Z"
                )
            ],
        )
        return Record(username, clr)

    def _signed(self, username: str, day: int) -> Record:
        """A record that is signed as a whole."""
        learner, college = self._people[username], self._who.college
        award = assertions.hosted(
            self._site,
            f"{username}-diploma",
            learner,
            self._offered.sampler,
            moment(day - 9),
            recipient=assertions.recipient(self._site, learner, "email"),
        )
        clr = {
            "id": self._site.urn("clr", f"{username}-signed"),
            "type": "Clr",
            "name": "Signed record",
            "issuedOn": moment(day),
            "learner": learner,
            "publisher": college,
            "assertions": [award],
            "verification": {"type": "Signed", "creator": college["publicKey"]["id"]},
        }
        return Record(username, clr, self._site.sign(clr, college))

    def _licence(self, username: str) -> Record:
        """A record with a signed assertion and no other."""
        token = self._signed_licence(username, f"{username}-licence", "2024-02-20T15:00:00Z")
        return Record(
            username, self._clr(username, "licence", "2024-02-21T10:00:00Z", self._who.guild, signedAssertions=[token])
        )

    def _signed_licence(self, username: str, slug: str, issued: str) -> str:
        return assertions.signed(
            self._site, slug, self._people[username], self._offered.licence, issued, licenseNumber="FS-2024-0093"
        )

    def _withdrawn(self, username: str) -> Record:
        """A record with two revoked assertions: one hosted, one signed and on its issuer's list."""
        clr = self._clr(
            username,
            "withdrawn",
            "2024-09-02T10:00:00Z",
            self._who.guild,
            assertions=[
                assertions.revoked(self._site, f"{username}-revoked", "Awarded to the wrong learner"),
            ],
            signedAssertions=[
                self._signed_licence(username, f"{username}-withdrawn-licence", "2023-11-20T15:00:00Z"),
            ],
        )
        return Record(username, clr)

    def _badge(self, username: str) -> Record:
        """A record with an Open Badge next to an assertion of CLR's own."""
        learner = self._people[username]
        badge = assertions.open_badge(self._site, f"{username}-rope-work", learner)
        award = assertions.hosted(
            self._site, f"{username}-boats", learner, self._offered.singles[6], "2021-04-10T09:00:00Z"
        )
        return Record(
            username,
            self._clr(username, "badges", "2024-04-12T10:00:00Z", self._who.academy, assertions=[badge, award]),
        )

    def _expired(self, username: str) -> Record:
        """A record with an assertion that has expired."""
        award = assertions.hosted(
            self._site,
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
            self._site, f"{username}-mistaken", self._people[username], self._offered.singles[3], moment(2500)
        )
        clr = self._clr(username, "revoked", moment(2501), self._who.college, assertions=[award])
        return Record(username, clr | {"revoked": True, "revocationReason": "Published by mistake"})

    def _revoked_endorsement(self, username: str, claim: str) -> Node:
        slug = f"taken-back-{username}"
        node = endorsement(
            self._site, slug, claim, "Good work.", issuer=self._who.alliance, issued="2022-07-04T10:00:00Z"
        )
        return self._site.publish(
            "endorsements", slug, node | {"revoked": True, "revocationReason": "Given for another learner"}
        )

    def _unicode(self, username: str) -> Record:
        """A record in several scripts."""
        learner = self._people[username]
        award = assertions.hosted(
            self._site,
            f"{username}-watt",
            learner,
            self._offered.unicode,
            "2023-08-18T09:30:00Z",
            recipient=assertions.recipient(self._site, learner, "studentId", salt="Grüße"),
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
                self._site,
                f"{username}-progress-{number}",
                learner,
                course,
                moment(2000 + number),
                creditsEarned=4.5 if status == "Completed" else 0.0,
                results=[result(self._site, description, username, status, status=status)],
            )
            for number, status in enumerate(_STATUSES)
        ]
        return Record(username, self._clr(username, "progress", moment(2100), self._who.academy, assertions=awards))
