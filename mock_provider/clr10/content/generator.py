"""Generates everything that the mock provider has to show: the same content for the same base URL, seed and keys."""

from __future__ import annotations

from collections.abc import Mapping

from mock_provider.clr10.content import assertions
from mock_provider.clr10.content.catalogue import catalogue
from mock_provider.clr10.content.model import Content, Node, Record
from mock_provider.clr10.content.profiles import Organisations, learners, organisations
from mock_provider.clr10.content.records import Records
from mock_provider.clr10.content.site import Site, image
from mock_provider.settings import USERNAMES, Settings


def generate(settings: Settings) -> Content:
    """All CLRs, learners and public documents for these settings."""
    site = Site(settings)
    _pages(site)
    who = organisations(site)
    people = learners(site)
    records = tuple(Records(site, who, people, catalogue(site, who), settings.seed).all())
    if settings.only_signed:
        records = tuple(record if record.jws else _signed_anew(site, record, who.college) for record in records)
    _revocation_lists(site, who)
    return Content(records, {name: learner["id"] for name, learner in people.items()}, site.documents)


def known_ids(settings: Settings) -> Mapping[str, str]:
    """Ids of single items by what they are samples of, and of each user's learner; they follow from the settings."""
    site = Site(settings)
    people = {f"learner_{username}": site.urn("learner", username) for username in USERNAMES}
    return {
        "revoked_clr": site.clr_id("mira-revoked"),
        "revoked_assertion": site.item_url("assertions", "mira-revoked"),
        "revoked_signed_assertion": assertions.signed_id(site, "mira-withdrawn-licence"),
        "assertion": site.item_url("assertions", "mira-survey"),
        "endorsement": site.item_url("endorsements", "of-mira-survey"),
        "key": site.item_url("keys", "college"),
        "revocation_list": site.item_url("revocations", "college"),
        "rich_clr": site.clr_id("mira-rich"),
        "signed_clr": site.urn("clr", "mira-signed"),
        **people,
    }


def _signed_anew(site: Site, record: Record, stand_in: Node) -> Record:
    """The same record signed as a whole, by its publisher or, where that has no key, by the stand-in."""
    publisher = record.clr["publisher"] if "publicKey" in record.clr["publisher"] else stand_in
    clr = {
        **record.clr,
        "publisher": publisher,
        "verification": {"type": "Signed", "creator": publisher["publicKey"]["id"]},
    }
    return Record(record.username, clr, site.sign(clr, publisher))


def _revocation_lists(site: Site, who: Organisations) -> None:
    """One list per profile that issues; it names all that the issuer has revoked, hosted or signed."""
    issuers = {
        "college": [site.clr_id("mira-revoked")],
        "academy": [],
        "institute": [],
        "guild": [
            site.item_url("assertions", "mira-revoked"),
            assertions.signed_id(site, "mira-withdrawn-licence"),
        ],
        "alliance": [site.item_url("endorsements", f"taken-back-{name}") for name in ("mira", "amal")],
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
