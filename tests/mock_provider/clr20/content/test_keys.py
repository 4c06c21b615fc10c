"""Keys are made from the one that is kept, and are the same at each start."""

from __future__ import annotations

from pathlib import Path

from mock_provider.clr20.content.keys import KINDS, keys_of
from mock_provider.settings import Settings


def multibases(folder: Path) -> dict[str, str]:
    keys = keys_of(Settings(standard="clr-v2p0", data_dir=folder))
    return {name: keys[name].multibase for name, kind in KINDS.items() if kind != "RSA"}


def test_the_same_folder_gives_the_same_keys_and_another_one_others(tmp_path: Path) -> None:
    ours, theirs = multibases(tmp_path / "a"), multibases(tmp_path / "b")
    assert ours == multibases(tmp_path / "a")
    assert set(ours.values()).isdisjoint(theirs.values())
    assert len(set(ours.values())) == len(ours)


def test_each_key_is_of_its_kind(tmp_path: Path) -> None:
    keys = keys_of(Settings(standard="clr-v2p0", data_dir=tmp_path))
    assert {name: keys[name].kind for name in KINDS} == dict(KINDS)
