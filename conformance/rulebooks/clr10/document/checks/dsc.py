"""The discovery document: that its URLs are https."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from conformance.document.nodes import Node
from conformance.record import Finding
from conformance.rulebooks.clr10.document.register import check

_URLS: Final = ("authorizationUrl", "registrationUrl", "tokenUrl", "privacyPolicyUrl", "termsOfServiceUrl")


@check("CLR10-DSC-009", "DiscoveryDocument")
def discovery_urls_are_https(document: Node) -> Iterator[Finding]:
    """The five URL members are https URLs."""
    for member in _URLS:
        url = document.text(member)
        if url is not None and ":" in url and not url.lower().startswith("https://"):
            yield document.finding(f"{member} is not an https URL", at=member, expected="an https URL")
