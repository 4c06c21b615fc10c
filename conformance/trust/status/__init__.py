"""Status lists: entries that name a place in a list, lists of bits, lists of revoked credentials. Fetches nothing."""

from conformance.trust.status.bits import LEAST_ENTRIES, Bits, Decoded, decode
from conformance.trust.status.entry import Entry, read_entry
from conformance.trust.status.faults import Fault, StatusError
from conformance.trust.status.revocations import Revocations, read_revocations

__all__ = [
    "LEAST_ENTRIES",
    "Bits",
    "Decoded",
    "Entry",
    "Fault",
    "Revocations",
    "StatusError",
    "decode",
    "read_entry",
    "read_revocations",
]
