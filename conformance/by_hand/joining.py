"""Several scenarios with records in one sitting: each sitting costs a person half a minute."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from conformance.consumer.parts import Part
from mock_provider.scenarios import Laid, Scenario
from mock_provider.testing import MockServer

MOST_RECORDS: Final = 200
"""On a page of the list, so that nobody has to turn pages to find a record."""

_NAMES: Final = {"verify_hosted": "hosted", "verify_signed": "signed", "shows_records": "shown"}
_WORDS: Final = (
    "id",
    "title",
    "how",
    "right",
    "claims",
    "tasks",
    "instead",
    "lay",
    "says",
    "obliges",
    "as_plain",
    "wire",
)
"""The members of a scenario that leave the mock as it is."""


def joined(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The same parts, but those whose scenarios only lay records are one part for each kind of claim."""
    alike: dict[tuple[tuple[str, ...], str], list[Scenario]] = {}
    for part in parts:
        if _only_lays(part.scenario):
            alike.setdefault((part.scenario.claims, part.task), []).append(part.scenario)
    found: dict[tuple[str, str], Part] = {}
    for part in parts:
        together = alike.get((part.scenario.claims, part.task), []) if _only_lays(part.scenario) else []
        one = _together(tuple(together), part.task) if len(together) > 1 else part
        found.setdefault(one.key, one)
    return tuple(found.values())


def _only_lays(scenario: Scenario) -> bool:
    nothing = Scenario("", "", "", "")
    bare = replace(scenario, **{name: getattr(nothing, name) for name in _WORDS})
    return (
        scenario.lay is not None and bare == nothing and {*scenario.claims} <= _NAMES.keys() and bool(scenario.claims)
    )


def _together(scenarios: tuple[Scenario, ...], task: str) -> Part:
    claims = scenarios[0].claims
    names = "-".join(_NAMES[claim] for claim in claims)

    def lay(mock: MockServer, claimed: frozenset[str]) -> Laid:
        """The records of all of them in one list, in an order that says nothing."""
        every = [one.lay(mock, claimed) for one in scenarios if one.lay is not None]
        records = [record for laid in every for record in laid.records]
        secrets.SystemRandom().shuffle(records)
        return Laid(tuple(records), every[0].hand_out, tuple(asked for laid in every for asked in laid.asked))

    scenario = Scenario(
        f"records-{names}",
        "Records of which some are not what they have to be",
        how=" ".join(f"{one.title}: {one.how}" for one in scenarios),
        right="It shows as verified what is right, and nothing else.",
        claims=claims,
        settings={"max_page": MOST_RECORDS},
        lay=lay,
    )
    return Part(scenario, task, scenarios)
