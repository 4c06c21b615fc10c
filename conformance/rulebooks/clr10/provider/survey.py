"""What is asked of a CLR 1.0 target before anything is judged: is there such an API, and are there data to judge by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conformance.record import Diagnosis, Problem
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.suites import slips
from conformance.suites.outcomes import CheckEnd
from conformance.suites.slips import answers, no_api, refuses


def astray(target: ClrData) -> Problem | None:
    """The problem of a base URL with nothing of a CLR API behind it; ``None`` when there is something."""
    discovery = target.session.discovery()
    if answers(discovery):
        return None
    listed = target.api.get_clrs(token=None)
    if answers(listed) or (refuses(listed) and "read" not in target.plan.claims):
        return None
    if target.plan.login.strategy == "token" and answers(target.api.get_clrs(limit=1)):
        return None  # without a token it is hidden
    return no_api(target.session, ("GET /discovery", discovery), ("GET /clrs", listed))


def refused_token(target: ClrData) -> Problem | None:
    """The problem of a token of the plan that the target does not take; ``None`` when it does, or nothing is read."""
    return slips.refused_token(target.session, "/clrs", "readonly", lambda: target.api.get_clrs(limit=1))


def look_at_discovery(document: dict[str, Any]) -> Diagnosis:
    """What the discovery document tells at a first glance."""
    known = RULES.recognise(document)
    if known.later:
        todo = "This tool judges CLR 1.0: give the base URL of that API, if the target has one."
        return Diagnosis("discovery", "warning", f"GET /discovery serves {known.what}, which is not CLR 1.0", todo)
    name, scopes = document.get("name"), document.get("scopesOffered")
    count = len(scopes) if isinstance(scopes, list) else 0
    return Diagnosis("discovery", "ok", f"{str(name)[:80] if name else 'without a name'}, {count} scopes")


def look_at_data(target: ClrData) -> Diagnosis:
    """How many CLRs the first resource owner has, and what of the plan's claims they do not show."""
    if "read" not in target.plan.claims:
        return Diagnosis("data", "skipped", "the plan claims no read")
    try:
        listing = target.listing()
    except CheckEnd as end:
        failure = target.wire.transcript.responses[-1].failure
        code, likely = (f"target-{failure.code}", failure.likely) if failure else ("list-not-read", "")
        target.blame(Problem(code, end.reason, likely))
        return Diagnosis("data", "warning", end.reason)
    hosted = sum(1 for _ in listing.hosted())
    signed = sum(1 for entry in listing.entries if entry.jws)
    message = f"{len(listing.entries)} CLRs ({hosted} with a URL, {signed} signed)"
    lacks = list(_lacks(target, len(listing.entries)))
    if not lacks:
        return Diagnosis("data", "ok", message)
    todo = f"Cannot be judged in full: {'; '.join(lacks)}. Add such data to the test users, or name others in the plan."
    return Diagnosis("data", "warning", message, todo)


def _lacks(target: ClrData, clrs: int) -> Iterator[str]:
    """What the plan claims, but the data do not show."""
    claims, login = target.plan.claims, target.plan.login
    own = target.session.same_origin
    if clrs < 2 and "write" not in claims:
        yield "paging needs two CLRs or more"
    urls = [entry.id for entry in target.listing().hosted()]
    if urls and not any(map(own, urls)):
        yield f"all CLRs have URLs of another origin, such as {urls[0]} (is the target called as it calls itself?)"
    links = target.links()
    if "hosted" in claims and not (links.assertions or target.plan.data.assertion):
        yield "no CLR has a hosted assertion"
    if "signed" in claims and not (links.keys or target.plan.data.key):
        yield "no CLR names a public key"
    for claim, found in (("hosted", links.assertions), ("signed", links.keys)):
        if claim not in claims and any(map(own, found)):
            yield f"CLRs have {claim} items, which the plan does not claim (claims.{claim})"
    if login.strategy != "client-credentials" and not (login.second_owner or login.second_tokens):
        yield "without a second user nobody sees whether records stay apart (login.second_owner)"
