"""The second client of a run, for what one client may not do for another."""

from __future__ import annotations

from conformance.oauth import RegisteredClient
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.target import Target


def second_client(target: Target) -> RegisteredClient:
    """Another client of the same consumer; ends the check where there is none, or it is the first one again."""
    if "dynamic_registration" not in target.plan.claims:
        not_applicable("without dynamic registration there is only the plan's client")
    if target.clients.named("second").id == target.clients.first().id:
        incomplete("the target gave a second client the id of the first one (see OAUTH-REG-006)")
    return target.clients.named("second")
