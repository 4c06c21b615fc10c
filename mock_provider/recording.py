"""A recorder as the settings want it, and what it writes while the mock runs."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import TextIO

from conformance.privacy import Persons
from conformance.standard import personal
from conformance.standard.model import Personal
from mock_provider.recorder import Recorder, Shown
from mock_provider.recorder.lines import JsonLines, TextLines
from mock_provider.recorder.teller import telling
from mock_provider.settings import Settings, SettingsError
from mock_provider.tls import local_authority


def recorder_for(settings: Settings) -> Recorder:
    """A recorder that shows no secret of these settings, and stand-ins for what documents say of persons."""
    secrets = [*settings.logins.values(), settings.client_secret, settings.control_token]
    persons = None if settings.keep_personal_data else lambda: Persons(_personal(settings.books))
    return Recorder(Shown(filter(None, secrets), persons))


@cache
def _personal(books: tuple[str, ...]) -> Personal:
    """What is a learner's own in documents of any of these editions: whatever one of them says is."""
    known = [personal(book) for book in books]
    if len(known) == 1:
        return known[0]
    names = [each.name for each in fields(Personal) if each.name != "chosen"]
    sets = {name: frozenset[str]().union(*(getattr(one, name) for one in known)) for name in names}
    chosen = {name: values for one in reversed(known) for name, values in one.chosen.items()}
    return Personal(**sets, chosen=chosen)


@contextlib.contextmanager
def told(recorder: Recorder, settings: Settings) -> Iterator[None]:
    """Has every exchange written as a line, as the settings say, as long as the block lasts.

    Raises ``SettingsError`` for a file that cannot be written.
    """
    if settings.quiet:
        yield
        return
    with _out(settings) as out:
        ca = str(local_authority(settings.data_dir).ca_path)
        colour = out.isatty() and "NO_COLOR" not in os.environ
        as_text = settings.log_format == "text"
        lines = TextLines(recorder.shown, ca, colour=colour) if as_text else JsonLines(recorder.shown)
        with telling(recorder, lines, out):
            yield


@contextlib.contextmanager
def _out(settings: Settings) -> Iterator[TextIO]:
    with contextlib.ExitStack() as files:
        try:
            name = settings.log_file
            out = files.enter_context(open(name, "a", encoding="utf-8")) if name else sys.stdout  # noqa: PTH123
        except OSError as error:
            raise SettingsError(f"log_file: {name} cannot be written: {error.strerror or error}") from error
        yield out
