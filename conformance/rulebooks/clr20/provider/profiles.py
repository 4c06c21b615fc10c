"""The profile of the first resource owner: as it was before the run, changed by it, and put back."""

from __future__ import annotations

import uuid
from typing import Any

from conformance.plan import Plan
from conformance.rulebooks.clr20.provider.api import ProviderApi
from conformance.rulebooks.clr20.provider.bodies import faults_of
from conformance.suites.answer import Answer
from conformance.suites.calling import RIGHT, Token
from conformance.suites.once import Once
from conformance.suites.outcomes import CheckEnd, Incomplete, NotApplicable
from conformance.wire import BudgetExhausted

DONE = (200, 202, 304)
"""What a right request of putProfile is answered with."""


class OwnProfile:
    """Reads and writes one profile, and remembers what it was."""

    def __init__(self, plan: Plan, api: ProviderApi) -> None:
        self._plan = plan
        self._api = api
        self._touched = False
        self.first = Once(self._read)
        """The answer to the first getProfile of the run; raises ``NotApplicable`` where it is not claimed."""

    def before(self) -> dict[str, Any] | None:
        """The profile as it was; ``None`` where there was none. Raises ``Incomplete`` when it cannot be read."""
        answer = self.first()
        if answer.status == 404:
            return None
        value = answer.require(200).json()
        if not isinstance(value, dict):
            raise Incomplete("the profile is not a JSON object (see CLR20-API-30)")
        return value

    def to_put(self) -> dict[str, Any]:
        """A whole profile to put: the one that is there, else one that the run makes up.

        Raises ``Incomplete`` when the one that is there is none that could be put.
        """
        try:
            known = self.before()
        except NotApplicable:
            known = None
        if known is not None and faults_of(known, "Profile"):
            raise Incomplete(
                "the profile that is there is not a valid one, so that it cannot be put (see CLR20-API-30)"
            )
        return known or {
            "id": uuid.uuid5(uuid.NAMESPACE_URL, self._api.base).urn,
            "type": ["Profile"],
            "name": "Learner",
        }

    def put(self, profile: dict[str, Any], token: Token = RIGHT) -> Answer:
        """Put a profile, and remember that there is something to put back."""
        answer = self._api.put_profile(profile, token=token)
        self._touched = self._touched or answer.status in (200, 201, 202, 204)
        return answer

    def put_back(self) -> list[str]:
        """Put the profile back as it was; a sentence when it stays otherwise."""
        if not self._touched:
            return []
        try:
            before = self.before()
            if before is None:
                return ["the profile that this run made stays, since the API has no operation that deletes"]
            if self._api.get_profile().json() == before:
                return []
            self._api.put_profile(before)
            now = self._api.get_profile().json()
        except (CheckEnd, BudgetExhausted) as end:
            return [f"the profile may not be as it was before the run: {end}"]
        return [] if now == before else ["the profile is not as it was before the run, though it was put back"]

    def _read(self) -> Answer:
        if "profile" not in self._plan.claims:
            raise NotApplicable("the plan does not claim profile")
        return self._api.get_profile().arrived()
