"""The outcome on the page about consumers is one that a run takes, and the page names every state."""

from __future__ import annotations

import json
import re
from pathlib import Path

from conformance.consumer.outcome import from_bytes
from conformance.exchanges.specimens import STATES
from conformance.plan import shipped

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "consumer.md").read_text(encoding="utf-8")


def test_its_example_is_taken() -> None:
    (example,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    outcome = from_bytes(example.encode())
    assert {one.state for one in outcome.records} < set(STATES)


def test_each_state_has_a_line() -> None:
    table = re.findall(r"^\| `(\w+)` \| [a-z]", PAGE, re.MULTILINE)
    assert [each for each in table if each in STATES] == [*STATES]


def test_its_bounds_are_those_of_the_schema() -> None:
    schema = json.dumps(shipped.outcome_schema())
    for bound, words in (("4000", "4000 characters"), ("1000", "1000\nitems")):
        assert bound in schema
        assert words in PAGE
