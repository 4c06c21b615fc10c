"""Status lists of all three kinds, and badges whose bit is on, off or not to be had."""

from __future__ import annotations

from typing import Any, Final

from tests.foreign.credentials import content
from tests.foreign.credentials.by_node import Json, Signed, later
from tests.foreign.credentials.integrity import BY, RDFC, college, signed
from tests.foreign.credentials.people import NAMES, QUILLHAVEN

AT: Final = "https://quillhaven.example/lists/"
LENGTH: Final = 131_072
REVOKED, SUSPENDED = (7, 4_711, 131_071), (12,)
GOOD: Final = 8


def _list(name: str, by: str, purpose: str, positions: tuple[int, ...], length: int = LENGTH) -> list[Signed]:
    """A list, unsigned by its own library and then signed."""
    dates = (
        {"validFrom": "2025-01-01T00:00:00Z"} if by != "StatusList2021" else {"issuanceDate": "2025-01-01T00:00:00Z"}
    )
    url = f"{AT}{name}"
    job = {"by": by, "id": url, "purpose": purpose, "length": length, "set": list(positions)}
    more = {"issuer": QUILLHAVEN, **dates}
    bare = Signed(f"{name}-unsigned", by, {"name": f"{name}-unsigned", "kind": "list", **job, "more": more}, kept=False)
    expected = "verified" if length >= LENGTH else "short"
    return [bare, signed(f"list-{name}", later(bare.name), college(RDFC), address=url, expected=expected)]


def _badge(name: str, *entries: Json, expected: str = "verified", contexts: tuple[str, ...] = ()) -> Signed:
    status: Any = list(entries) if len(entries) > 1 else entries[0]
    badge = content.badge(f"status {name}", QUILLHAVEN, credentialStatus=status)
    badge["@context"] = [*badge["@context"], *contexts]
    return signed(f"badge-{name}", badge, college(RDFC), expected=expected)


def _bits() -> list[Signed]:
    revocation, suspension, older = f"{AT}revocation", f"{AT}suspension", f"{AT}status-2021"
    kind = "StatusList2021Entry"
    nowhere = f"{AT}nowhere"
    return [
        _badge("bit-off", content.entry(revocation, GOOD)),
        _badge("bit-on", content.entry(revocation, 4_711), expected="revoked"),
        _badge("bit-on-first-byte", content.entry(revocation, 7), expected="revoked"),
        _badge("bit-on-last", content.entry(revocation, LENGTH - 1), expected="revoked"),
        _badge("suspended", content.entry(suspension, 12, "suspension"), expected="suspended"),
        _badge(
            "revocation-and-suspension",
            content.entry(revocation, GOOD),
            content.entry(suspension, 12, "suspension"),
            expected="suspended",
        ),
        _badge("2021-off", content.entry(older, GOOD, kind=kind), contexts=(content.STATUS_2021,)),
        _badge("2021-on", content.entry(older, 4_711, kind=kind), expected="revoked", contexts=(content.STATUS_2021,)),
        _badge("list-unreachable", content.entry(nowhere, GOOD), expected="open"),
        _badge("bit-beyond", content.entry(revocation, LENGTH), expected="beyond"),
        _badge("bit-off-short-list", content.entry(f"{AT}short", GOOD), expected="short"),
        _badge("bit-on-short-list", content.entry(f"{AT}short", 7), expected="revoked"),
        _badge(
            "vcrl-listed",
            {"id": f"{AT}vcrl", "type": "1EdTechRevocationList"},
            expected="revoked",
            contexts=(content.EXTENSIONS,),
        ),
        _badge("vcrl-not-listed", {"id": f"{AT}vcrl", "type": "1EdTechRevocationList"}, contexts=(content.EXTENSIONS,)),
        _badge("bit-off-list-as-jwt", content.entry(f"{AT}jwt", GOOD)),
        _badge("bit-on-list-as-jwt", content.entry(f"{AT}jwt", 4_711), expected="revoked"),
    ]


def _as_jwt() -> Signed:
    name = "jwt-unsigned"
    job = {
        "name": "list-jwt",
        "kind": "token",
        "by": "jose",
        "alg": "ES256",
        "key": "quillhaven-p256",
        "header": {"kid": f"{QUILLHAVEN}#jwk-p256", "typ": "vc+jwt", "cty": "vc"},
        "payload": later(name),
    }
    return Signed("list-jwt", "npm:jose", job, address=f"{AT}jwt", suffix=".jwt")


def revocation_list() -> Json:
    """The older list of 1EdTech, which nobody signs."""
    listed = {"id": content.named("badge status vcrl-listed"), "revoked": True, "revocationReason": "Issued in error"}
    lifted = {"id": content.named("badge status vcrl-not-listed"), "revoked": False}
    return {"id": f"{AT}vcrl", "issuer": QUILLHAVEN, "revokedCredential": [listed, lifted]}


def documents() -> list[Signed]:
    """Lists first, badges after them."""
    jwt = {
        "name": "jwt-unsigned",
        "kind": "list",
        "by": "BitstringStatusList",
        "id": f"{AT}jwt",
        "purpose": "revocation",
        "length": LENGTH,
        "set": list(REVOKED),
        "more": {"issuer": {"id": QUILLHAVEN, "name": NAMES[QUILLHAVEN]}, "validFrom": "2025-01-01T00:00:00Z"},
    }
    return [
        *_list("revocation", "BitstringStatusList", "revocation", REVOKED),
        *_list("suspension", "BitstringStatusList", "suspension", SUSPENDED),
        *_list("short", "BitstringStatusList", "revocation", (7,), 1_024),
        *_list("status-2021", "StatusList2021", "revocation", REVOKED),
        Signed("jwt-unsigned", BY, jwt, kept=False),
        _as_jwt(),
        *_bits(),
    ]
