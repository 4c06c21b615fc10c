"""Sets of CLRs that lack what the contract does not require, and items that records keep with another host."""

from __future__ import annotations

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.paging import LIST, place, without_arrays

library = Library()

_ARRAYS = ("clrs", "signedClrs")


library.add(
    Oddity(
        id="odd-sets",
        title="The second page has no clrs, the third no signedClrs, the fourth neither, the fifth empty arrays",
        how="The serialiser skips what is empty.\nThe contract: neither member of ClrSet is required.",
        operations=LIST,
        on_response=without_arrays({1: _ARRAYS[:1], 2: _ARRAYS[1:], 3: _ARRAYS}, {4: _ARRAYS}),
    )
)


def _items_elsewhere(response: Response) -> None:
    """Hosted items, keys and lists of plain records; what is signed stays as it was signed."""
    request = response.request
    if not request.elsewhere or place(response) is None:
        return
    base = request.url.removesuffix("/clrs")
    there = f"{request.elsewhere}/{base.partition('://')[2].partition('/')[2]}"
    for kind in ("assertions", "endorsements", "keys", "revocations"):
        response.body = response.body.replace(f"{base}/{kind}/".encode(), f"{there}/{kind}/".encode())


library.add(
    Oddity(
        id="odd-items-elsewhere",
        title="Hosted items, keys and revocation lists are on another host",
        how="Publishers keep their items with a service of their own.\nEach record names it.",
        operations=LIST,
        on_response=_items_elsewhere,
    )
)

ODDITIES = library.oddities
