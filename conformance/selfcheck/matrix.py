"""What the trials prove: which fault was killed, what survived, who was accused wrongly, what no fault covers. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from conformance.record import Verdict
from conformance.selfcheck.trial import Trial
from conformance.standard import Level, Role, Standard
from mock_provider.behaviour import Behaviour

Cell = Literal["killed", "survived", "consequence", "false alarm"]
CRASHES = ("harness-fault:", "trial-failed:")
"""Problems that are the harness's own, whatever the mock does."""

BOUND = frozenset({Role.PROVIDER, Role.AUTHORIZATION_SERVER, Role.DOCUMENT, Role.PUBLISHER})


@dataclass(frozen=True, slots=True)
class Row:
    """One trial: its cells by requirement, and whether it proves what it should.

    ``message`` is what the harness said of the first requirement that the fault breaks. ``crashes`` are errors of the
    harness itself: a check that the answers made raise, or a trial that came to no result.
    """

    id: str
    kind: str
    title: str
    cells: Mapping[str, Cell]
    message: str
    seconds: float
    crashes: tuple[str, ...] = ()

    @property
    def survived(self) -> tuple[str, ...]:
        """Requirements that the fault breaks and that the harness did not name."""
        return tuple(name for name, cell in self.cells.items() if cell == "survived")

    @property
    def false_alarms(self) -> tuple[str, ...]:
        """Requirements that were accused though nothing breaks them."""
        return tuple(name for name, cell in self.cells.items() if cell == "false alarm")

    @property
    def good(self) -> bool:
        """True when all that was broken was named, and nothing else, and no check crashed."""
        return not (self.survived or self.false_alarms or self.crashes)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rows, and the decided requirements that no fault breaks (id to the catalogue's reason, or empty).

    ``missing`` is the number of trials that were to be run and were not.
    """

    rows: tuple[Row, ...]
    uncovered: Mapping[str, str]
    seconds: float
    missing: int = 0

    @property
    def good(self) -> bool:
        """True when every fault was killed, nobody was accused wrongly, and no requirement goes without a fault."""
        return not self.missing and all(row.good for row in self.rows) and all(self.uncovered.values())

    def of(self, kind: str) -> tuple[Row, ...]:
        """The rows of ``clean``, ``variation`` or ``fault`` trials."""
        return tuple(row for row in self.rows if row.kind == kind)


def matrix(
    trials: Iterable[Trial], known: Mapping[str, Behaviour], standard: Standard, seconds: float, *, whole: bool = True
) -> Matrix:
    """The matrix of these trials; with ``whole`` false only some were run, and nothing is said of coverage."""
    ordered = sorted(trials, key=lambda one: (("clean", "variation", "fault").index(one.kind), one.id))
    rows = tuple(_row(one, known.get(one.id), standard) for one in ordered)
    return Matrix(rows, _uncovered(known.values(), standard) if whole else {}, seconds)


def _row(one: Trial, fault: Behaviour | None, standard: Standard) -> Row:
    breaks = fault.breaks if fault else ()
    consequences = consequences_of(fault, standard) if fault and fault.kind == "fault" else {}
    broken = one.broken()
    cells: dict[str, Cell] = {name: "killed" if one.names(name) else "survived" for name in breaks}
    open_ones = doubted(one, (fault,) if fault else ())
    for name in sorted(broken - set(breaks)):
        cells[name] = "consequence" if name in consequences or name in open_ones else "false alarm"
    if one.kind != "fault":
        cells |= dict.fromkeys(_lost(one), "survived")
    message = next((texts[0] for name in breaks if (texts := one.messages.get(name))), "")
    crashes = tuple(problem for problem in one.problems if problem.startswith(CRASHES))
    title = fault.title if fault else "the mock as it is"
    return Row(one.id or "clean", one.kind, title, cells, message, one.seconds, crashes)


def consequences_of(fault: Behaviour, standard: Standard) -> Mapping[str, str]:
    """What may fall with a fault, each with the reason: what it declares, and the rows that others decide."""
    return {**standard.umbrellas, **fault.consequences}


def doubted(one: Trial, played: Iterable[Behaviour]) -> frozenset[str]:
    """Requirements that warn because what is played, though legal, leaves them open."""
    declared = {name for behaviour in played for name in behaviour.doubts}
    return frozenset(name for name in declared if one.verdicts.get(name) is Verdict.WARN)


def _lost(one: Trial) -> tuple[str, ...]:
    """Requirements that a right mock left undecided: a pass was due."""
    return tuple(
        name for name, verdict in one.verdicts.items() if one.kind == "clean" and verdict is Verdict.INCOMPLETE
    )


def _uncovered(known: Iterable[Behaviour], standard: Standard) -> dict[str, str]:
    covered = {name for fault in known if fault.kind == "fault" for name in fault.breaks}
    return {
        requirement.id: requirement.unbreakable or ""
        for requirement in standard
        if requirement.role in BOUND
        and requirement.checks
        and requirement.level is not Level.MAY
        and requirement.id not in covered
    }
