"""The sentence that says what a schema error is, under the requirement that it breaks."""

from __future__ import annotations

from conformance.document.findings import shown
from conformance.document.schema import SchemaError
from conformance.record import Finding


def ruling(error: SchemaError) -> Finding | None:
    """The finding that tells one schema error."""
    message = (
        f"{error.member or 'The document'} of {error.holder or error.type} departs from the schema ({error.keyword})"
    )
    return Finding("CLR20-SER-08", message, error.type, shown(error.value), error.pointer)
