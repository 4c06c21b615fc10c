"""The mock provider of one sitting: a store of its own, a port of its own, paths that no other sitting has."""

from __future__ import annotations

import secrets
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

from starlette.types import ASGIApp

from conformance.consumer.late import Door
from conformance.consumer.outcome_box import Box
from conformance.consumer.terms import Terms
from conformance.standard import facts
from mock_provider.app import entered
from mock_provider.neighbours import foreign_tls, misnamed_tls, old_only_tls, other_host
from mock_provider.oauth.addresses import STEPS
from mock_provider.recorder import Bounds
from mock_provider.scenarios import Listener, Scenario
from mock_provider.settings import Settings
from mock_provider.testing import MockServer, mock_in_process, running_mock

_OWN: Final[Mapping[str, Any]] = {"content": "small", "max_page": 4, "log_level": "critical"}
_TLS: Final[Mapping[Listener | None, Callable[..., ssl.SSLContext]]] = {
    "foreign-certificate": foreign_tls,
    "wrong-name": misnamed_tls,
    "old-tls": old_only_tls,
}
KEPT: Final = Bounds(exchanges=2000, heads=8 * 1024 * 1024, body=8 * 1024 * 1024, bodies=32 * 1024 * 1024)
"""How much of a sitting is kept: all sittings of a run are in memory together, and in one record at the end."""

MACHINES: Final = ("authorize", "token", "register", "revoke")
"""The steps of OAuth that a consumer learns the URLs of."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A mock that is ready for one sitting; ``address`` is the URL that the consumer is given.

    The ``door`` is shut when the sitting is over, the ``box`` takes outcomes that are posted; ``elsewhere`` is the
    origin of the other host, empty for none.
    ``app`` is the application to call where the mock listens nowhere.
    """

    mock: MockServer
    address: str
    door: Door
    box: Box
    elsewhere: str = ""
    app: ASGIApp | None = None

    @property
    def endpoints(self) -> dict[str, str]:
        """Where operations without a parameter in their path are, discovery, and the steps of OAuth."""
        return endpoints_of(self.mock.settings)


@contextmanager
def staged(scenario: Scenario, terms: Terms, mended: tuple[str, ...] = ()) -> Iterator[Stage]:
    """Plays the mock of a sitting as long as the block lasts; it takes the departures ``mended`` as if they were right.

    A scenario that shows on a connection alone is played over TLS, whatever the terms say.
    """
    over_tls = terms.real_tls or scenario.wire or scenario.listener is not None
    settings, paths = settings_of(scenario, terms) | {"lenient": mended}, _random_paths()
    door, box = Door(), Box()
    with ExitStack() as stack:
        if over_tls:
            tls = _tls(scenario, terms)
            mock = stack.enter_context(running_mock(door.around, tls, box.around, **settings, **paths))
        elif terms.standing is not None:
            mock = stack.enter_context(terms.standing.lent(settings, paths))
        else:
            mock = stack.enter_context(mock_in_process(**settings, **paths))
        mock.recorder.bounds = KEPT
        elsewhere = ""
        if scenario.listener == "other-host":
            beside = mock.recorder.around(door.around(entered(mock.faults, mock.settings)), "other")
            mock.faults.elsewhere = elsewhere = stack.enter_context(other_host(beside, terms.listen.get("data_dir")))
        address = scenario.address.format(base_url=mock.url, origin=mock.settings.root_url)
        yield Stage(mock, address, door, box, elsewhere, None if over_tls else box.around(mock.application))


def endpoints_of(settings: Settings, book: str = "") -> dict[str, str]:
    """Where a mock with these settings has what a consumer of an edition (the main one) asks for.

    See ``Stage.endpoints``.
    """
    edition = facts(book or settings.book)
    base_url = settings.base_url_of(edition.book)
    found = {each.id: base_url + each.path for each in edition.operations.values() if "{" not in each.path}
    if edition.description is not None:
        found["discovery"] = found[edition.description.id]
    if edition.needs_tokens:
        found |= {step: settings.addresses.of(step) for step in MACHINES}
    return found


def _tls(scenario: Scenario, terms: Terms) -> ssl.SSLContext | None:
    """Another TLS than the usual one, where the scenario is about that."""
    made = _TLS.get(scenario.listener)
    public = terms.listen.get("public_host")
    return made(terms.listen.get("data_dir"), *([public] if public else [])) if made else None


def settings_of(scenario: Scenario, terms: Terms) -> dict[str, Any]:
    """The settings of the mock in that sitting: those of every sitting, of the plan, and of the scenario."""
    return {
        **_OWN,
        "standard": facts(terms.book).id,
        "passwords": dict(terms.learners),
        **_client(scenario, terms),
        **({"auto_login": scenario.learners[0]} if terms.login == "auto" else {}),
        **scenario.settings,
        **terms.listen,
        "faults": scenario.behaviours,
    }


def _client(scenario: Scenario, terms: Terms) -> dict[str, Any]:
    client = terms.client
    if client is None:
        return {}
    return {
        "client_id": client.id,
        "client_secret": client.secret,
        "client_redirect_uri": client.redirect_uri,
        "client_acts_for": scenario.learners[0] if terms.acts_for_itself else "",
    }


def _random_paths() -> dict[str, Any]:
    """A path in front of everything, and others than the usual ones for OAuth."""
    return {
        "tenant": f"/t-{secrets.token_hex(4)}",
        "oauth_paths": new_places(),
    }


def new_places() -> dict[str, str]:
    """A path for each step of OAuth that nobody can guess."""
    return {step: f"/{secrets.token_hex(3)}/{secrets.token_hex(3)}" for step in STEPS}
