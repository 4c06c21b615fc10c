"""Ids of single items, by what they are samples of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mock_provider.clr20.content.keys import keys_of
from mock_provider.clr20.content.site import Site
from mock_provider.settings import Settings

_SLUGS: Final = {
    "rich_record": "transcript",
    "token_record": "term-report",
    "revoked_record": "withdrawn",
    "suspended_record": "paused",
    "expired_record": "trial-course",
    "refreshable_record": "progress",
    "older_record": "older-transcript",
    "pictured_record": "pictures",
}


def known_ids(settings: Settings) -> Mapping[str, str]:
    """Ids of records of the first user who has all kinds, and of each user's learner; they follow from the settings.

    Without such a user there are none of records.
    """
    site = Site(settings, keys_of(settings))
    kinds = {name: account.content for name, account in settings.users.items() if account.content not in ("", "kim")}
    first = next((name for name, kind in kinds.items() if kind == "mira"), None)
    samples = {} if first is None else {name: site.urn(first, slug) for name, slug in _SLUGS.items()}
    return {**samples, **{f"learner_{name}": site.urn("learner", name) for name in kinds}}
