"""Whatever a credential, its list, its newer version or its schema holds: verification ends, and never raises."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from conformance.document import open as open_document
from conformance.issuing.tokens import compact, registered
from conformance.rulebooks.clr20.document import RULES
from conformance.rulebooks.clr20.trust import RULES as TRUST
from conformance.trust import verify
from tests.rulebooks.clr20.document.judging import NOW, badge
from tests.rulebooks.clr20.trust.verifying import HOME, KEY, KID, LIST, entry, page, site, status_list

pytestmark = pytest.mark.slow

VALUES: list[Any] = [
    None, True, 0, -1, 1.5, 1e300, 10**30, "", "x", "did:key:z6Mk", LIST, "2026-01-01", "9999-12-31T23:59:59-23:59",
    [], {}, [[]], [{}], {"id": 7}, {"type": 7}, "u" + "A" * 50, "H4sIAAAA", "data:image/png;base64,xx", "https://[",
    "https://a b/", "http://college.example/x", "%%%", ["a", 7, None],
]  # fmt: skip
OLDER, NEWER, SCHEMA, PICTURE = (f"{HOME}/{name}" for name in ("revoked", "newer", "schema", "picture"))

BADGE = badge(
    credentialStatus=[entry(), {"id": OLDER, "type": "1EdTechRevocationList"}, entry("3", statusSize=2)],
    refreshService={"id": NEWER, "type": "1EdTechCredentialRefresh"},
    credentialSchema=[{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    issuer={**badge()["issuer"], "image": {"id": PICTURE, "type": "Image"}, "url": HOME},
    credentialSubject={**badge()["credentialSubject"], "identifier": [{"type": "IdentityObject", "hashed": True,
        "identityHash": "sha256$00", "identityType": "emailAddress", "salt": "x"}]},
    validUntil="2027-01-01T00:00:00Z",
)  # fmt: skip
SERVED: dict[str, Any] = {
    LIST: status_list(7),
    OLDER: {"id": OLDER, "issuer": f"{HOME}/issuer", "revokedCredential": [{"id": "urn:x"}]},
    NEWER: badge(validFrom="2026-10-01T00:00:00Z"),
    SCHEMA: {"type": "object", "properties": {"name": {"type": "string"}}, "$defs": {"a": {"type": "integer"}}},
    PICTURE: {"a": 1},
}


def places(value: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield (*before, key)
        yield from places(each, (*before, key))


def mutant(value: Any, chance: random.Random) -> Any:
    changed = copy.deepcopy(value)
    *path, last = chance.choice(list(places(changed)))
    holder = changed
    for key in path:
        holder = holder[key]
    if isinstance(holder, dict) and chance.random() < 0.2:
        del holder[last]
    else:
        holder[last] = copy.deepcopy(chance.choice(VALUES))
    return changed


def token(value: Any, chance: random.Random) -> str:
    claims = {name: each for name, each in registered(badge()).items() if each is not None}
    payload = {**value, **claims} if chance.random() < 0.7 else {"vc": value, **claims}
    header = {"alg": "EdDSA", "kid": KID, "typ": "JWT", "jwk": KEY.public_jwk()}
    return compact(mutant(header, chance) if chance.random() < 0.3 else header, payload, KEY)


@pytest.mark.parametrize("seed", range(120))
def test_verification_ends_without_an_exception(seed: int) -> None:
    chance = random.Random(seed)
    which = chance.choice(["", *SERVED])
    served = {url: mutant(value, chance) if url == which else value for url, value in SERVED.items()}
    for url in (LIST, NEWER):
        served[url] = token(served[url], chance) if isinstance(served[url], dict) else served[url]
    document = BADGE if which else mutant(BADGE, chance)
    with open_document(page(token(document, chance)), RULES, now=NOW) as opened:
        if opened.document is not None:
            report = verify(opened, TRUST, fetcher=site(**served), recipient={"email": "mira@mail.example"})
            assert report.items
