"""Writes the outcomes in the format asked for: text and JSON as they come, the others when all are there."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

import click
import orjson

from conformance.cli.documents import as_json, telling
from conformance.cli.documents.ending import Tally
from conformance.cli.documents.judging import Options
from conformance.cli.documents.outcome import Judged
from conformance.errors import UsageFault

Writer = Callable[[Iterable[Judged], BinaryIO, Options], Tally]


def write(outcomes: Iterable[Judged], form: str, output: Path | None, options: Options) -> Tally:
    """Writes every outcome in that format to the file, or to standard output, and returns their tally.

    Raises ``UsageFault`` when the file cannot be written.
    """
    with _opened(output) as file:
        return _WRITERS[form](outcomes, file, options)


@contextmanager
def _opened(output: Path | None) -> Iterator[BinaryIO]:
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with output.open("wb") as file:
            yield file
    except OSError as error:
        raise UsageFault(
            "output-not-written", f"{output} cannot be written: {error.strerror}", todo="give another file with -o"
        ) from error


def _text(outcomes: Iterable[Judged], file: BinaryIO, _options: Options) -> Tally:
    tally = Tally()
    for judged in outcomes:
        tally.add(judged)
        _echo("\n".join(telling.lines(judged)), file)
    _echo(telling.summary(tally), file)
    return tally


def _echo(text: str, file: BinaryIO) -> None:
    if file is sys.stdout.buffer:
        click.echo(text.encode("utf-8", "replace").decode())
    else:
        file.write(click.unstyle(text).encode("utf-8", "replace") + b"\n")


def _json(outcomes: Iterable[Judged], file: BinaryIO, _options: Options) -> Tally:
    tally = Tally()
    before = b'{\n"documents": [\n'
    for judged in outcomes:
        tally.add(judged)
        file.write(before + orjson.dumps(as_json.document(judged), option=orjson.OPT_INDENT_2))
        before = b",\n"
    file.write((b"" if tally.total else before) + b"\n]\n}\n")
    return tally


def _sarif(outcomes: Iterable[Judged], file: BinaryIO, _options: Options) -> Tally:
    from conformance.cli.documents.sarif import render

    tally, kept = _all(outcomes)
    file.write(orjson.dumps(render(kept), option=orjson.OPT_INDENT_2) + b"\n")
    return tally


def _report(name: str) -> Writer:
    def writer(outcomes: Iterable[Judged], file: BinaryIO, options: Options) -> Tally:
        from conformance.cli.documents.as_record import record
        from reports import FORMATS

        started = datetime.now(UTC)
        tally, kept = _all(outcomes)
        file.write(FORMATS[name].text(record(kept, options, tally, started)).encode("utf-8"))
        return tally

    return writer


def _all(outcomes: Iterable[Judged]) -> tuple[Tally, list[Judged]]:
    tally, kept = Tally(), list(outcomes)
    for judged in kept:
        tally.add(judged)
    return tally, kept


_WRITERS: Final[dict[str, Writer]] = {
    "text": _text,
    "json": _json,
    "sarif": _sarif,
    "junit": _report("junit"),
    "html": _report("html"),
    "markdown": _report("markdown"),
}
