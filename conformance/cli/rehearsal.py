"""The plan provider-full, filled in for a mock provider of our own that is running."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conformance import plan_file
from conformance.plan import ClientSpec, Credentials, Plan

if TYPE_CHECKING:
    from mock_provider.testing import MockServer


def plan_for(mock: MockServer) -> Plan:
    """Everything that provider-full asks of an operator, as the mock's own start-up message tells it."""
    names = ("mira", "jonas", "kim")
    owner, second, empty = (Credentials(name, mock.users[name]) for name in names)
    environment = {
        "CLR_TARGET": mock.url,
        "CLR_USERNAME": owner.username,
        "CLR_PASSWORD": owner.password,
        "CLR_SECOND_USERNAME": second.username,
        "CLR_SECOND_PASSWORD": second.password,
    }
    plan = plan_file.load("provider-full", environment, {"ca": str(mock.ca_path)})
    target = replace(
        plan.target, revocation_url=f"{mock.origin}/oauth/revoke", grants_url=f"{mock.origin}/oauth/grants"
    )
    settings = mock.settings
    client = ClientSpec(settings.client_id, settings.client_secret) if settings.client_id else None
    return replace(plan, target=target, client=client, login=replace(plan.login, empty_owner=empty))
