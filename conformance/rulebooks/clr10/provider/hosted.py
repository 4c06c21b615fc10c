"""Items at URLs of the target: the four public reads, and which item each is tried on."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import cache
from typing import Any

from conformance.rulebooks.clr10.provider.api import ProviderApi
from conformance.rulebooks.clr10.provider.data import ClrData
from conformance.rulebooks.clr10.provider.edition import FACTS
from conformance.standard import Operation
from conformance.suites.answer import Answer
from conformance.suites.outcomes import incomplete, not_applicable
from conformance.suites.steady import is_accident

KINDS: Mapping[str, Operation] = {
    "assertion": FACTS.operations["getAssertion"],
    "endorsement": FACTS.operations["getEndorsement"],
    "key": FACTS.operations["getKey"],
    "revocation list": FACTS.operations["getRevocationList"],
}


class Items:
    """The URL of an item of each kind on the target."""

    def __init__(self, target: ClrData) -> None:
        self._target = target
        self._of_the_run = cache(lambda: hosted_by_target(target))

    def __call__(self, name: str) -> str:
        """The URL of an item of a kind; ends the check when there is none."""
        kind, target = KINDS[name], self._target
        if kind.claim not in target.plan.claims:
            not_applicable(f"the target does not claim {kind.claim}")
        known: str | None = getattr(target.plan.data, name.replace(" ", "_"))
        urls = [url for url in getattr(target.links(), kind.collection) if target.session.same_origin(url)]
        url = known or next(iter(urls), None)
        if url is None and name == "endorsement" and target.listing().entries:
            not_applicable("no CLR received has a hosted endorsement")
        if url is None and name == "assertion" and "write" in target.plan.claims:
            own = self._of_the_run()
            url = own[1] if own else None
        if url is None:
            incomplete(f"no CLR received names one on the target: {name} (or set data.{name.replace(' ', '_')})")
        return url if url.startswith(("https://", "http://")) else target.api.item(kind.collection, url)


def hosted_by_target(target: ClrData) -> tuple[dict[str, Any], str] | None:
    """A CLR of the run's own, and the URL at which the target hosts its assertion; ``None`` when it hosts none.

    Raises ``Incomplete`` when an accident kept the run from finding out.
    """
    clr = target.posts.new_clr(name="First version")
    hosted = f"{target.base}/assertions/{uuid.uuid4()}"
    target.cleanup.made.add(hosted)
    clr["assertions"][0] |= {"id": hosted, "verification": {"type": "Hosted"}, "narrative": "First version"}
    if _unless_accident(target.posts.post(clr)).status not in (200, 201):
        return None
    first = _unless_accident(target.api.get_assertion(hosted))
    return (clr, hosted) if first.status == 200 and first.object().get("id") == hosted else None


def _unless_accident(answer: Answer) -> Answer:
    return answer.require(200) if is_accident(answer.response) else answer


def read(provider: ProviderApi, name: str, url: str) -> Answer:
    """The item of a kind at a URL, without a token."""
    return provider.read(KINDS[name].id, url)


def expect_item(provider: ProviderApi, name: str, url: str) -> Answer:
    """The item as a valid document of its class."""
    answer = served_to_all(read(provider, name, url)).expect(200)
    answer.expect_document(str(KINDS[name].class_name))
    return answer


def served_to_all(answer: Answer) -> Answer:
    """The answer to a read without a token; ends the check as incomplete where a token is asked for."""
    if answer.arrived().status in (401, 403):
        incomplete(f"{answer.operation} without a token was answered {answer.status} (see CLR10-HST-005)")
    return answer
