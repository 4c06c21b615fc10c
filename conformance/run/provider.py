"""One run against a provider: from the plan to the run record. Checks emit events; whoever listens shows progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

from conformance.errors import UsageFault
from conformance.exchanges import Redactor, withhold
from conformance.plan import Plan
from conformance.plan.public import public
from conformance.record import CheckResult, Finding, Outcome, Problem, RunRecord
from conformance.rulebooks import provider_rules
from conformance.run.listener import Listener, Silence
from conformance.run.results import CheckEnding, Circumstances, Run
from conformance.standard import Role, book_of, load
from conformance.suites.doctor import examine
from conformance.suites.memory import Memory
from conformance.suites.outcomes import CheckEnd
from conformance.suites.rules import ProviderRules
from conformance.suites.steady import left_open, settled
from conformance.suites.target import Target, open_target
from conformance.suites.waiting import await_target
from conformance.verdicts import RunRole
from conformance.wire import AsgiApp, BudgetExhausted
from conformance.wire.tls import trust

PROVIDER = RunRole("provider", frozenset({Role.PROVIDER, Role.AUTHORIZATION_SERVER, Role.DOCUMENT}))
"""What binds publishers shows in the documents that a provider sends."""

_KEPT = 20
"""Exchanges of a check that its result names, the last ones; beside them all that met an accident."""


class ProviderRun:
    """The run of one plan against its target: what a session of checks has to tell, and the record at the end.

    ``out`` is a folder for what the login leaves there, ``app`` an application in this process instead of a target on
    the network; ``command`` is the command line that started the run, for the record to name.
    ``memory`` is what runs of this process share; without one the run has its own.
    Without ``keep_exchanges`` the record holds none, which saves the time to redact them.
    Raises ``UsageFault`` when the plan leaves nothing to judge, or its file of certificate authorities cannot be used.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        out: Path | None = None,
        listener: Listener | None = None,
        app: AsgiApp | None = None,
        command: str = "",
        keep_exchanges: bool = True,
        memory: Memory | None = None,
    ) -> None:
        book = book_of(plan.standard)
        self.plan = plan
        self.rules = provider_rules(book)
        self.results = Run(load(book), plan.selection, PROVIDER, plan=plan.name)
        self.target = _target(self.rules, plan, out, app, memory)
        self._command = command
        self._listener = listener or Silence()
        self._keep_exchanges = keep_exchanges
        self._first_exchange = 0
        self._ending = CheckEnding()
        self._record: RunRecord | None = None

    @property
    def finished(self) -> bool:
        """True when the record is there."""
        return self._record is not None

    @property
    def record(self) -> RunRecord:
        """The run record; raises ``RuntimeError`` before the run is finished."""
        if self._record is None:
            raise RuntimeError("the run is not finished")
        return self._record

    def start(self, checks: int) -> bool:
        """Look the target over, then announce the checks; false when it cannot be reached and no check should run."""
        for diagnosis in chain(await_target(self.target), examine(self.target)):
            self.results.diagnosed(diagnosis)
            self._listener.diagnosed(withhold.from_diagnosis(diagnosis, self._redactor()))
        reachable = self.target.unreachable is None
        if reachable:
            self._listener.started(checks)
        return reachable

    def begin(self) -> None:
        """A check is about to start: exchanges from here on are its own.

        Raises ``BudgetExhausted`` when judging alone has taken as long as the run might.
        """
        self._first_exchange, self._ending = len(self.target.wire.transcript), CheckEnding()
        self.target.need_time()

    def note(self, text: str) -> None:
        """Say something about the check that is running, to stand beside its pass."""
        self._ending = CheckEnding(reason=text)

    def met(self, error: BaseException) -> CheckEnding:
        """What it means for the check that is running that it ended in this error, as it may be shown."""
        self._ending = ending = self.results.in_edition(self._meaning(error))
        redactor = self._redactor()
        shown = tuple(withhold.from_finding(each, redactor) for each in ending.findings)
        return CheckEnding(ending.outcome, redactor.said(ending.reason or ""), shown)

    def end(self, check_id: str, ids: Iterable[str], seconds: float) -> None:
        """The check that was running has ended: its result is that of what it met, or a pass."""
        exchanges = range(self._first_exchange, len(self.target.wire.transcript))
        kept = {*exchanges[-_KEPT:], *self.target.wire.accidents.among(exchanges)}
        result = self.results.take(check_id, ids, self._ending, exchanges=exchanges, kept=kept, seconds=seconds)
        self._listener.checked(result)

    def finish(self) -> RunRecord:
        """Clean up on the target and judge, once; afterwards the same record."""
        if self._record is not None:
            return self._record
        leftovers = self.target.clean_up()
        results = self._settled()
        redactor = self._redactor()
        exchanges = self.target.wire.transcript.exchanges() if self._keep_exchanges else ()
        record = self.results.finish(
            Circumstances(
                plan=public(self.plan, redactor) | {"role": PROVIDER.name},
                target=self.target.describe(),
                problems=self.target.problems,
                leftovers=tuple(leftovers),
                nothing_ran=self.target.unreachable or "the run ended before its checks",
                command=redactor.by_name(self._command),
                personal_data="replaced" if redactor.persons else "kept",
            ),
            results,
        )
        self._record = replace(withhold.from_record(record, redactor), exchanges=exchanges)
        self.target.close()
        return self._record

    def _settled(self) -> Mapping[str, Sequence[CheckResult]]:
        """The results by requirement, now that all is known of the accidents that the checks met."""
        wire = self.target.wire
        results = {name: settled(checks, wire) for name, checks in self.results.results.items()}
        problem = wire.problem(undecided=sum(left_open(checks, wire) for checks in results.values()))
        if problem is not None:
            self.target.blame(problem)
        return results

    def _meaning(self, error: BaseException) -> CheckEnding:
        if isinstance(error, CheckEnd):
            return CheckEnding(error.outcome, error.reason, error.findings)
        if isinstance(error, BudgetExhausted):
            if not self.target.problems:  # else what used the limits up is among them
                self.target.blame(error.problem)
            return CheckEnding(Outcome.INCOMPLETE, str(error))
        if isinstance(error, AssertionError):
            message = str(error).splitlines()[0] if str(error) else "an expectation of the check was not met"
            return CheckEnding(Outcome.FAIL, message, (Finding("", message),))
        self.results.met(
            Problem(
                "harness-fault",
                f"a check ended in an error of its own: {type(error).__name__}: {error}",
                "a fault of this tool, or an answer that it did not foresee",
                "Please report it with run.json; the requirement is counted as incomplete.",
            )
        )
        return CheckEnding(Outcome.INCOMPLETE, f"the check itself failed: {type(error).__name__}: {error}")

    def _redactor(self) -> Redactor:
        """What takes secrets and personal data out of a text, with all that is known by now."""
        if self._keep_exchanges:
            self.target.wire.transcript.learn_persons()
        return self.target.wire.redactor


def _target(rules: ProviderRules, plan: Plan, out: Path | None, app: AsgiApp | None, memory: Memory | None) -> Target:
    try:
        return open_target(rules, plan, out, app, memory)
    except OSError as error:  # ssl.SSLError is one
        raise _unusable(plan, error) from error


def _unusable(plan: Plan, error: OSError) -> UsageFault:
    """Which of the plan's files cannot be used."""
    why = error.strerror or str(error)
    try:
        trust(Path(plan.target.ca) if plan.target.ca else None)
    except OSError:
        return UsageFault(
            "ca-unusable",
            f"no certificates can be read from {plan.target.ca}: {why}",
            "the file is missing, or it is not PEM",
            "Give the certificate authority as a PEM file (-----BEGIN CERTIFICATE-----) with --ca or target.ca.",
        )
    return UsageFault(
        "client-certificate-unusable",
        f"the client's certificate cannot be used: {why}",
        "a file is missing or not PEM, the key has a password, or it belongs to another certificate",
        "Give both as PEM files with --client-cert and --client-key (network.client_certificate, network.client_key).",
    )
