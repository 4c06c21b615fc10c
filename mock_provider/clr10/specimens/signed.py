"""Signed assertions: a right one, and its twin with a signature that proves nothing."""

from __future__ import annotations

from mock_provider.clr10.specimens.desk import Desk, changed, right
from mock_provider.clr10.terms import CONTEXT
from mock_provider.encoding import to_base64url, to_json
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer


def alg_none(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The header says that there is no signature, and there is none."""
    desk = Desk(mock, claims)
    issuer = desk.issuer("guild")
    twin, item = desk.to_sign(issuer, desk.name()), desk.to_sign(issuer, desk.name())
    header, payload = {"alg": "none", "typ": "JWT"}, {"@context": CONTEXT, **item}
    token = f"{to_base64url(to_json(header))}.{to_base64url(to_json(payload))}."
    place = "/signedAssertions/0"
    desk.record([right(twin, place)], signedAssertions=[desk.sign(twin)])
    desk.record([changed(item, place, "its header names the algorithm none", twin=twin)], signedAssertions=[token])
    return desk.laid("alg-none")
