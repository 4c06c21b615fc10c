"""Files that a user hands over in the place of what is found at URLs: keys, status lists, schemas, newer versions."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from conformance.errors import UsageFault
from conformance.trust.fetching import Fetcher
from conformance.trust.known import Handed, Known

MOST_BYTES: Final = 50_000_000
"""Size of such a file beyond which it is not read."""


def with_files(files: tuple[tuple[str, Path], ...], network: Fetcher | None) -> Fetcher | None:
    """A Fetcher that gives the files for their URLs and asks the network, if there is one, for everything else.

    Raises ``UsageFault`` for a file that cannot be read.
    """
    if not files:
        return network
    return Known({url: Handed(url, _read(file)) for url, file in files}, network)


def _read(file: Path) -> bytes:
    try:
        if not file.is_file():
            raise FileNotFoundError(2, "no such file")
        if file.stat().st_size > MOST_BYTES:
            raise OSError(27, f"it has more than {MOST_BYTES} bytes")
        return file.read_bytes()
    except OSError as error:
        raise UsageFault(
            "lookup-unreadable",
            f"the file {file} of --lookup cannot be read: {error.strerror or error}",
            "a mistyped name",
            "give --lookup URL=FILE with a file that holds what is found at the URL",
        ) from error
