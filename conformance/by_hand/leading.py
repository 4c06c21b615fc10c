"""A whole run that a person leads: the page, the steps one by one, and the record at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Final

from conformance.by_hand.joining import joined
from conformance.by_hand.listening import Whereabouts, port_taken
from conformance.by_hand.page import page_of
from conformance.by_hand.person import Person
from conformance.by_hand.pictures import Pictures
from conformance.by_hand.series import HandSeries
from conformance.by_hand.watching import Watching
from conformance.consumer.interrupted import interrupted
from conformance.consumer.kept import Kept
from conformance.consumer.listener import Audience, NoAudience
from conformance.consumer.parts import parts_of
from conformance.consumer.quiet import quiet_mock
from conformance.consumer.run import ConsumerRun
from conformance.consumer.series import Means
from conformance.consumer.terms import Terms
from conformance.errors import UsageFault
from conformance.plan.consumer import ConsumerPlan
from conformance.record import RunRecord
from mock_provider.console import Place, Timeline
from mock_provider.listening import ServeError
from mock_provider.tls import local_authority

_STOPPED: Final = "The run was stopped. What was played is in the report; the same command with --resume goes on."
_OVER: Final = "All steps are played. The command writes the report now."


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a run is led: where to, ``only`` these scenarios, the variations too, on with what is left in the folder.

    ``announce`` is told the address of the page, ``command`` is the command line for the record to name.
    """

    where: Whereabouts = field(default_factory=Whereabouts)
    only: tuple[str, ...] = ()
    variations: bool = False
    resume: bool = False
    announce: Callable[[str], None] = lambda _address: None
    audience: Audience = field(default_factory=NoAudience)
    command: str = ""


def led_by_hand(plan: ConsumerPlan) -> ConsumerPlan:
    """The plan as a person leads it: without its command, and what came of it the person tells.

    Raises ``UsageFault`` for a plan that claims nothing but to verify files.
    """
    if plan.tasks == ("verify",):
        raise UsageFault(
            "by-hand-only-files",
            f"the plan {plan.name} claims to verify files and nothing else: there is no wallet to connect",
            "by hand the records are given to a wallet that reads them from the provider",
            "Claim read in the plan (claims: {read: true}), or let a command verify: -- my-verifier {document}",
        )
    return replace(plan, command=(), outcome="ask", login="pages")


def lead(plan: ConsumerPlan, out: Path, wishes: Wishes) -> RunRecord:
    """The record of the run, which ends when all is played, when the person stops it, or at ``KeyboardInterrupt``.

    What was played until then is kept below ``out``, where ``resume`` goes on with it. ``plan`` is one that is
    ``led_by_hand``. Raises ``UsageFault`` for a port that is taken, and for a run that cannot be gone on with.
    """
    terms = replace(Terms.of(plan), listen=wishes.where.settings())
    # There is no file to hand over: the wallet reads.
    reading = replace(plan, claims=plan.claims - {"verify"})
    todo = joined(wishes.where.reachable(parts_of(reading, wishes.only, with_variations=wishes.variations)))
    kept, pictures = Kept(out, plan), Pictures(out)
    known = kept.read(todo) if wishes.resume else {}
    authority = local_authority(terms.listen["data_dir"]).ca_path
    person = Person(f"{plan.name}, by hand", (Place("Authority to trust", str(authority)),), plan.learners)
    watching = Watching(Timeline(), terms, plan.inferred)
    run = ConsumerRun(
        plan,
        Means(person.start, terms, audience=wishes.audience, keep=kept.keep),
        todo,
        known=known,
        command=wishes.command,
        series=partial(HandSeries, person, pictures, watching),
    )
    try:
        with page_of(person, watching.timeline, wishes.where.console_port) as address:
            if not wishes.resume:
                kept.begin()
                pictures.clear()
            wishes.announce(address)
            stopped = _play(run)
            person.end(_STOPPED if stopped else _OVER)
            if not stopped:
                kept.clear()
            return run.finish(*([interrupted(run.series.left, len(todo), out)] if stopped else []))
    except ServeError as error:
        raise port_taken(error, "--console-port") from error


def _play(run: ConsumerRun) -> bool:
    """Play until all is played; true when the person has stopped it, on the page or on the keyboard."""
    try:
        with quiet_mock():
            run.play()
    except KeyboardInterrupt:
        return True
    return isinstance(run.series, HandSeries) and run.series.stopped
