"""Generates everything that the mock provider has to show: the same content for the same base URL, seed and keys."""

from __future__ import annotations

from collections.abc import Mapping

from mock_provider.clr10.content import assertions
from mock_provider.clr10.content.catalogue import SUBJECTS, catalogue
from mock_provider.clr10.content.model import Content, Node, Record
from mock_provider.clr10.content.own import owners
from mock_provider.clr10.content.profiles import Organisations, learners, organisations
from mock_provider.clr10.content.records import BULK, Records
from mock_provider.clr10.content.site import Site, image
from mock_provider.settings import Settings


def generate(settings: Settings) -> Content:
    """All CLRs, learners and public documents for these settings."""
    site = Site(settings)
    _pages(site)
    who = organisations(site)
    kinds = _kinds(settings)
    people = learners(site, {name: settings.users[name] for name in kinds})
    offered = catalogue(site, who, subjects=SUBJECTS[settings.content])
    made = Records(site, who, people, offered, kinds, bulk=BULK[settings.content], seed=settings.seed)
    records = tuple(made.all())
    if settings.only_signed:
        records = tuple(record if record.jws else _signed_anew(site, record, who.college) for record in records)
    _revocation_lists(site, who, kinds)
    return Content(records, {name: learner["id"] for name, learner in people.items()}, site.documents)


def known_ids(settings: Settings) -> Mapping[str, str]:
    """Ids of single items by what they are samples of, and of each user's learner; they follow from the settings.

    The samples are of the first user who has CLRs of all kinds; without such a user there are none of them.
    """
    site, kinds = Site(settings), _kinds(settings)
    people = {f"learner_{username}": site.urn("learner", username) for username in kinds}
    first = next((username for username, kind in kinds.items() if kind == "mira"), None)
    samples = {} if first is None else _samples(site, first)
    key, listed = site.item_url("keys", "college"), site.item_url("revocations", "college")
    return {**samples, "key": key, "revocation_list": listed, **people}


def _samples(site: Site, username: str) -> Mapping[str, str]:
    return {
        "revoked_clr": site.clr_id(f"{username}-revoked"),
        "revoked_assertion": site.item_url("assertions", f"{username}-revoked"),
        "revoked_signed_assertion": assertions.signed_id(site, f"{username}-withdrawn-licence"),
        "assertion": site.item_url("assertions", f"{username}-survey"),
        "endorsement": site.item_url("endorsements", f"of-{username}-survey"),
        "rich_clr": site.clr_id(f"{username}-rich"),
        "signed_clr": site.urn("clr", f"{username}-signed"),
    }


def _kinds(settings: Settings) -> Mapping[str, str]:
    """By user name, the invented learner whose kind of CLRs the user gets, of the users who get something made up."""
    own = owners(settings)
    return {name: user.content for name, user in settings.users.items() if user.content and name not in own}


def _signed_anew(site: Site, record: Record, stand_in: Node) -> Record:
    """The same record signed as a whole, by its publisher or, where that has no key, by the stand-in."""
    publisher = record.clr["publisher"] if "publicKey" in record.clr["publisher"] else stand_in
    clr = {
        **record.clr,
        "publisher": publisher,
        "verification": {"type": "Signed", "creator": publisher["publicKey"]["id"]},
    }
    return Record(record.username, clr, site.sign(clr, publisher))


def _revocation_lists(site: Site, who: Organisations, kinds: Mapping[str, str]) -> None:
    """One list per profile that issues; it names all that the issuer has revoked, hosted or signed."""
    mistaken = [username for username, kind in kinds.items() if kind == "mira"]
    taken_back = [username for username, kind in kinds.items() if kind in ("mira", "amal")]
    guild = [
        (site.item_url("assertions", f"{name}-revoked"), assertions.signed_id(site, f"{name}-withdrawn-licence"))
        for name in mistaken
    ]
    issuers = {
        "college": [site.clr_id(f"{name}-revoked") for name in mistaken],
        "academy": [],
        "institute": [],
        "guild": [revoked for pair in guild for revoked in pair],
        "alliance": [site.item_url("endorsements", f"taken-back-{name}") for name in taken_back],
        "professor": [],
    }
    for name, revoked in issuers.items():
        profile: Node = getattr(who, name)
        site.publish(
            "revocations",
            name,
            {
                "id": profile["revocationList"],
                "type": "RevocationList",
                "issuer": profile["id"],
                "revokedAssertions": revoked,
            },
        )


def _pages(site: Site) -> None:
    site.page("terms", "Terms of service", "This is a mock provider for tests: all people and records are invented.")
    site.page("privacy", "Privacy policy", "Nothing real is kept here. Do not post records of real people.")
    site.documents["images", "logo"] = image("C", "#246").encode("utf-8")
    site.documents["images", "medal"] = image("★", "#a60").encode("utf-8")
