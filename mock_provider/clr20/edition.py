"""What the mock has to know of CLR 2.0 to play it."""

from __future__ import annotations

from mock_provider.clr20 import FACTS
from mock_provider.clr20.content.own import check_own, takes
from mock_provider.clr20.content.samples import known_ids
from mock_provider.clr20.content.seeding import content_mark, fill
from mock_provider.clr20.resource.discovery import scopes_offered
from mock_provider.clr20.resource.routes import resource_routes
from mock_provider.clr20.terms import READ, READ_PROFILE, STATUSES, UPDATE_PROFILE, UPSERT
from mock_provider.edition import Edition

EDITION = Edition(
    facts=FACTS,
    statuses=STATUSES,
    routes=resource_routes,
    plan="clr2-full",
    scope_texts={
        READ: "Read your learner records",
        UPSERT: "Add learner records, or replace them",
        READ_PROFILE: "Read your profile",
        UPDATE_PROFILE: "Replace your profile",
    },
    scopes_offered=scopes_offered,
    content_mark=content_mark,
    fill=fill,
    empty_users=("kim",),
    known_ids=known_ids,
    takes=takes,
    check_own=check_own,
)
