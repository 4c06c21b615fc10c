"""The mock provider of one sitting: a store of its own, a port of its own, paths that no other sitting has."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import Any, Protocol

from conformance.consumer.stand_in import Recorder as StandIn
from conformance.consumer.terms import Terms
from conformance.exchanges.served import Served
from conformance.standard import facts
from conformance.traffic import Handshake
from mock_provider.scenarios import Scenario
from mock_provider.settings import Settings
from mock_provider.testing import MockServer, running_mock

_SMALL: Mapping[str, Any] = {"content": "small", "max_page": 4}
_DISCOVERY = "dynamic_registration"
"""The claim of a provider that it has a discovery document."""

_KNOWN = frozenset(field.name for field in fields(Settings))


class Recorder(Protocol):
    """What the mock kept of the requests; ``run`` is the number of the start of the consumer."""

    run: int

    def exchanges(self) -> tuple[Served, ...]:
        """Every exchange, in the order in which the requests came."""

    def handshakes(self) -> tuple[Handshake, ...]:
        """Every TLS handshake that was begun."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A mock that is ready for one sitting."""

    mock: MockServer
    recorder: Recorder
    address: str
    endpoints: Mapping[str, str]


@contextmanager
def staged(scenario: Scenario, terms: Terms) -> Iterator[Stage]:
    """Plays the mock of a sitting as long as the block lasts."""
    stand_in = StandIn()
    with running_mock(stand_in.around, **settings_of(scenario, terms)) as mock:
        stand_in.operations = mock.app.state.edition.operations
        address = scenario.address.format(base_url=mock.url, origin=mock.origin)
        yield Stage(mock, stand_in, address, endpoints_of(mock))


def settings_of(scenario: Scenario, terms: Terms) -> dict[str, Any]:
    """The settings of the mock in that sitting: those of every sitting, of the plan, and of the scenario."""
    wanted: dict[str, Any] = {
        **_SMALL,
        **_random_paths(),
        "standard": facts(terms.book).id,
        "passwords": dict(terms.learners),
        "log_level": "critical",
        "registration": terms.registration,
        **_client(terms),
        **scenario.settings,
        "faults": scenario.behaviours,
    }
    return {name: value for name, value in wanted.items() if name in _KNOWN}


def endpoints_of(mock: MockServer) -> dict[str, str]:
    """Where operations without a place of their own in the path are, discovery, and the steps of OAuth."""
    edition = mock.settings.facts
    found = {each.id: mock.url + each.path for each in edition.operations.values() if "{" not in each.path}
    service = mock.app.state.authorization
    if service is not None:
        steps = ("authorize", "token", "register", "revoke")
        found |= {step: getattr(service.endpoints, step) for step in steps}
        found |= [("discovery", found[each.id]) for each in edition.operations.values() if each.claim == _DISCOVERY]
    return found


def _client(terms: Terms) -> dict[str, Any]:
    client = terms.client
    if client is None:
        return {}
    return {
        "client_id": client.id,
        "client_secret": client.secret,
        "client_redirect_uri": client.redirect_uri,
        "client_acts_for": "mira",
    }


def _random_paths() -> dict[str, Any]:
    """A path in front of everything, and others than the usual ones for OAuth."""
    return {"tenant": secrets.token_hex(4), "oauth_paths": secrets.token_hex(4)}
