"""Whether a document can be trusted: signatures, keys, hosted copies, revocation. A Fetcher is handed to it."""

from conformance.verification.fetching import Fetched, Fetcher, FetchFailure
from conformance.verification.known import Known
from conformance.verification.opening import opened
from conformance.verification.report import (
    ItemReport,
    Lookup,
    Method,
    Reason,
    Trust,
    UsedKey,
    VerificationReport,
)
from conformance.verification.verify import CHECKS, verify

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
    "opened",
    "verify",
]
