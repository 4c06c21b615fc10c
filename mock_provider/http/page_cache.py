"""Pages of the list that were answered before and are still right."""

from __future__ import annotations

from collections import OrderedDict

from mock_provider.http.status import ApiResponse
from mock_provider.store.database import Database

_CACHED_PAGES = 1024
_CACHED_BYTES = 32 * 1024 * 1024


class PageCache:
    """The last pages, kept only while the store says that nothing has changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state: int | None = None
        self._pages: OrderedDict[tuple[str, bytes], ApiResponse] = OrderedDict()
        self._bytes = 0

    def get(self, key: tuple[str, bytes]) -> ApiResponse | None:
        """The page for that owner and query string; to be asked before the page is read."""
        state = self._database.state()
        if state is None or state != self._state:
            self._pages.clear()
            self._bytes = 0
            self._state = state
        return self._pages.get(key)

    def put(self, key: tuple[str, bytes], response: ApiResponse) -> None:
        """Remembers a page; the oldest ones go when there are too many."""
        if self._state is None:
            return
        self._pages[key] = response
        self._bytes += len(response.body)
        while self._bytes > _CACHED_BYTES or len(self._pages) > _CACHED_PAGES:
            self._bytes -= len(self._pages.popitem(last=False)[1].body)
