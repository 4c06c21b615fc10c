"""``clr-conformance mock --scenario``: the mock as one sitting needs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.errors import UsageFault


def with_scenario(name: str, flags: Mapping[str, Any]) -> dict[str, Any]:
    """The flags with what that scenario wants beside them; what was given on the command line stays.

    Raises ``UsageFault`` for a scenario that there is not, or that a mock by itself cannot play.
    """
    from conformance.consumer.parts import every_scenario, known_scenario
    from conformance.one_sitting.control import not_alone
    from mock_provider.editions import default_book, editions

    standard = flags.get("standard")
    known = every_scenario(
        editions().get(standard, default_book()) if standard else default_book(), with_variations=True
    )
    scenario = known_scenario(name, known)
    why = not_alone(scenario)
    if why:
        needed, todo = why
        raise UsageFault("scenario-not-alone", f"the scenario {name} needs {needed}", todo=todo)
    given = {option: value for option, value in flags.items() if value is not None}
    faults = (*scenario.behaviours, *(given.get("faults") or ()))
    return {**flags, **scenario.mock_settings, **given, "faults": faults or None}
