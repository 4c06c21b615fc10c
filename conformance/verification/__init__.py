"""Whether a document can be trusted: signatures, keys, hosted copies, revocation. It asks a Fetcher that it is handed."""

from conformance.verification.fetching import Fetched, Fetcher, FetchFailure
from conformance.verification.report import (
    ItemReport,
    Lookup,
    Method,
    Reason,
    Trust,
    UsedKey,
    VerificationReport,
)

__all__ = [
    "FetchFailure",
    "Fetched",
    "Fetcher",
    "ItemReport",
    "Lookup",
    "Method",
    "Reason",
    "Trust",
    "UsedKey",
    "VerificationReport",
]
