"""What the checks that look back see in an answer of CLR 1.0."""

from __future__ import annotations

from conformance.rulebooks.clr10.provider.edition import MEDIA_TYPE
from conformance.rulebooks.clr10.provider.listing import page_entries
from conformance.suites.answer import Answer
from conformance.suites.outcomes import CheckEnd


def asks_for_ld_json(answer: Answer) -> bool:
    """False for the run's own requests of other media types, of which CLR10-API-010 and CLR10-API-012 speak."""
    accepts = [value for name, value in answer.response.request_headers if name.lower() == "accept"]
    return not accepts or any(MEDIA_TYPE in value for value in accepts)


def length_of(page: Answer) -> int:
    """How many CLRs a page holds; 0 for what is not a page at all."""
    try:
        return len(page_entries(page))
    except CheckEnd:
        return 0
