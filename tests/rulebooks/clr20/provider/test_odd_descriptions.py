"""Whatever stands in the places of a service description that are read, no check ends in an error of its own."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest

from conformance.rulebooks.clr20.provider.description import FLOW, SCHEME, SCHEMES
from mock_provider.behaviour import Fault, Response
from tests.rulebooks.clr20.provider.conftest import Judge

WAYS: tuple[tuple[str, ...], ...] = (
    ("openapi",),
    ("info",),
    SCHEMES[:-1],
    SCHEMES,
    (*SCHEMES, SCHEME),
    FLOW[:-1],
    FLOW,
    (*FLOW, "scopes"),
    (*FLOW, "tokenUrl"),
    ("paths",),
)
ODD: tuple[Any, ...] = (5, "text", ["text", None])


@pytest.mark.parametrize(("way", "odd"), list(product(WAYS, ODD)), ids=json.dumps)
def test_anything_may_stand_there(judged: Judge, way: tuple[str, ...], odd: Any) -> None:
    def write(response: Response) -> None:
        document = holder = json.loads(response.body)
        for name in way[:-1]:
            holder = holder[name]
        holder[way[-1]] = odd
        response.body = json.dumps(document).encode()

    name = f"odd-{'-'.join(way)}-{odd}"
    found = judged(Fault(name, name, name, (), {}, ("getServiceDescription",), None, write), select=["SDD"])

    assert "harness-fault" not in {problem.code for problem in found.record.problems}
    assert found.named
