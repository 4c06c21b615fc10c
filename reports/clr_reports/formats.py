"""The formats that a run record can be written in, by the name that a user types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from clr_reports.files import write_bytes
from conformance.extras import installed
from conformance.record import RunRecord


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name, the file (or folder) it makes, and what a user finds there.

    ``entry`` is "module:function" of a function from the record to text, whole or in pieces; a format that makes a
    folder has ``folder`` set and its function takes the folder too. ``of_run`` is false where a run shows the same
    anyway, ``extra`` names the extra of the package that it needs.
    """

    name: str
    file: str
    about: str
    entry: str
    folder: bool = False
    of_run: bool = True
    extra: str = ""

    def text(self, record: RunRecord) -> str:
        """The report as text; only for a format that makes one file (``ValueError`` otherwise)."""
        return "".join(self.pieces(record))

    def pieces(self, record: RunRecord) -> Iterator[str]:
        """The report as text, piece by piece where the format can: of very many documents it may be long."""
        if self.folder:
            raise ValueError(f"{self.name} makes a folder, not one file")
        made = self._function()(record)
        yield from (made,) if isinstance(made, str) else made

    def write(self, record: RunRecord, path: Path) -> None:
        """Write the report to the path, each file whole or not at all."""
        if self.folder:
            self._function()(record, path)
        else:
            write_bytes(path, self.text(record).encode("utf-8"))

    def _function(self) -> Callable[..., str | Iterable[str]]:
        # imported when used: jinja2, rich and allure cost more than the command's help may
        module, name = self.entry.split(":")
        function: Callable[..., str | Iterable[str]] = getattr(import_module(module), name)
        return function


_known: dict[str, Format] = {}
FORMATS: Mapping[str, Format] = MappingProxyType(_known)
"""Every format by the name that a user types. The commands offer what stands here."""


def register(form: Format) -> None:
    """Let every command offer this format."""
    _known[form.name] = form


for each in (
    Format("json", "run.json", "the run record itself, from which every other is made", "clr_reports.run_file:dump"),
    Format("html", "report.html", "one page that works offline", "clr_reports.html:render"),
    Format("junit", "junit.xml", "a test case per requirement, for the test view of a CI", "clr_reports.junit:pieces"),
    Format("markdown", "report.md", "a page for the summary of a CI step", "clr_reports.markdown:render"),
    Format(
        "allure", "allure-results", "files that Allure opens", "clr_reports.allure:write", folder=True, extra="allure"
    ),
    Format("text", "report.txt", "the terminal at the end of a run", "clr_reports.terminal:text", of_run=False),
):
    register(each)


def run_formats() -> tuple[str, ...]:
    """The formats that a run can write."""
    return tuple(name for name, form in FORMATS.items() if form.of_run)


def default_formats() -> tuple[str, ...]:
    """The reports that a run writes when none is asked for: all that can be made here."""
    return tuple(name for name in run_formats() if not FORMATS[name].extra or installed(FORMATS[name].extra))


def extras_of(formats: Iterable[str]) -> list[str]:
    """The extras of the package that these formats need."""
    return [FORMATS[name].extra for name in formats if FORMATS[name].extra]


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
