"""Mocks in this process that stand from one sitting to the next: to start one costs as much as half a sitting."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, Self

from mock_provider.settings import Settings
from mock_provider.starting import played
from mock_provider.testing import MockServer, mock_in_process


class Standing:
    """Lends mocks that are as they were at their start; those that a behaviour has to start otherwise are not kept.

    For one sitting at a time.
    """

    def __init__(self) -> None:
        self._mocks: dict[str, MockServer] = {}
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._opened.close()

    @contextmanager
    def lent(self, settings: Mapping[str, Any], paths: Mapping[str, Any]) -> Iterator[MockServer]:
        """A mock with these settings, its behaviours on; ``paths`` are settings that may be older."""
        chosen = played(Settings(**settings))
        if any(behaviour.settings for behaviour, _ in chosen):
            with mock_in_process(**settings, **paths) as mock:
                yield mock
            return
        own = {name: value for name, value in settings.items() if name != "faults"}
        key = repr(sorted(own.items()))
        if key not in self._mocks:
            self._mocks[key] = self._opened.enter_context(mock_in_process(**own, **paths))
        mock = self._mocks[key]
        mock.reset()
        for behaviour, trigger in chosen:
            mock.faults.switch_on(behaviour, trigger)
        yield mock
