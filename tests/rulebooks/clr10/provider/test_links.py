"""What received CLRs name on the target is found in them, also on a target without TLS."""

from __future__ import annotations

from typing import Any

from conformance.rulebooks.clr10.provider.links import links_of


def clr(origin: str) -> dict[str, Any]:
    hosted = {"type": "Hosted"}
    endorsement = {"id": f"{origin}/endorsements/e", "verification": hosted}
    return {
        "publisher": {"publicKey": {"id": f"{origin}/keys/k"}, "revocationList": f"{origin}/revocations/r"},
        "assertions": [
            {"id": f"{origin}/assertions/a", "verification": hosted, "endorsements": [endorsement]},
            {"id": f"{origin}/assertions/gone", "verification": hosted, "revoked": True},
            {"id": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11", "verification": hosted},
        ],
    }


def test_urls_of_both_schemes_are_found() -> None:
    for origin in ("https://clr.example", "http://127.0.0.1:8000"):
        found = links_of([clr(origin)])

        assert found.assertions == (f"{origin}/assertions/a",)
        assert found.endorsements == (f"{origin}/endorsements/e",)
        assert (found.keys, found.revocations) == ((f"{origin}/keys/k",), (f"{origin}/revocations/r",))
        assert found.revoked_assertions == (f"{origin}/assertions/gone",)
