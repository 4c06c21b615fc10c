"""The plan that claims all that a mock provider of our own offers, filled in for one that is running."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from conformance.access import ClientSpec, Credentials
from conformance.plan import DataSpec, Plan
from conformance.plan import file as plan_file
from conformance.standard import facts

if TYPE_CHECKING:
    from mock_provider.settings import Settings
    from mock_provider.testing import MockServer


@contextmanager
def own_mock(**settings: Any) -> Iterator[MockServer]:
    """A mock provider that knows a client for the client credentials grant, as long as the block lasts.

    It plays the main edition alone, unless the settings name another one.
    """
    from mock_provider.editions import default_book
    from mock_provider.testing import running_mock

    known = {"client_id": "self-check", "client_secret": secrets.token_urlsafe(32), "client_acts_for": "mira"}
    known["standard"] = facts(default_book()).id
    with running_mock(**{**known, **settings}) as mock:
        yield mock


class Mock(Protocol):
    """What has to be known of a mock provider to judge it."""

    @property
    def url(self) -> str:
        """The API's base URL."""
        ...

    @property
    def ca_path(self) -> Path:
        """The certificate authority to trust."""
        ...

    @property
    def users(self) -> Mapping[str, str]:
        """Passwords by user name."""
        ...

    @property
    def known_ids(self) -> Mapping[str, str]:
        """Ids of single items by what they are samples of."""
        ...

    @property
    def settings(self) -> Settings:
        """The settings that the mock was started with."""
        ...


def plan_for(mock: Mock) -> Plan:
    """Everything that the plan of its edition asks of an operator, as the mock's own start-up message says it."""
    from mock_provider.edition import find

    settings = mock.settings
    owner, second, empty = (Credentials(name, mock.users[name]) for name in ("mira", "jonas", "kim"))
    environment = {
        "CLR_TARGET": mock.url,
        "CLR_USERNAME": owner.username,
        "CLR_PASSWORD": owner.password,
        "CLR_SECOND_USERNAME": second.username,
        "CLR_SECOND_PASSWORD": second.password,
    }
    plan = plan_file.load(find(settings.book).plan, environment, {"ca": str(mock.ca_path)})
    return _with_login(plan, mock, empty) if settings.facts.needs_tokens else plan


def _with_login(plan: Plan, mock: Mock, empty: Credentials) -> Plan:
    """The plan with what only the operator of an authorization server can tell."""
    settings = mock.settings
    addresses = settings.addresses
    target = replace(plan.target, revocation_url=addresses.revoke, grants_url=addresses.grants)
    client = ClientSpec(settings.client_id, settings.client_secret) if settings.client_id else None
    names = {item.name for item in fields(DataSpec)}
    known: dict[str, Any] = {name: value for name, value in mock.known_ids.items() if name in names}
    login = replace(plan.login, empty_owner=empty)
    claims = plan.claims | {"revocation"}  # now that the plan says where
    return replace(plan, target=target, claims=claims, client=client, login=login, data=DataSpec(**known))
