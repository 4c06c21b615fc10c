"""What our own verification makes of the records that the mock lays before a consumer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from conformance.document import judge
from conformance.document import open as open_document
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.trust import verify
from conformance.trust.report import ItemReport
from conformance.wire.fetcher import Fetcher
from mock_provider.scenarios import Laid, Record
from mock_provider.testing import MockServer

CLAIMS = frozenset({"verify", "verify_hosted", "verify_signed"})
Lay = Callable[[MockServer, frozenset[str]], Laid]


def verified(record: Record, mock: MockServer) -> Mapping[str, ItemReport]:
    """What our verification makes of a record, by the place of each item; it marks what is inside of a token."""
    with (
        open_document(record.content, RULES) as opened,
        Fetcher(ca=mock.ca_path, allow=["127.0.0.1", "localhost"]) as fetcher,
    ):
        if all(one.right for one in record.specimens if one.start == 1):
            # A profile without verification is not as it has to be, and VHO-008 says what holds then.
            # Nor is a record without one, for those who verify no signatures and do not log in.
            known = {"CLR10-PRF-005"} if record.kept.signed else {"CLR10-PRF-005", "CLR10-CON-015"}
            assert {one.requirement for one in judge(opened).findings} <= known
        return {one.pointer.replace("#", ""): one for one in verify(opened, TRUST, fetcher=fetcher).items}
