"""Content is signed once, kept as bytes, and made anew when anything that it follows from has changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mock_provider.clr20.content import kept
from mock_provider.clr20.content.kept import Content
from mock_provider.clr20.content.seeding import content_mark
from mock_provider.clr20.store.credentials import StoredCredential
from mock_provider.clr20.store.hosted import Published
from mock_provider.settings import Settings

CONTENT = Content(
    records=(StoredCredential("user:a", "k", 7, False, True, '{"name":"성적"}'.encode()),),
    profiles=(("user:a", b"{}"),),
    documents={
        "/baked/a.png": Published(("image/png",), b"\x89PNG\x00"),
        "/status/a": Published(("a/b", "c/d"), b"{}"),
    },
    drafts=(("urn:x:1", b"{}"),),
)


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test is a process of its own, as far as memory goes."""
    monkeypatch.setattr(kept, "_recent", {})


def make() -> Content:
    return CONTENT


def never() -> Content:
    raise AssertionError("it was kept")


def test_what_was_made_is_there_in_the_next_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kept.kept(tmp_path, "mark", make) == CONTENT
    monkeypatch.setattr(kept, "_recent", {})
    assert kept.kept(tmp_path, "mark", never) == CONTENT


def test_another_mark_is_another_content(tmp_path: Path) -> None:
    kept.kept(tmp_path, "mark", make)
    with pytest.raises(AssertionError):
        kept.kept(tmp_path, "other", never)


@pytest.mark.parametrize("damage", [b"", b"{", b"{}", b"[1]", b'{"records":[[1]]}'])
def test_a_file_that_was_damaged_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: bytes) -> None:
    kept.kept(tmp_path, "mark", make)
    (file,) = (tmp_path / "content").iterdir()
    file.write_bytes(damage)
    monkeypatch.setattr(kept, "_recent", {})
    assert kept.kept(tmp_path, "mark", make) == CONTENT
    assert file.read_bytes() != damage


def test_only_the_newest_files_stay(tmp_path: Path) -> None:
    for number in range(20):
        kept.kept(tmp_path, f"mark {number}", make)
    assert len(list((tmp_path / "content").iterdir())) == 16


def test_where_nothing_can_be_kept_it_is_made_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "content").write_bytes(b"in the way")
    assert kept.kept(tmp_path, "mark", make) == CONTENT


def test_all_that_content_follows_from_is_in_its_mark(tmp_path: Path) -> None:
    changes: list[dict[str, Any]] = [
        {"seed": 2},
        {"port": 9000},
        {"tenant": "/t"},
        {"content": "small"},
        {"public_host": "a.example"},
        {"data_dir": tmp_path / "other keys"},
    ]
    usual: dict[str, Any] = {"standard": "clr-v2p0", "data_dir": tmp_path / "a"}
    plain = Settings(**usual)
    others = [Settings(**usual | change) for change in changes]
    marks = [content_mark(settings) for settings in (plain, *others)]
    assert len(set(marks)) == len(marks)
    assert content_mark(plain) == marks[0]
