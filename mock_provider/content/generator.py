from __future__ import annotations

from mock_provider.content.model import Content, Record
from mock_provider.settings import Settings


def generate(settings: Settings) -> Content:
    """stub"""
    base = settings.base_url
    publisher = {"id": f"{settings.origin}/profiles/harbour", "type": "Profile", "name": "Harbour Point College"}
    records = []
    for index in range(120):
        clr = {
            "id": f"{base}/clrs/mira-{index}",
            "type": "Clr",
            "issuedOn": f"2021-01-01T00:{index // 60:02}:{index % 60:02}Z",
            "learner": {"id": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11", "type": "Profile", "name": "Mira"},
            "publisher": publisher,
            "assertions": [],
            "verification": {"type": "Hosted"},
        }
        records.append(Record("mira", clr))
    return Content(
        tuple(records), {"mira": "urn:uuid:0d1f6c1e-7a35-4a52-9d0b-5b8a3f1f9c11"}, {("pages", "terms"): b"x"}
    )
