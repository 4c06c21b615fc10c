"""Other responses than the usual ones, at single URLs of a running mock: gone, broken, led elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from mock_provider.behaviour.exchange import Response
from mock_provider.behaviour.model import Oddity
from mock_provider.behaviour.tools import Change, page, refuse
from mock_provider.testing import MockServer

_ID: Final = "odd-answers"


class Answers:
    """What single URLs of this mock answer in place of what is published there, until the mock is reset.

    Several of them may be at work at one mock, each for URLs of its own.
    """

    def __init__(self, mock: MockServer) -> None:
        self._mock = mock

    def at(self, url: str, change: Change) -> None:
        """From now on each response at the path of this URL is changed so, on whatever host it is asked for."""
        state = self._mock.app.state
        if _ID not in self._mock.faults.active:
            state.odd_answers = {}
            title, how = "Single URLs answer otherwise", "What is published there\nis withdrawn, broken or moved."
            self._mock.faults.switch_on(Oddity(_ID, title, how, on_response=_changing(state.odd_answers)))
        state.odd_answers[urlsplit(url).path] = change


def _changing(changes: Mapping[str, Change]) -> Change:
    """Changes a response at one of these paths."""

    def change(response: Response) -> None:
        own = changes.get(response.request.outside(response.request.path))
        if own is not None:
            own(response)

    return change


def missing(response: Response) -> None:
    """There is nothing, and the mock does not say that there ever was."""
    refuse(response, 404, "unknown", "there is nothing of that id")


def gone(response: Response) -> None:
    """There was something, which was withdrawn."""
    refuse(response, 410, "unknown", "it was revoked")


def failing(response: Response) -> None:
    """The server fails, and its web server says so in HTML."""
    response.status = 500
    page(response)


def broken_off(response: Response) -> None:
    """The connection ends in the middle of the body."""
    response.cut = True


def led_to(url: str) -> Change:
    """The client is sent on to that URL."""

    def change(response: Response) -> None:
        response.status, response.body = 302, b""
        response.headers["location"] = url

    return change
