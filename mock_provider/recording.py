"""A recorder as the settings want it, and what it writes while the mock runs."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from typing import TextIO

from conformance.privacy import Persons
from conformance.standard import personal
from mock_provider.recorder import Recorder, Shown
from mock_provider.recorder.lines import JsonLines, TextLines
from mock_provider.recorder.teller import telling
from mock_provider.settings import Settings, SettingsError
from mock_provider.tls import local_authority


def recorder_for(settings: Settings) -> Recorder:
    """A recorder that shows no secret of these settings, and stand-ins for what documents say of persons."""
    secrets = [*settings.logins.values(), settings.client_secret, settings.control_token]
    persons = None if settings.keep_personal_data else lambda: Persons(personal(settings.book))
    return Recorder(Shown(filter(None, secrets), persons))


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
