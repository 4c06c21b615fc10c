"""MOD: identifiers of learners and others, addresses and dates of birth."""

from __future__ import annotations

from typing import Any

from mock_provider.behaviour.library import Library
from mock_provider.clr20.changes import put
from mock_provider.clr20.faults._documents import record_fault
from mock_provider.clr20.making import Act

library = Library()

_HASH = "b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"


def _identity(**members: Any) -> Act:
    """The recipient of the badge with an identifier, ``None`` for a member that it has not."""
    known = {"type": "IdentityObject", "hashed": False, "identityHash": "NL-4711", "identityType": "sourcedId"}
    return put("award/identifier", [_present({**known, **members})])


def _entry(**members: Any) -> Act:
    """The issuer of the badge with an entry of otherIdentifier."""
    known = {"type": "IdentifierEntry", "identifier": "S-101", "identifierType": "systemId"}
    return put("badge/issuer/otherIdentifier", [_present({**known, **members})])


def _place(**members: Any) -> Act:
    """The issuer of the badge with an address on the map."""
    known = {"type": "GeoCoordinates", "latitude": 47.4, "longitude": 8.5}
    return put("badge/issuer/address", {"type": ["Address"], "geo": _present({**known, **members})})


def _present(members: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}


library.add(
    record_fault(
        id="mod-identity-type-not-listed",
        title="identityType of a learner's identifier is matriculation",
        how="The kinds of numbers have names of their own here.\nThey come without ext:.",
        breaks=("CLR20-MOD-28",),
        change=_identity(identityType="matriculation"),
    )
)

library.add(
    record_fault(
        id="mod-identity-without-value",
        title="An identifier of a learner has no identityHash",
        how="The value is personal, so that it is left out.\nThe rest of the identifier stays.",
        breaks=("CLR20-MOD-35",),
        change=_identity(identityHash=None),
    )
)

library.add(
    record_fault(
        id="mod-identity-without-hashed",
        title="An identifier of a learner does not say whether it is hashed",
        how="Nothing is ever hashed here.\nfalse is the default and is not written.",
        breaks=("CLR20-MOD-35",),
        change=_identity(hashed=None),
    )
)

library.add(
    record_fault(
        id="mod-identifier-without-type-of-it",
        title="An entry of otherIdentifier has no identifierType",
        how="The own system knows one kind of number.\nIts kind is not written.",
        breaks=("CLR20-MOD-36",),
        change=_entry(identifierType=None),
    )
)

library.add(
    record_fault(
        id="mod-salt-without-hash",
        title="An identifier that is not hashed has a salt",
        how="Each learner has a salt in the database.\nIt is written in any case.",
        breaks=("CLR20-MOD-61",),
        change=_identity(salt="K3x9"),
    )
)

library.add(
    record_fault(
        id="mod-hash-without-algorithm",
        title="The hash of an identifier does not name its algorithm",
        how="The digest is written as the library gives it.\nsha256$ was forgotten.",
        breaks=("CLR20-MOD-62",),
        change=_identity(hashed=True, identityHash=_HASH, identityType="emailAddress"),
    )
)

library.add(
    record_fault(
        id="mod-hash-of-another-kind",
        title="The hash of an identifier is one of SHA-1",
        how="The hashes come from an older system.\nIts algorithm is none of the two.",
        breaks=("CLR20-MOD-62",),
        change=_identity(hashed=True, identityHash=f"sha1${_HASH[:40]}", identityType="emailAddress"),
    )
)

library.add(
    record_fault(
        id="mod-place-without-longitude",
        title="Geographic coordinates have no longitude",
        how="Both numbers are in one column.\nThe split took the first.",
        breaks=("CLR20-MOD-44",),
        change=_place(longitude=None),
    )
)

library.add(
    record_fault(
        id="mod-place-beyond-the-pole",
        title="A latitude is 147.4",
        how="The two numbers changed places.\nNobody looked at a map.",
        breaks=("CLR20-MOD-45",),
        change=_place(latitude=147.4),
    )
)

library.add(
    record_fault(
        id="mod-date-of-birth-in-another-order",
        title="A date of birth is written day first",
        how="Dates are written as people write them here.\nThe member takes a plain date.",
        breaks=("CLR20-MOD-48",),
        change=put(
            "award/source",
            {"id": "urn:uuid:7d0f6f56-6d5f-4b53-9c35-5a1a7d1c2009", "type": ["Profile"], "dateOfBirth": "14.03.1961"},
        ),
    )
)

FAULTS = library.faults
