"""What the harness says of the records that the mock serves: each judged as ``clr-conformance validate`` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.testclient import TestClient

from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged
from mock_provider.behaviour.model import Behaviour
from mock_provider.testing import MockServer, mock_in_process


@dataclass(frozen=True, slots=True)
class Nobody:
    """The failure of whatever is not served here."""

    code: str = "name-not-found"
    message: str = "no such host"


@dataclass(frozen=True, slots=True)
class Came:
    """What came for one URL."""

    url: str
    status: int | None = None
    body: bytes = b""
    failure: Nobody | None = None

    @property
    def final_url(self) -> str:
        """The URL itself: nothing redirects."""
        return self.url


class Provider:
    """The mock in this process as a client with a token of mira sees it; it fetches for who verifies, too."""

    def __init__(self, mock: MockServer) -> None:
        self._mock = mock
        self._client = TestClient(mock.application, base_url=mock.origin)
        self._headers = {"Authorization": f"Bearer {mock.token()}"}

    @contextmanager
    def playing(self, behaviour: Behaviour) -> Iterator[None]:
        """The mock with that behaviour as long as the block lasts."""
        self._mock.faults.switch_on(behaviour)
        try:
            yield
        finally:
            self._mock.faults.clear()

    def page(self) -> bytes:
        """The newest records, of which one at least is a token."""
        answer = self._client.get(f"{self._mock.url}/credentials?limit=4", headers=self._headers)
        assert answer.status_code == 200
        return answer.content

    def judged(self) -> Judged:
        """What is learnt of the page and of each record in it."""
        inspector = Inspector(Options(now=datetime.now(UTC), as_class="GetClrCredentialsResponse"))
        inspector._fetcher = self
        return inspector.document("", self.page())

    def verdicts(self) -> dict[str, str]:
        """The verdict of each row that did not pass, in the page or in any record."""
        outcome = self.judged()
        if outcome.problem is not None:
            return {outcome.problem.code: "fail"}
        found = {row: "incomplete" for row, _ in outcome.undecided}
        for finding in outcome.findings:
            if finding.fails or found.get(finding.requirement) != "fail":
                found[finding.requirement] = "fail" if finding.fails else "warn"
        return found

    def get(self, url: str, *, accept: str) -> Came:
        """What the mock serves at a URL of its own; nothing answers elsewhere."""
        plain = url.partition("#")[0]
        if not plain.startswith(self._mock.origin):
            return Came(url, failure=Nobody())
        answer = self._client.get(plain, headers={"Accept": accept}, follow_redirects=False)
        return Came(url, answer.status_code, answer.content)

    def takes_plain(self, url: str) -> bool:
        """Nothing is fetched without TLS."""
        return False

    def renew(self) -> None:
        """There is nothing to renew."""

    def close(self) -> None:
        """There is nothing to close."""


@contextmanager
def provider() -> Iterator[Provider]:
    """The mock of CLR 2.0 in this process."""
    with mock_in_process(standard="clr-v2p0", content="small") as mock:
        yield Provider(mock)
