"""The fixture ``clr_mock``: a mock provider, its sitting, and the judgement, as a developer's test uses them."""

from __future__ import annotations

import ssl
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from conformance.consumer.invitation import Invitation
from conformance.consumer.login import browser
from conformance.exchanges.served import Served
from conformance.one_sitting.judgement import ConsumerError, Judgement
from conformance.one_sitting.live import How, LiveSitting
from conformance.plugin_mock.asked import Asked
from mock_provider.behaviour.trigger import parse_switched
from mock_provider.behaviours import as_written
from mock_provider.testing import MockServer

_REGISTRATION = "dynamic_registration"


class ClrMock:
    """A mock provider that plays one scenario to the consumer of a test, and judges what it did.

    ``server`` is the mock with all that ``mock_provider.testing`` offers.
    """

    def __init__(self, sitting: LiveSitting, asked: Asked, folder: Path) -> None:
        self.server: MockServer = sitting.stage.mock
        self.judged = not asked.judge
        self._sitting = sitting
        self._asked = asked
        self._how: How = "through" if asked.whole else "stopped"
        self._claims = sitting.claims
        self._folder = folder

    @property
    def url(self) -> str:
        """The URL that the consumer is given: the base URL of the API, in some scenarios in another spelling."""
        return self._sitting.stage.address

    @property
    def origin(self) -> str:
        """What comes before the path of the API."""
        return self.server.settings.root_url

    @property
    def ca_path(self) -> Path:
        """The PEM file of the certificate authority to trust."""
        return self.server.ca_path

    @property
    def ssl_context(self) -> ssl.SSLContext:
        """A context for clients that trusts this authority and no other."""
        return ssl.create_default_context(cafile=str(self.ca_path))

    @property
    def users(self) -> Mapping[str, str]:
        """Passwords by user name."""
        return self.server.users

    @property
    def username(self) -> str:
        """The learner of this start of the consumer."""
        return self._sitting.learner

    @property
    def password(self) -> str:
        """The learner's password."""
        return self.users[self.username]

    @property
    def scenario(self) -> str:
        """The id of the scenario that is played."""
        return self._sitting.scenario.id

    @property
    def starts(self) -> int:
        """How often a consumer is started in this scenario."""
        return self._sitting.starts

    @property
    def document(self) -> Path | None:
        """The file with the record of this start, where the consumer is told to verify one."""
        return self._sitting.document

    @property
    def exchanges(self) -> tuple[Served, ...]:
        """What was exchanged so far."""
        return self.server.recorder.exchanges()

    def requests(self, operation: str) -> tuple[Served, ...]:
        """The exchanges at an operation, or at a step of OAuth (``token``)."""
        return tuple(one for one in self.exchanges if one.operation == operation)

    def environment(self) -> dict[str, str]:
        """The variables for a consumer that is another process, as in a run: ``CLR_URL``, ``CLR_CA``, ``BROWSER`` …"""
        state = self._folder / "state"
        state.mkdir(exist_ok=True)
        endpoints = self._sitting.stage.endpoints
        settings = self.server.settings
        return Invitation(
            url=self.url,
            origin=self.origin,
            ca=self.ca_path,
            username=self.username,
            password=self.password,
            task=self._sitting.task,
            state=state,
            client_id=settings.client_id,
            client_secret=settings.client_secret,
            authorization_url=endpoints.get("authorize", ""),
            token_url=endpoints.get("token", ""),
            document=self.document,
            outcome_file=self._sitting.outcome_file,
            browser=str(browser(self._folder, self._sitting.scenario.consent)),
        ).environment()

    def log_in(self, url: str, username: str = "", *, follow: bool = False) -> str:
        """Be the learner whom the consumer sends to ``url``: log in, decide as the scenario has it, and come back.

        The URL of the redirect is returned; with ``follow`` it is opened too, for a consumer that waits there.
        Raises ``OAuthProblem`` where the pages do not lead back.
        """
        from conformance.plugin_mock.learner import come_back

        return come_back(self._sitting, url, username or self.username, follow=follow)

    def token(self, username: str = "", scopes: Sequence[str] = (), seconds: int = 0) -> str:
        """An access token without a login, of this learner and with all scopes unless others are named.

        Whoever takes one is not judged by how it discovers and registers.
        """
        self._claims -= {_REGISTRATION}
        return self.server.token(username or self.username, scopes, seconds)

    def switch_on(self, fault: str) -> None:
        """Switches on a fault, variation, accident or oddity, as ``ID`` or ``ID:next=2``.

        Raises ``LookupError`` for one that there is not, ``ValueError`` for a trigger that cannot be read.
        """
        name, trigger = parse_switched(fault)
        self.server.faults.switch_on(as_written(self.server.settings.book)[name], trigger)

    def switch_off(self, fault: str) -> None:
        """Switches it off again."""
        self.server.faults.switch_off(fault)

    def again(self) -> None:
        """The consumer is started once more, in a scenario that has two starts.

        Raises ``ValueError`` in any other.
        """
        self._sitting.again()

    def report(self, outcome: Mapping[str, Any]) -> None:
        """Say what the consumer makes of the records that it met, as it would write it to ``CLR_OUTCOME_FILE``.

        Raises ``OutcomeError`` for what cannot be used.
        """
        self._sitting.report(outcome)

    def ended(self, how: How) -> None:
        """Say how the consumer ended: ``through``, or ``refused`` where it refused what it met and said so."""
        self._how = how

    @property
    def judgement(self) -> Judgement:
        """What the consumer's requests show so far; raises nothing."""
        return self._sitting.judge(self._how, claims=self._claims, inferred=self._asked.inferred)

    def judge(self) -> Judgement:
        """The judgement, once the consumer has finished; the end of the test judges no more.

        Raises ``ConsumerError``, an ``AssertionError``, where the consumer breaks what it must keep.
        """
        self.judged = True
        found = self.judgement
        if found.failures:
            raise ConsumerError(found)
        return found
