"""VER: how items say that they can be verified, and which ids an issuer vouches for."""

from __future__ import annotations

from mock_provider.clr10.faults._documents import SCHEMA, Change, Node, document_fault, drop, has, put

_SURVEY = has("evidence/1")


def _mapping(assertion: Node) -> bool:
    return has("achievement/associations/3")(assertion)


def _academy(profile: Node) -> bool:
    """The publisher and issuer of plain records."""
    return str(profile.get("id", "")).endswith("/profiles/academy")


def _licence(assertion: Node) -> bool:
    """An assertion that is signed."""
    return has("verification/creator")(assertion)


def _origin(text: str) -> str:
    return text.partition("/profiles/")[0]


def _elsewhere(profile: Node) -> bool:
    return put("verification", {"type": "Verification", "allowedOrigins": ["records.example"]})(profile)


def _with_scheme(profile: Node) -> bool:
    verification = {"type": "Verification", "allowedOrigins": [_origin(profile["id"])]}
    return put("verification", verification)(profile)


FAULTS = (
    document_fault(
        "ver-type-not-listed",
        "The verification type of an assertion is Blockchain",
        "The vendor verifies in a way of its own.\nThe vocabulary knows Hosted, Signed and Verification.",
        "CLR10-VER-001",
        Change("Assertion", put("verification/type", "Blockchain"), _mapping),
        consequences=SCHEMA,
    ),
    document_fault(
        "ver-type-of-open-badges",
        "The verification type of an assertion is HostedBadge",
        "Open Badges call it HostedBadge.\nThe code was taken over.",
        "CLR10-VER-001",
        Change("Assertion", put("verification/type", "HostedBadge"), _mapping),
        consequences=SCHEMA,
    ),
    document_fault(
        "ver-type-missing",
        "A verification has no type",
        "The object is made from options.\nNone of them is set by default.",
        "CLR10-VER-001",
        Change("Assertion", drop("verification/type"), _mapping),
        consequences=SCHEMA,
    ),
    document_fault(
        "ver-property-not-id",
        "verificationProperty is url",
        "The member was understood as the place of the hosted copy.\nOnly id is allowed.",
        "CLR10-VER-002",
        Change("Assertion", put("verification/verificationProperty", "url"), _mapping),
    ),
    document_fault(
        "ver-creator-is-an-old-key",
        "The creator of a signed assertion is not the key of its issuer's profile",
        "The key was changed in the profile.\nThe signing service still names the old one.",
        "CLR10-VER-003",
        Change("Assertion", put("verification/creator", lambda text: text + "-2019"), _licence),
    ),
    document_fault(
        "ver-id-out-of-scope",
        "The id of a signed assertion is outside startsWith of its issuer",
        "The scheme of ids was changed.\nThe profile still lists the old beginnings.",
        "CLR10-VER-004",
        Change("Assertion", put("id", lambda text: "urn:guild:licence:" + text.rpartition(":")[2]), _licence),
    ),
    document_fault(
        "ver-prefixes-of-an-old-address",
        "startsWith of an issuer names an address that the service has left",
        "The service moved to another host.\nThe profile was not touched.",
        "CLR10-VER-004",
        Change("Profile", put("verification/startsWith", ["https://records.example/"]), _academy),
    ),
    document_fault(
        "ver-host-not-allowed",
        "allowedOrigins of an issuer lacks the host of its ids",
        "The service moved to another host.\nThe profile was not touched.",
        "CLR10-VER-005",
        Change("Profile", _elsewhere, _academy),
    ),
    document_fault(
        "ver-origins-with-scheme",
        "allowedOrigins holds a URL",
        "The word origin was understood as browsers do.\nThe member wants bare host names.",
        "CLR10-VER-006",
        Change("Profile", _with_scheme, _academy),
    ),
)
