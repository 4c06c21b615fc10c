"""Whether a document can be trusted: signatures, keys, hosted copies, revocation. A Fetcher is handed to it."""

from conformance.trust.fetching import Fetched, Fetcher, FetchFailure
from conformance.trust.known import Known
from conformance.trust.report import (
    ItemReport,
    Lookup,
    Method,
    Reason,
    Trust,
    UsedKey,
    VerificationReport,
)
from conformance.trust.verify import CHECKS, verify

__all__ = [
    "CHECKS",
    "FetchFailure",
    "Fetched",
    "Fetcher",
    "ItemReport",
    "Known",
    "Lookup",
    "Method",
    "Reason",
    "Trust",
    "UsedKey",
    "VerificationReport",
    "verify",
]
