"""Area MOD: values inside achievements, addresses and identities that the schemas cannot judge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from conformance.document.nodes import Node
from conformance.document.walk import Document
from conformance.record import Finding
from conformance.rulebooks.clr20.document.register import check
from conformance.rulebooks.clr20.document.relevant import check_each

HASH: Final = re.compile(r"md5\$[0-9a-fA-F]{32}|sha256\$[0-9a-fA-F]{64}")

_RANGES: Final = {"latitude": 90, "longitude": 180}


@check("CLR20-MOD-26", "Criteria")
def criteria_say_something(criteria: Node) -> Iterator[Finding]:
    """Criteria have an id or a narrative."""
    if not criteria.value.keys() & {"id", "narrative"}:
        yield criteria.finding("Criteria have neither id nor narrative", expected="one of the two")


@check("CLR20-MOD-45", "GeoCoordinates")
def a_place_is_on_the_globe(place: Node) -> Iterator[Finding]:
    """Latitude and longitude are within the range of WGS84."""
    for member, most in _RANGES.items():
        value = place.value.get(member)
        if isinstance(value, int | float) and not isinstance(value, bool) and not -most <= value <= most:
            message = f"The {member} of GeoCoordinates is not on the globe"
            yield place.finding(message, at=member, expected=f"from -{most} to {most}")


@check("CLR20-MOD-61", "IdentityObject", when="salt")
def a_salt_belongs_to_a_hash(identity: Node) -> Iterator[Finding]:
    """A salt is there only when the identity is hashed."""
    if identity.value.get("hashed") is False:
        yield identity.finding("An IdentityObject that is not hashed has a salt", at="salt", expected="no salt")


def _hashed(document: Document) -> Iterator[Node]:
    for identity in document.having("IdentityObject", "identityHash"):
        if identity.value.get("hashed") is True and isinstance(identity.value["identityHash"], str):
            yield identity


@check_each("CLR20-MOD-62", _hashed)
def a_hashed_identity_is_a_hash(identity: Node) -> Iterator[Finding]:
    """A hashed identity has the name of its algorithm and the digest."""
    if not HASH.fullmatch(identity.value["identityHash"]):
        message = "identityHash of a hashed IdentityObject is not a hash"
        yield identity.finding(message, at="identityHash", expected="md5$ or sha256$ and the digest in hexadecimal")
