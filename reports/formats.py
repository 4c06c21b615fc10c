"""The formats a run record can be told in, by the name a user types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from conformance.record import RunRecord
from reports.files import write_bytes


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the file (or folder) it makes, and what a user finds there.

    ``render`` is "module:function" of a function from the record to text; a format that makes a folder has
    ``folder`` set and its function takes the folder too.
    """

    name: str
    file: str
    about: str
    entry: str
    folder: bool = False

    def text(self, record: RunRecord) -> str:
        """The report as text; only for a format that makes one file (``ValueError`` otherwise)."""
        if self.folder:
            raise ValueError(f"{self.name} makes a folder, not one file")
        text: str = self._function()(record)
        return text

    def write(self, record: RunRecord, path: Path) -> None:
        """Write the report to the path, each file whole or not at all."""
        if self.folder:
            self._function()(record, path)
        else:
            write_bytes(path, self.text(record).encode("utf-8"))

    def _function(self) -> Callable[..., str]:
        # imported when used: jinja2, rich and allure cost more than the command's help may
        module, name = self.entry.split(":")
        function: Callable[..., str] = getattr(import_module(module), name)
        return function


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.name: each
        for each in (
            Format(
                "json", "run.json", "the run record itself, from which every other is made", "reports.run_file:dump"
            ),
            Format("html", "report.html", "one page that works offline", "reports.html:render"),
            Format(
                "junit", "junit.xml", "one test case per requirement, for the test view of a CI", "reports.junit:render"
            ),
            Format("markdown", "report.md", "a page for the summary of a CI step", "reports.markdown:render"),
            Format("allure", "allure-results", "result files that Allure opens", "reports.allure:write", folder=True),
            Format("text", "report.txt", "what the terminal shows at the end of a run", "reports.terminal:text"),
        )
    }
)


def write_reports(record: RunRecord, out: Path, formats: Iterable[str]) -> list[Path]:
    """Write the reports of these names into the folder and return their paths in the order asked.

    Raises ``KeyError`` for a name that is not in ``FORMATS`` before anything is written, ``OSError`` when the
    folder cannot be written.
    """
    chosen = [FORMATS[name] for name in dict.fromkeys(formats)]
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for each in chosen:
        path = out / each.file
        each.write(record, path)
        paths.append(path)
    return paths
