"""The facts of CLR 2.0 by the names under which this room speaks of them.

Scopes, paths and classes that an envelope renames come from ``target.facts``, never from here.
"""

from __future__ import annotations

from typing import Final

from conformance.standard import facts

BOOK: Final = "clr20"
FACTS: Final = facts(BOOK)

JSON, TEXT = FACTS.media_types

LINKED: Final = "application/vc+ld+json"
"""The other media type of a record in JSON, which Open Badges 3.0 names beside the first."""

DISCOVERY: Final = "getServiceDescription"
LIST: Final = "getCredentials"
UPSERT: Final = "upsertCredential"
GET_PROFILE: Final = "getProfile"
PUT_PROFILE: Final = "putProfile"

STATUS_CLASS: Final = FACTS.status_class
