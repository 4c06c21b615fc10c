"""Writes the outcomes in one of the formats, as they come; what a format needs of all waits in a temporary file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

import click
import orjson

from clr_reports.text import escaped
from clr_reports.view import KEPT
from conformance.cli.documents import as_json, as_text
from conformance.errors import UsageFault
from conformance.inspection.options import Options
from conformance.inspection.outcome import Judged
from conformance.inspection.tally import Tally

Writer = Callable[[Iterable[Judged], BinaryIO, Options], Tally]


def write(outcomes: Iterable[Judged], form: str, output: Path | None, options: Options) -> Tally:
    """Writes every outcome in that format to the file, or to standard output, and returns their tally.

    A file is there as a whole or not at all. Raises ``UsageFault`` when it cannot be begun, ``OSError`` when it
    cannot be ended, as on a full disk.
    """
    with _standard_output() if output is None else whole_file(output) as file:
        writer = _WRITERS.get(form) or _report(form)
        return writer(outcomes, file, options)


@contextmanager
def _standard_output() -> Iterator[BinaryIO]:
    yield sys.stdout.buffer
    sys.stdout.buffer.flush()


@contextmanager
def whole_file(output: Path) -> Iterator[BinaryIO]:
    """A file to write to that is there as a whole or not at all; raises as ``write``."""
    if output.exists() and not output.is_file():  # a device or a pipe cannot be replaced
        with _named(output), _begun(output, lambda: output.open("wb")) as file:
            yield file
        return
    output = output.resolve()  # a link stays a link
    draft = output.with_name(f".{output.name[:100]}.{os.getpid()}")
    try:
        with _named(output):
            with _begun(output, lambda: draft.open("xb")) as file:
                yield file
            draft.replace(output)
    finally:
        draft.unlink(missing_ok=True)


def _begun(output: Path, begin: Callable[[], BinaryIO]) -> BinaryIO:
    try:
        return begin()
    except OSError as error:
        raise UsageFault(
            "output-not-written", f"{output} cannot be written: {error.strerror}", todo="give another file with -o"
        ) from error


@contextmanager
def _named(output: Path) -> Iterator[None]:
    """An error while a file is written says which file it was: the system does not."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(output)) from error


def _text(outcomes: Iterable[Judged], file: BinaryIO, options: Options) -> Tally:
    tally = Tally()
    if options.stand_ins is None:
        _echo(f"{KEPT}\n", file)
    for judged in outcomes:
        tally.add(judged)
        _echo("\n".join(as_text.lines(judged)), file)
    _echo(as_text.summary(tally), file)
    return tally


def _echo(text: str, file: BinaryIO) -> None:
    if file is sys.stdout.buffer:
        click.echo(text.encode("utf-8", "replace").decode())
    else:
        file.write(click.unstyle(text).encode("utf-8", "replace") + b"\n")


def _json(outcomes: Iterable[Judged], file: BinaryIO, options: Options) -> Tally:
    tally = Tally()
    personal = b"kept" if options.stand_ins is None else b"replaced"
    before = b'{\n"personal_data": "' + personal + b'",\n"documents": [\n'
    for judged in outcomes:
        tally.add(judged)
        file.write(before + escaped(orjson.dumps(as_json.document(judged), option=orjson.OPT_INDENT_2)))
        before = b",\n"
    file.write((b"" if tally.total else before) + b"\n]\n}\n")
    return tally


def _sarif(outcomes: Iterable[Judged], file: BinaryIO, options: Options) -> Tally:
    from conformance.cli.documents import as_sarif

    tally = Tally()
    as_sarif.write(_counted(outcomes, tally), file, personal_data_kept=options.stand_ins is None)
    return tally


def _counted(outcomes: Iterable[Judged], tally: Tally) -> Iterator[Judged]:
    for judged in outcomes:
        tally.add(judged)
        yield judged


def _report(name: str) -> Writer:
    def writer(outcomes: Iterable[Judged], file: BinaryIO, options: Options) -> Tally:
        from clr_reports import FORMATS
        from clr_reports.text import named
        from conformance.cli.running import command_line
        from conformance.inspection.records import Recorder
        from conformance.inspection.spill import Shelf

        with Shelf() as shelf:
            recorder = Recorder(shelf, options, name=named, command=command_line())
            for judged in outcomes:
                recorder.add(judged)
            for piece in FORMATS[name].pieces(recorder.record()):
                file.write(piece.encode("utf-8"))
            return recorder.tally

    return writer


_WRITERS: Final[dict[str, Writer]] = {"text": _text, "json": _json, "sarif": _sarif}
"""Formats of documents only; every other is a report of the run record."""
