"""Pages that lack what the contract does not require."""

from __future__ import annotations

from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.paging import LIST, without_arrays

library = Library()

_ARRAYS = ("credential", "compactJwsString")

library.add(
    Oddity(
        id="odd-credential-arrays",
        title="The second page has no credential, the third no compactJwsString, the fourth neither, the fifth empty "
        "arrays",
        how="The serialiser skips what is empty.\nThe contract: neither member of the response is required.",
        operations=LIST,
        on_response=without_arrays({1: _ARRAYS[:1], 2: _ARRAYS[1:], 3: _ARRAYS}, {4: _ARRAYS}),
    )
)

ODDITIES = library.oddities
