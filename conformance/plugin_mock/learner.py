"""The learner in front of a consumer under test: whom it sends to the authorization page, and who comes back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from conformance.access import Credentials
from conformance.consumer.login import LIMITS, way_back
from conformance.oauth import PageResult
from conformance.one_sitting.live import LiveSitting
from conformance.wire import AsgiApp, Wire


def come_back(
    sitting: LiveSitting, url: str, username: str, *, follow: bool = False, app: AsgiApp | None = None
) -> str:
    """The URL of the redirect to which the login of that learner leads, opened too with ``follow``.

    ``app`` answers in the place of the network. Raises ``OAuthProblem`` where the pages do not lead back, and
    ``AssertionError`` where they end on a page of the provider.
    """
    mock = sitting.stage.mock
    who = Credentials(username, mock.users[username])

    def went() -> str:
        with Wire(limits=LIMITS, ca=mock.ca_path, allow_http=True, app=app) as wire:
            result = way_back(wire, url, who, sitting.scenario.consent)
            if isinstance(result, PageResult):
                raise AssertionError(f"nobody is sent back: the provider answers {result.status} at {result.url}")
            if follow:
                wire.send("GET", result.url, follow=True, label="back to the consumer")
            return result.url

    # In a thread of its own, since a test may have an event loop in this one.
    with ThreadPoolExecutor(1, thread_name_prefix="learner") as pool:
        return pool.submit(went).result()
