"""What the records of one learner are made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from mock_provider.clr20.content.achievements import course
from mock_provider.clr20.content.credentials import badge, record
from mock_provider.clr20.content.issuers import Issuer, Issuers
from mock_provider.clr20.content.learners import Learner
from mock_provider.clr20.content.lists import Lists
from mock_provider.clr20.content.site import Node, Site, moment

LATE: Final = 1_300
"""The day from which on the single kinds are issued, one a week; the many are before."""


@dataclass(frozen=True, slots=True)
class Makers:
    """All that records are made with, for one learner. ``place`` is the learner's among all."""

    site: Site
    who: Issuers
    lists: Lists
    learner: Learner
    place: int

    def urn(self, *name: object) -> str:
        """An id for something of this learner."""
        return self.site.urn(self.learner.username, *name)

    def badge(self, number: int, issuer: Issuer, *, days: int, **members: Any) -> Node:
        """A badge for a course."""
        achievement = course(self.site, number)
        return badge(self.learner, self.urn("badge", number), achievement, issuer, since=moment(days), **members)

    def plain(self, slug: str, issuer: Issuer, *, week: int, badges: list[Node] | None = None, **members: Any) -> Node:
        """A record without a proof, with one badge unless others are given; issued in that week of the late days."""
        since, name = LATE + 7 * week, f"{slug.replace('-', ' ').capitalize()} of {self.learner.name}"
        held = badges or [self.badge(week, self.who.academy, days=since - 3)]
        return record(self.learner, self.urn(slug), name, issuer, since=moment(since), badges=held, **members)

    def sealed(self, slug: str, issuer: Issuer, *, week: int, proof: Node | None = None, **members: Any) -> Node:
        """The same with a proof, of the issuer's first key unless another seal is given."""
        created = moment(LATE + 7 * week)
        return {**self.plain(slug, issuer, week=week, **members), "proof": [proof or issuer.seal(created)]}
