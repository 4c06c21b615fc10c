"""Whether a document can be trusted: signatures, keys, hosted copies, revocation. A Fetcher is handed to it.

The engine knows no edition: whoever calls it hands in the edition's ``TrustRules``.
"""

from conformance.trust.fetching import Fetched, Fetcher, FetchFailure
from conformance.trust.known import Known
from conformance.trust.report import (
    Answer,
    ItemReport,
    Lookup,
    Method,
    Question,
    Reason,
    Trust,
    UsedKey,
    Value,
    VerificationReport,
)
from conformance.trust.rules import TrustRules
from conformance.trust.verify import verify

__all__ = [
    "Answer",
    "FetchFailure",
    "Fetched",
    "Fetcher",
    "ItemReport",
    "Known",
    "Lookup",
    "Method",
    "Question",
    "Reason",
    "Trust",
    "TrustRules",
    "UsedKey",
    "Value",
    "VerificationReport",
    "verify",
]
