"""What is asked of a CLR 2.0 target before anything is judged: is there such an API, and does it describe itself."""

from __future__ import annotations

from conformance.record import Problem
from conformance.rulebooks.clr20.provider.api import ProviderApi
from conformance.suites.session import Session
from conformance.suites.slips import answers, no_api, refuses


def astray(session: Session, api: ProviderApi) -> Problem | None:
    """The problem of a base URL with nothing of the API behind it, or without the service description that the plan
    claims; ``None`` when both are there."""
    description = session.discovery()
    if answers(description):
        return None
    listed = api.get_credentials(token=None)
    there = answers(listed) or (refuses(listed) and "read" not in session.plan.claims)
    if not there:
        return no_api(session, ("GET /discovery", description), ("GET /credentials", listed))
    if "discovery" not in session.plan.claims:
        return None
    return Problem(
        "no-service-description",
        f"There is no service description at {session.discovery_url}: it is answered {description.status} "
        f"({description.media_type or 'no content type'}).",
        "the target does not serve it, or serves it elsewhere",
        "Serve it there; or set claims.discovery: false and name the endpoints of OAuth in the plan to judge the rest.",
    )
