"""Each scenario on a mock that really runs, with a client that reads every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest

from mock_provider.behaviours import everything
from mock_provider.scenarios import scenarios
from mock_provider.testing import MockServer, running_mock

SCENARIOS = scenarios("clr10")
MOST = 12


class Walk:
    """The pages of a list as a right consumer reads them, twelve at most; ``struck`` are those that were changed."""

    def __init__(self, mock: MockServer, api: Any, learner: str) -> None:
        self.mock = mock
        self.pages: list[httpx.Response] = []
        self.token = api.token(learner)
        url = f"{mock.url}/clrs"
        while url and len(self.pages) < MOST:
            page = api.get(url.removeprefix(mock.url), token=self.token)
            self.pages.append(page)
            following = page.links.get("next")
            url = str(httpx.URL(str(page.url)).join(following["url"])) if following else ""
            if url.startswith("http:"):
                return

    @property
    def sizes(self) -> list[int]:
        bodies = [page.json() for page in self.pages]
        return [len(body.get("clrs", ())) + len(body.get("signedClrs", ())) for body in bodies]

    @property
    def struck(self) -> list[int]:
        """The places of the requests that a behaviour has changed, counted from 0."""
        return [place for place, one in enumerate(self.mock.recorder.exchanges()) if one.struck]


@pytest.fixture
def played(connected: Callable[[MockServer], Any]) -> Callable[[str], AbstractContextManager[Walk]]:
    """Plays the scenario of that id once, and reads the list as its first learner."""

    @contextmanager
    def play(name: str) -> Iterator[Walk]:
        scenario = SCENARIOS[name]
        assert {one.partition(":")[0] for one in scenario.behaviours} <= everything("clr10").keys()
        with running_mock(**scenario.mock_settings) as mock:
            api = connected(mock)
            try:
                yield Walk(mock, api, scenario.learners[0])
            finally:
                api.close()

    return play
