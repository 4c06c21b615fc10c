"""The mark that ties a check to the requirements that it decides."""

from __future__ import annotations

import pytest


def requirement(*ids: str) -> pytest.MarkDecorator:
    """Mark a test as the check of these requirement ids; their text and level live in the catalogue."""
    return pytest.mark.requirement(*ids)


def check_id(nodeid: str) -> str:
    """The stable id of a check, from its pytest node id.

    ``conformance/suites/provider/test_gcs.py::test_limit[0]`` gives ``provider.gcs.limit[0]``.
    """
    path, _, name = nodeid.partition("::")
    parts = path.removesuffix(".py").split("/")
    suite, module = parts[-2], parts[-1].removeprefix("test_")
    return f"{suite}.{module}.{name.split('::')[-1].removeprefix('test_')}"


def requirement_ids(item: pytest.Item) -> tuple[str, ...]:
    """The requirement ids on a test's marker, in order."""
    return tuple(dict.fromkeys(one for mark in item.iter_markers("requirement") for one in mark.args))
