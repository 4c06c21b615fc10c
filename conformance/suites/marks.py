"""The mark that ties a check to the requirements that it decides."""

from __future__ import annotations

import pytest

_IDS = pytest.StashKey[tuple[str, ...]]()


def requirement(*ids: str) -> pytest.MarkDecorator:
    """Mark a test as the check of these requirement ids; their text and level live in the catalogue."""
    return pytest.mark.requirement(*ids)


def check_id(item: pytest.Item) -> str:
    """The stable id of a check: ``test_limit[0]`` of ``provider/test_gcs_paging.py`` is ``provider.gcs.limit[0]``."""
    return f"{item.path.parent.name}.{area_of(item)}.{item.name.removeprefix('test_')}"


def area_of(item: pytest.Item) -> str:
    """The area of a check: its module is called ``test_<area>`` or ``test_<area>_<subject>``."""
    return item.path.stem.split("_")[1]


def requirement_ids(item: pytest.Item) -> tuple[str, ...]:
    """The requirement ids on a test's marker, in order, as they are written there."""
    ids = item.stash.get(_IDS, None)
    if ids is None:
        ids = tuple(dict.fromkeys(one for mark in item.iter_markers("requirement") for one in mark.args))
        item.stash[_IDS] = ids
    return ids
