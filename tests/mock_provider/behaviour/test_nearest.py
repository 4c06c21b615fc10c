"""A mistyped fault is met with those that mean the same, never with one of another area."""

from __future__ import annotations

import pytest

from mock_provider.behaviour.nearest import nearest
from mock_provider.behaviours import faults, variations
from mock_provider.settings import Settings
from mock_provider.starting import FaultError, played

KNOWN = {**faults(), **variations()}


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("gcs-next-missing", "gcs-no-next"),
        ("gcs-limit-zero-acepted", "gcs-limit-zero-accepted"),
        ("gcs-limit-zero-allowed", "gcs-limit-zero-accepted"),
        ("gcs-total-missing", "gcs-no-total"),
        ("gcs-since-skipped", "gcs-since-ignored"),
    ],
)
def test_the_fault_that_was_meant_is_named_first(given: str, meant: str) -> None:
    assert nearest(given, KNOWN)[0] == meant
    assert {one.partition("-")[0] for one in nearest(given, KNOWN)} == {"gcs"}
    with pytest.raises(FaultError, match=f"did you mean {meant}"):
        played(Settings(faults=(given,)))


@pytest.mark.parametrize("given", ["", "x", "nonsense", "zzz-limit-zero", "gcs-elephant"])
def test_nothing_is_guessed_where_nothing_is_near(given: str) -> None:
    assert nearest(given, KNOWN) == []
    with pytest.raises(FaultError, match="clr-conformance faults lists them"):
        played(Settings(faults=(f"{given or '-'}",)))
