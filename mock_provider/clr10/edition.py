"""What the mock has to know of CLR 1.0 to play it."""

from __future__ import annotations

from mock_provider.clr10 import FACTS
from mock_provider.clr10.content.generator import known_ids
from mock_provider.clr10.content.seeding import content_mark, fill
from mock_provider.clr10.mends import MENDS
from mock_provider.clr10.resource.discovery import scopes_offered
from mock_provider.clr10.resource.routes import resource_routes
from mock_provider.clr10.terms import DELETE, READONLY, REPLACE, STATUSES
from mock_provider.edition import Edition

EDITION = Edition(
    facts=FACTS,
    statuses=STATUSES,
    routes=resource_routes,
    plan="provider-full",
    scope_texts={
        READONLY: "Read your learner records",
        REPLACE: "Add learner records, or replace them",
        DELETE: "Delete your learner records",
    },
    scopes_offered=scopes_offered,
    content_mark=content_mark,
    fill=fill,
    empty_users=("kim",),
    known_ids=known_ids,
    mends=MENDS,
)
