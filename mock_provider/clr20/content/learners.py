"""The learners: their profiles, and how records speak of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mock_provider.accounts import Account
from mock_provider.clr20.content.site import Node, Site, hashed

_PEOPLE: Mapping[str, Mapping[str, str]] = {
    "mira": {"name": "Mira Okafor", "givenName": "Mira", "familyName": "Okafor", "dateOfBirth": "2001-04-17"},
    "jonas": {"name": "Jonas Lindqvist", "givenName": "Jonas", "familyName": "Lindqvist"},
    "amal": {"name": "أمل منصور", "givenName": "أمل", "familyName": "منصور", "patronymicName": "بنت خالد"},
    "sofia": {"name": "Sofía Núñez Peña", "givenName": "Sofía", "familyName": "Núñez Peña"},
    "nils": {"name": "Nils Ångström-Ødegård", "givenName": "Nils", "familyName": "Ångström-Ødegård"},
}


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner. ``kind`` is the invented learner whose kind of records it has."""

    username: str
    kind: str
    profile: Node
    number: str

    @property
    def id(self) -> str:
        """What records name the learner by."""
        identifier: str = self.profile["id"]
        return identifier

    @property
    def name(self) -> str:
        """The whole name."""
        name: str = self.profile["name"]
        return name

    def identifiers(self) -> list[Node]:
        """How a record names the learner besides: the hash of the mail address, and a number."""
        about = {"type": "IdentityObject", "hashed": True, "identityType": "emailAddress", "salt": "lakeside"}
        return [
            {**about, "identityHash": hashed(self.profile["email"], "lakeside")},
            {"type": "IdentityObject", "hashed": False, "identityType": "sourcedId", "identityHash": self.number},
        ]


def learners(site: Site, users: Mapping[str, Account]) -> tuple[Learner, ...]:
    """The learner of each user for whom something is made up; nobody is made up for the kind of ``kim``."""
    return tuple(
        Learner(username, account.content, _profile(site, username, account), f"NL-{4711 + number}")
        for number, (username, account) in enumerate(users.items())
        if account.content in _PEOPLE
    )


def _profile(site: Site, username: str, account: Account) -> Node:
    named = {"name": account.name} if account.name else _PEOPLE[account.content]
    mail = username if "@" in username else f"{username}@learners.example"
    return {"id": site.urn("learner", username), "type": ["Profile"], **named, "email": mail}
