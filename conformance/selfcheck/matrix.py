"""What the trials prove: what was killed, what survived, what was reported wrongly, what no fault covers. Pure."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from conformance.record import Verdict
from conformance.selfcheck.trial import Trial
from conformance.standard import Level, Role, Standard

Cell = Literal["killed", "survived", "consequence", "false alarm"]
CRASHES = ("harness-fault:", "trial-failed:")
"""Problems that are the harness's own, whatever the mock does."""

BOUND = frozenset({Role.PROVIDER, Role.AUTHORIZATION_SERVER, Role.DOCUMENT, Role.PUBLISHER})
"""Whom the requirements bind that the faults of the mock have to break."""


class Wrong(Protocol):
    """What is played in a trial: a behaviour of the mock, or a consumer that is wrong."""

    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def breaks(self) -> tuple[str, ...]: ...
    @property
    def consequences(self) -> Mapping[str, str]: ...
    @property
    def doubts(self) -> tuple[str, ...]: ...


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
        """Requirements that were reported though nothing breaks them."""
        return tuple(name for name, cell in self.cells.items() if cell == "false alarm")

    @property
    def good(self) -> bool:
        """True when all that was broken was named, and nothing else, and no check crashed."""
        return not (self.survived or self.false_alarms or self.crashes)


@dataclass(frozen=True, slots=True)
class Matrix:
    """All rows, and the decided requirements that no fault breaks (id to the catalogue's reason, or empty).

    ``missing`` is the number of trials that were to be run and were not; ``standard`` the public name of the edition.
    """

    rows: tuple[Row, ...]
    uncovered: Mapping[str, str]
    seconds: float
    missing: int = 0
    standard: str = ""

    @property
    def good(self) -> bool:
        """True when every fault was killed, nothing was reported wrongly, and no requirement goes without a fault."""
        return not self.missing and all(row.good for row in self.rows) and all(self.uncovered.values())

    def of(self, kind: str) -> tuple[Row, ...]:
        """The rows of ``clean``, ``variation`` or ``fault`` trials."""
        return tuple(row for row in self.rows if row.kind == kind)


def matrix(
    trials: Iterable[Trial],
    known: Mapping[str, Wrong],
    standard: Standard,
    seconds: float,
    *,
    whole: bool = True,
    bound: Container[Role] = BOUND,
    kind: str = "",
    right: str = "the mock as it is",
) -> Matrix:
    """The matrix of these trials; with ``whole`` false only some were run, and nothing is said of coverage.

    Rows that bind one of ``bound`` need a fault where checks of that ``kind`` decide them (``consumer.``; empty: any).
    ``right`` is what a reader calls the subject without one.
    """
    ordered = sorted(trials, key=lambda one: (("clean", "variation", "fault").index(one.kind), one.id))
    rows = tuple(_row(one, known.get(one.id), standard, right) for one in ordered)
    uncovered = _uncovered(known.values(), standard, bound, kind) if whole else {}
    return Matrix(rows, uncovered, seconds, standard=standard.id)


def _row(one: Trial, fault: Wrong | None, standard: Standard, right: str) -> Row:
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
    title = fault.title if fault else right
    return Row(one.id or "clean", one.kind, title, cells, message, one.seconds, crashes)


def consequences_of(fault: Wrong, standard: Standard) -> Mapping[str, str]:
    """What may fall with a fault, each with the reason: what it declares, and the rows that others decide."""
    return {**standard.umbrellas, **fault.consequences}


def doubted(one: Trial, played: Iterable[Wrong]) -> frozenset[str]:
    """Requirements that warn because what is played, though legal, leaves them open."""
    declared = {name for behaviour in played for name in behaviour.doubts}
    return frozenset(name for name in declared if one.verdicts.get(name) is Verdict.WARN)


def _lost(one: Trial) -> tuple[str, ...]:
    """Requirements that a right mock left undecided: a pass was due."""
    return tuple(
        name for name, verdict in one.verdicts.items() if one.kind == "clean" and verdict is Verdict.INCOMPLETE
    )


def _uncovered(known: Iterable[Wrong], standard: Standard, bound: Container[Role], kind: str) -> dict[str, str]:
    covered = {name for fault in known if fault.kind == "fault" for name in fault.breaks}
    return {
        requirement.id: requirement.unbreakable or ""
        for requirement in standard
        if requirement.role in bound
        and any(check.startswith(kind) for check in requirement.checks)
        and requirement.level is not Level.MAY
        and requirement.id not in covered
    }
