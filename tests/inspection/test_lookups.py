"""Files stand for what is found at URLs; what is not among them is asked of the network, when there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.errors import UsageFault
from conformance.inspection.lookups import with_files
from conformance.trust.known import is_offline

KEY = "https://issuer.example/key"


def test_a_file_is_what_is_found_at_its_url(tmp_path: Path) -> None:
    file = tmp_path / "key.json"
    file.write_bytes(b"{}")
    fetcher = with_files(((KEY, file),), None)
    assert fetcher is not None
    found = fetcher.get(f"{KEY}#1", accept="*/*")
    assert (found.status, found.body, found.failure) == (200, b"{}", None)
    missing = fetcher.get("https://issuer.example/other", accept="*/*")
    assert missing.failure is not None
    assert missing.failure.code == "offline"
    assert is_offline(fetcher)
    assert not fetcher.takes_plain("http://issuer.example/other")


def test_without_files_the_network_alone_is_asked() -> None:
    assert with_files((), None) is None
    assert is_offline(None)


def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="cannot be read"):
        with_files(((KEY, tmp_path / "missing.json"),), None)
