"""Reads the outcome that a consumer reports, within bounds: JSON in a file, or posted."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import jsonschema_rs

from conformance.document import DocumentError, ParseLimits, parse
from conformance.exchanges.visible import beginning
from conformance.plan import shipped
from conformance.traffic.outcome import ReportedOutcome, ReportedRecord

MOST_BYTES: Final = 4 * 1024 * 1024
_LIMITS: Final = ParseLimits(size=MOST_BYTES, depth=60)
_SHOWN: Final = 3
_LONG: Final = 60
_VALUE: Final = "\0"
"""Stands for the value in what the validator says."""

_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT: Final = getattr(os, "O_NONBLOCK", 0)
"""A FIFO that nobody writes to would hold who opens it for ever."""

_KINDS: Final = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket", stat.S_IFLNK: "a link"}


class OutcomeError(ValueError):
    """What the consumer reported cannot be used; the message says why."""


def from_file(path: Path) -> ReportedOutcome | None:
    """The outcome in that file, ``None`` when there is none; raises ``OutcomeError`` when it cannot be used."""
    try:
        kind = stat.S_IFMT(path.lstat().st_mode)
        if kind != stat.S_IFREG:
            raise OutcomeError(f"the outcome file is {_KINDS.get(kind, 'a device')} and not a regular file")
        content = _content(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutcomeError(f"the outcome file cannot be read: {error.strerror or error}") from error
    return from_bytes(content)


def from_bytes(content: bytes) -> ReportedOutcome:
    """The outcome in these bytes; raises ``OutcomeError`` when it cannot be used."""
    if len(content) > MOST_BYTES:
        raise OutcomeError(f"the outcome has more than {MOST_BYTES // 1024 // 1024} MiB")
    try:
        value = parse(content, _LIMITS).value
    except DocumentError as error:
        raise OutcomeError(f"the outcome cannot be read as JSON: {error.message}") from error
    faults = _faults(value)
    if faults:
        raise OutcomeError(f"the outcome breaks its schema: {'; '.join(faults)}")
    return ReportedOutcome(value["result"], value.get("reason", ""), tuple(map(_record, value.get("records", ()))))


def _content(path: Path) -> bytes:
    """What the file holds; raises ``OutcomeError`` when it changes while it is read."""
    with open(os.open(path, os.O_RDONLY | _NO_LINK | _NO_WAIT), "rb") as stream:  # noqa: PTH123 - a descriptor
        before = os.fstat(stream.fileno())
        content = stream.read(MOST_BYTES + 1)
        after = os.fstat(stream.fileno())
    whole = len(content) in (after.st_size, MOST_BYTES + 1)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or not whole:
        raise OutcomeError("the outcome file is still being written: let the command wait until it is there")
    return content


def _faults(value: Any) -> list[str]:
    """The first faults by the schema, each with its place and the beginning of what stands there."""
    faults: list[str] = []
    for error in islice(_validator().iter_errors(value), _SHOWN):
        where = "".join(f"/{step}" for step in error.instance_path) or "the whole"
        there = beginning(json.dumps(error.instance, ensure_ascii=False), _LONG)
        faults.append(f"{beginning(where, _LONG)}: {beginning(error.message.replace(_VALUE, there), 3 * _LONG)}")
    return faults


@cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(shipped.outcome_schema(), mask=_VALUE)


def _record(row: Mapping[str, Any]) -> ReportedRecord:
    return ReportedRecord(row["id"], row["state"], row.get("reason", ""), row.get("document"))
