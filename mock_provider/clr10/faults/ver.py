"""VER: how items say that they can be verified, and which ids an issuer vouches for."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.clr10.documents import Node
from mock_provider.clr10.faults._documents import (
    SCHEMA,
    Change,
    document_fault,
    drop,
    put,
)
from mock_provider.clr10.faults._records import (
    academy,
    licence,
    mapping,
)

library = Library()


library.add(
    document_fault(
        id="ver-type-not-listed",
        title="The verification type of an assertion is Blockchain",
        how="The vendor verifies in a way of its own.\nThe vocabulary knows Hosted, Signed and Verification.",
        breaks=("CLR10-VER-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("verification/type", "Blockchain"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="ver-type-of-open-badges",
        title="The verification type of an assertion is HostedBadge",
        how="Open Badges call it HostedBadge.\nThe code was taken over.",
        breaks=("CLR10-VER-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", put("verification/type", "HostedBadge"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="ver-type-missing",
        title="A verification has no type",
        how="The object is made from options.\nNone of them is set by default.",
        breaks=("CLR10-VER-001",),
        consequences=SCHEMA,
        changes=[Change("Assertion", drop("verification/type"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="ver-property-not-id",
        title="verificationProperty is url",
        how="The member was understood as the place of the hosted copy.\nOnly id is allowed.",
        breaks=("CLR10-VER-002",),
        changes=[Change("Assertion", put("verification/verificationProperty", "url"), where=mapping)],
    )
)

library.add(
    document_fault(
        id="ver-creator-is-an-old-key",
        title="The creator of a signed assertion is not the key of its issuer's profile",
        how="The key was changed in the profile.\nThe signing service still names the old one.",
        breaks=("CLR10-VER-003",),
        changes=[Change("Assertion", put("verification/creator", lambda text: text + "-2019"), where=licence)],
    )
)

library.add(
    document_fault(
        id="ver-id-out-of-scope",
        title="The id of a signed assertion is outside startsWith of its issuer",
        how="The scheme of ids was changed.\nThe profile still lists the old beginnings.",
        breaks=("CLR10-VER-004",),
        changes=[
            Change("Assertion", put("id", lambda text: "urn:guild:licence:" + text.rpartition(":")[2]), where=licence)
        ],
    )
)

library.add(
    document_fault(
        id="ver-prefixes-of-an-old-address",
        title="startsWith of an issuer names an address that the service has left",
        how="The service moved to another host.\nThe profile was not touched.",
        breaks=("CLR10-VER-004",),
        changes=[Change("Profile", put("verification/startsWith", ["https://records.example/"]), where=academy)],
    )
)


def _allow_another_host(profile: Node) -> bool:
    return put("verification", {"type": "Verification", "allowedOrigins": ["records.example"]})(profile)


library.add(
    document_fault(
        id="ver-host-not-allowed",
        title="allowedOrigins of an issuer lacks the host of its ids",
        how="The service moved to another host.\nThe profile was not touched.",
        breaks=("CLR10-VER-005",),
        changes=[Change("Profile", _allow_another_host, where=academy)],
    )
)


def _origin(text: str) -> str:
    return text.partition("/profiles/")[0]


def _allow_a_url(profile: Node) -> bool:
    verification = {"type": "Verification", "allowedOrigins": [_origin(profile["id"])]}
    return put("verification", verification)(profile)


library.add(
    document_fault(
        id="ver-origins-with-scheme",
        title="allowedOrigins holds a URL",
        how="The word origin was understood as browsers do.\nThe member wants bare host names.",
        breaks=("CLR10-VER-006",),
        changes=[Change("Profile", _allow_a_url, where=academy)],
    )
)

FAULTS = library.faults
