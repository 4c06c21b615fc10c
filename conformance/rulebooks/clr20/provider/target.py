"""A CLR 2.0 target as its checks ask for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from conformance.plan import Plan
from conformance.record import Diagnosis, Problem
from conformance.rulebooks.clr20.provider import survey
from conformance.rulebooks.clr20.provider.api import ProviderApi
from conformance.rulebooks.clr20.provider.edition import GET_PROFILE, LIST, PUT_PROFILE, UPSERT
from conformance.rulebooks.clr20.provider.judging import MOST_LOOKUPS, Received, judged, sample, verified
from conformance.rulebooks.clr20.provider.listing import Listing, page_entries, pager
from conformance.rulebooks.clr20.provider.lists import RecordLists
from conformance.rulebooks.clr20.provider.posts import Posts
from conformance.rulebooks.clr20.provider.profiles import OwnProfile
from conformance.rulebooks.clr20.provider.received import Part, Text, documents
from conformance.suites.answer import Answer
from conformance.suites.calling import Token
from conformance.suites.grants import Who
from conformance.suites.lookups import Lookups
from conformance.suites.memory import Memory
from conformance.suites.outcomes import CheckEnd
from conformance.suites.protected import ProtectedOperation, ProtectedOperations
from conformance.suites.rules import ProviderRules
from conformance.suites.slips import refused_token
from conformance.suites.target import Target
from conformance.suites.walking import walk
from conformance.trust.session import ACCEPT
from conformance.wire import AsgiApp


class Clr20Target(Target):
    """A target with the data of CLR 2.0. Each part is had when it is first asked for."""

    api: ProviderApi

    def __init__(
        self,
        plan: Plan,
        rules: ProviderRules,
        out: Path | None = None,
        app: AsgiApp | None = None,
        memory: Memory | None = None,
    ) -> None:
        super().__init__(plan, rules, out, app, memory)
        self._apis: dict[Who, ProviderApi] = {}
        self._listing: Listing | None = None
        self._judged: Received | None = None
        self._verified: Received | None = None
        self.api = self.api_of("owner")
        self.lists = RecordLists(self.api, plan.limits.pages, self._stock_up)
        self.profile = OwnProfile(plan, self.api)
        self.posts = Posts(plan, self.facts, self.api, self.listing, self.profile.before, memory=self.memory)
        self._protected = ProtectedOperations(plan, self.tokens.token, self._operations(), reading=LIST)

    def api_of(self, who: Who) -> ProviderApi:
        """The API with the tokens of that resource owner (``service``: client credentials)."""
        if who not in self._apis:
            self._apis[who] = ProviderApi(self.session.connection, self.tokens.access(who))
        return self._apis[who]

    def listing(self) -> Listing:
        """All records of the first resource owner as ``GET /credentials`` lists them; raises ``Incomplete``."""
        if self._listing is None:
            self._listing = walk(pager(self.api), self.plan.limits.pages)
        return self._listing

    def _stock_up(self) -> None:
        """Hand in the two records that paging and since need, where the account has fewer and write is claimed."""
        if "write" in self.plan.claims:
            for hand_in in (self.posts.first, self.posts.first_token)[len(self.listing().entries) :]:
                hand_in()

    def judged(self) -> Received:
        """What the records and the profile that were received so far show by themselves; worked out once."""
        if self._judged is None:
            self._judged = judged(self.in_time(self._documents()), self.parse_limits, self.memory)
        return self._judged

    def verified(self) -> Received:
        """What comes of verifying the records received so far; worked out once."""
        if self._verified is None:
            records = self.in_time(sample(self._documents()))
            lookups = Lookups(self.session, ACCEPT, most=MOST_LOOKUPS)
            self._verified = verified(records, lookups, self.parse_limits, self.memory)
        return self._verified

    def _documents(self) -> Iterator[Part | Text]:
        if "read" in self.plan.claims:
            with suppress(CheckEnd):
                self.listing()
        return documents(self.history, self.base, self.facts, self.parse_limits, self.posts.is_own)

    def protected(self) -> ProtectedOperations:
        """The operations that need a token."""
        return self._protected

    def astray(self) -> Problem | None:
        """The problem of a base URL with nothing of the API behind it, or without its service description."""
        return survey.astray(self.session, self.api)

    def refused_token(self) -> Problem | None:
        """The problem of a token of the plan that the target does not take; ``None`` when it does."""
        listed = self.facts.operations[LIST]
        return refused_token(self.session, listed.path, listed.scope or "", lambda: self.api.get_credentials(limit=1))

    def look_at_data(self) -> Diagnosis:
        """How many records the first page of the first resource owner has."""
        if "read" not in self.plan.claims:
            return Diagnosis("data", "skipped", "the plan claims no read")
        try:
            entries = page_entries(self.api.get_credentials().require(200))
        except CheckEnd as end:
            return Diagnosis("data", "warning", end.reason)
        return Diagnosis("data", "ok", f"{len(entries)} records on the first page")

    def remove_what_was_made(self) -> list[str]:
        """Put the profile back; returns that, and which records stay, a sentence each."""
        return [*self.posts.left(), *self.profile.put_back()]

    def _operations(self) -> dict[str, ProtectedOperation]:
        def get_credentials(token: Token) -> Answer:
            return self.api.get_credentials(limit=1, token=token)

        def get_profile(token: Token) -> Answer:
            return self.api.get_profile(token=token)

        def upsert(token: Token) -> Answer:
            # Always the same record, so that a target which takes it by a bad token gathers no more of them. A newer
            # version of it, since a target need not take the same one again.
            return self.posts.hand_in(self.posts.newer(self.posts.first().record), token=token).answer

        def put_profile(token: Token) -> Answer:
            return self.profile.put(self.profile.to_put(), token)

        calls = {LIST: get_credentials, UPSERT: upsert, GET_PROFILE: get_profile, PUT_PROFILE: put_profile}
        about = self.facts.operations
        return {
            name: ProtectedOperation(name, about[name].claim, about[name].scope, "CLR20-API-04", call)
            for name, call in calls.items()
        }
