"""The records of a sitting by start: what the learner's list holds then, and the file that is handed over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from conformance.exchanges.specimens import NOT_TAKEN, Asked, Specimen
from mock_provider.scenarios import UNTRUSTED, Laid, Record, Scenario, right_record
from mock_provider.testing import MockServer

VERIFY = "verify"
"""The task in which a consumer is given records as files, and nobody logs in."""


@dataclass(frozen=True, slots=True)
class Table:
    """The records of a sitting, in the order of the starts in which the consumer meets them.

    Without any (``laid`` is ``None``) the learner's list is what the mock always has.
    """

    laid: Laid | None
    starts: tuple[tuple[Record, ...], ...]
    as_files: bool

    @property
    def specimens(self) -> tuple[Specimen, ...]:
        """Every specimen, with the number of the start in which the consumer meets it.

        One of a later start than the first is met so many starts after its record.
        """
        return tuple(
            replace(specimen, start=number + specimen.start - 1)
            for number, records in enumerate(self.starts, 1)
            for record in records
            for specimen in record.specimens
        )

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What a person is asked about the records."""
        return self.laid.asked if self.laid else ()

    @property
    def handed(self) -> tuple[str, ...]:
        """What the files hold that are handed over, where the records are files."""
        records = (record for start in self.starts for record in start) if self.as_files else ()
        return tuple(record.content.decode("utf-8", "replace") for record in records)

    def given(self, number: int) -> str:
        """What the file of that start holds, whatever has become of it since; empty where there is none."""
        return self.handed[min(number, len(self.starts)) - 1] if self.as_files else ""

    def of_start(self, number: int) -> tuple[Specimen, ...]:
        """The specimens that the consumer meets in that start."""
        return tuple(specimen for specimen in self.specimens if specimen.start == number)

    def serve(self, number: int, folder: Path) -> Path | None:
        """Hand out the records of that start; the file that a verifier gets, ``None`` for a list.

        Where there are more starts than records, the last ones are for the consumer to meet again.
        """
        if self.laid is None:
            return None
        records = self.starts[min(number, len(self.starts)) - 1]
        self.laid.hand_out(records)
        if not self.as_files:
            return None
        path = folder / f"record-{number}{'.json' if records[0].content[:1] == b'{' else '.jws'}"
        path.write_bytes(records[0].content)
        return path


def table(scenario: Scenario, task: str, mock: MockServer, claims: frozenset[str]) -> Table:
    """The records of that scenario, one for each start where they are files."""
    if scenario.lay is not None:
        laid = scenario.lay(mock, claims)
    elif task == VERIFY:
        laid = _as_laid_in(scenario, right_record(mock.settings.book)(mock, claims))
    else:
        return Table(None, (), as_files=False)
    if task == VERIFY:
        return Table(laid, tuple((record,) for record in laid.records), as_files=True)
    return Table(laid, (laid.records,), as_files=False)


def _as_laid_in(scenario: Scenario, laid: Laid) -> Laid:
    """The right record as one of that scenario: nobody can verify it where no server can be trusted."""
    changes: dict[str, Any] = {"scenario": scenario.id}
    if scenario.listener in UNTRUSTED:
        title = f"{scenario.title[:1].lower()}{scenario.title[1:]}"
        changes |= {"states": NOT_TAKEN, "change": f"what it names is at no server that can be trusted: {title}"}
    records = (
        replace(record, specimens=tuple(replace(one, **changes) for one in record.specimens)) for record in laid.records
    )
    return replace(laid, records=tuple(records))
