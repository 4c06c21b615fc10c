"""Makes up all that the mock shows of CLR 2.0: the same for the same address, seed and keys."""

from __future__ import annotations

from mock_provider.clr20.content.drafts import TOKEN, inner, sign
from mock_provider.clr20.content.issuers import issuers
from mock_provider.clr20.content.kept import Content
from mock_provider.clr20.content.keys import keys_of
from mock_provider.clr20.content.learners import learners
from mock_provider.clr20.content.lists import lists
from mock_provider.clr20.content.makers import Makers
from mock_provider.clr20.content.records import BULK, records
from mock_provider.clr20.content.site import SVG, Node, Site, picture
from mock_provider.clr20.store.credentials import StoredCredential
from mock_provider.clr20.store.forms import stored
from mock_provider.encoding import to_json
from mock_provider.settings import Settings


def generate(settings: Settings) -> Content:
    """The content that these settings ask for, signed."""
    site = Site(settings, keys_of(settings))
    _pages(site)
    who, people = issuers(site), learners(site, settings.users)
    listed = lists(site, who, len(people))
    made = []
    for place, learner in enumerate(people):
        for draft in records(Makers(site, who, listed, learner, place), bulk=BULK[settings.content]):
            made.append(_kept(site, f"user:{learner.username}", draft))
    profiles = tuple((f"user:{learner.username}", to_json(learner.profile)) for learner in people)
    drafts = tuple((identifier, to_json(draft)) for identifier, draft in site.drafts.items())
    return Content(tuple(made), profiles, site.documents, drafts)


def _kept(site: Site, owner: str, draft: Node) -> StoredCredential:
    credential = inner(draft)
    site.drafts[credential["id"]] = draft
    return stored(credential, owner, body=sign(draft, site.keys), compact=TOKEN in draft, generated=True)


def _pages(site: Site) -> None:
    invented = "This is a mock provider for tests: all people and records are invented."
    site.page("/about/terms", "Terms of service", invented)
    site.page("/about/privacy", "Privacy policy", "Nothing real is kept here. Do not post records of real people.")
    site.publish("/about/logo.svg", picture("C", "#246"), SVG)
