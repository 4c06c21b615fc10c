"""The plan of a run against a consumer: what it claims, how it is started, and what its exit codes mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final, Literal

from conformance.access import ClientSpec
from conformance.exchanges.specimens import TellsBy
from conformance.plan.selection import Inferred, Selection, Sighting, Waiver

TASKS: Final = ("read", "write", "delete", "verify")
"""What a consumer can be told to do; each is a claim, too."""

CLAIMS: Final = (
    *TASKS,
    "dynamic_registration",
    "client_credentials",
    "refresh",
    "keeps_state",
    "verify_hosted",
    "verify_signed",
    "shows_records",
)

Login = Literal["pages", "auto", "browser"]
"""How the learner gets in: on the mock's pages, at once and unasked, or by the program that ``BROWSER`` names."""


@dataclass(frozen=True, slots=True)
class Exits:
    """What the exit codes of the consumer's process mean; any other is a crash."""

    through: int = 0
    refused: int = 20
    unable: int = 77


@dataclass(frozen=True, slots=True)
class SittingLimits:
    """Seconds that one start of the consumer may take, and that it has to end after it was asked to."""

    start: float = 30.0
    stop: float = 2.0


@dataclass(frozen=True, slots=True)
class ConsumerPlan:
    """Everything that a run against a consumer needs to know; ``standard`` is the public name of the edition.

    ``command`` is the consumer's command line, one entry for each argument. ``client`` is the client that the consumer
    is registered as by hand. ``learners`` are passwords by user name, for a consumer that cannot be told another one.
    ``workers`` is how many sittings go on at a time, 0 for as many as the machine bears. ``ca_environment`` tells the
    process the certificate authority by the variables that libraries read, in place of those they know. ``outcome`` is
    how the consumer tells what it makes of a record.
    """

    name: str
    claims: frozenset[str]
    command: tuple[str, ...] = ()
    exits: Exits = field(default_factory=Exits)
    limits: SittingLimits = field(default_factory=SittingLimits)
    workers: int = 0
    login: Login = "pages"
    client: ClientSpec | None = None
    learners: Mapping[str, str] = field(default_factory=dict, repr=False)
    ca_environment: bool = True
    outcome: TellsBy = "report"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    inferred: Inferred = "warn"
    waivers: tuple[Waiver, ...] = ()
    strict_manual: bool = False
    seen_by_hand: tuple[Sighting, ...] = ()
    keep_personal_data: bool = False
    standard: str = field(kw_only=True)

    @property
    def tasks(self) -> tuple[str, ...]:
        """The tasks that the consumer claims, in the order in which it is told to do them."""
        return tuple(task for task in TASKS if task in self.claims)

    @property
    def selection(self) -> Selection:
        """What of the plan verdicts need."""
        return Selection(**{each.name: getattr(self, each.name) for each in fields(Selection)})

    def judging(self, selection: Selection) -> ConsumerPlan:
        """The same plan with another selection; what it claims stays."""
        changes = {each.name: getattr(selection, each.name) for each in fields(Selection)}
        return replace(self, **{**changes, "claims": self.claims})
