"""Sequences too long for memory: their entries go to one temporary file when they are many."""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import Final, Generic, Self, TypeVar, overload

MOST_IN_MEMORY: Final = 16_000_000
"""Bytes beyond which the entries are in a file."""

T = TypeVar("T")


class Shelf:
    """Where the entries of several sequences lie: in memory while they are few, else in a temporary file."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 (closed by ``close``)

    def put(self, entry: object) -> int:
        """Adds an entry, which has to be picklable, and returns where it lies."""
        place = self._file.seek(0, 2)
        pickle.dump(entry, self._file, pickle.HIGHEST_PROTOCOL)
        return place

    def get(self, place: int) -> object:
        """The entry that lies there."""
        self._file.seek(place)
        return pickle.load(self._file)  # noqa: S301 (what this process wrote itself)

    def close(self) -> None:
        """Removes the temporary file: the sequences cannot be read any more."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Spill(Generic[T], Sequence[T]):
    """A sequence to append to and to read from, which keeps in memory only where each of its entries lies."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._places = array("Q")

    def append(self, entry: T) -> None:
        """Adds an entry, which has to be picklable."""
        self._places.append(self._shelf.put(entry))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return [self._at(place) for place in self._places[index]]
        return self._at(self._places[index])

    def __iter__(self) -> Iterator[T]:
        return map(self._at, self._places)

    def _at(self, place: int) -> T:
        entry: T = self._shelf.get(place)  # type: ignore[assignment]
        return entry
