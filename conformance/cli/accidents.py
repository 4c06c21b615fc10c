"""What goes wrong around a command ends in a sentence and exit code 3: an accident is never a verdict.

Python's own exit code for an uncaught exception is 1, which here means that a requirement failed.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from conformance.record import Problem

ACCIDENT = 3
SHOW_ALL = "CLR_TRACEBACK"
"""Set this variable to see where in the tool an error arose."""


@contextmanager
def guarded() -> Iterator[None]:
    """Run a command in this block; ends the process with its exit code, or with 3 after an accident.

    Whoever stops reading the output (``… | head``) does not change the exit code; output that cannot be written does.
    """
    sys.stdout, sys.stderr = _reader_may_leave(sys.stdout, 1), _reader_may_leave(sys.stderr, 2)
    try:
        try:
            yield
        finally:
            sys.stdout.flush()  # else the interpreter does, when nobody can tell what went wrong any more
    except OSError as error:
        _end(_output_failed(error) if error.errno in _OUTPUT else _own_fault(error), error)
    except Exception as error:
        _end(_own_fault(error), error)


_OUTPUT = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS)


def _output_failed(error: OSError) -> Problem:
    where = f" to {error.filename}" if error.filename else ""
    return Problem(
        "output-not-written",
        f"what was found could not be written{where}: {error.strerror}",
        "the disk is full, or a limit for files is reached",
        "Make room and run again; the files that are there are whole.",
    )


def _own_fault(error: Exception) -> Problem:
    return Problem(
        "harness-fault",
        f"the command ended in an error of its own: {type(error).__name__}: {error}",
        "a fault of this tool, or an input that it did not foresee",
        f"Please report it with the command; {SHOW_ALL}=1 shows where it arose.",
    )


def _end(problem: Problem, error: Exception) -> None:
    from conformance.cli.problems import show

    with suppress(OSError):
        show(problem)
        if os.environ.get(SHOW_ALL):
            traceback.print_exception(error)
    sys.stdout = io.TextIOWrapper(io.BytesIO())  # what is still held back cannot be written either
    sys.exit(ACCIDENT)


class _Pipe(io.RawIOBase):
    """A file descriptor that takes everything once its reader has left."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def isatty(self) -> bool:
        return os.isatty(self._descriptor)

    def writable(self) -> bool:
        return True

    def write(self, content: Any, /) -> int:
        try:
            return os.write(self._descriptor, content)
        except BrokenPipeError:
            return len(content)


def _reader_may_leave(stream: TextIO | None, descriptor: int) -> TextIO:
    """The stream over a descriptor whose reader may leave; one that goes nowhere when the process has none."""
    try:
        if stream is None or stream.fileno() != descriptor:
            raise OSError(errno.EBADF, "no such stream")
    except OSError:  # closed by the caller (``>&-``), or replaced by a test
        return stream or io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    stream.flush()
    buffered = io.BufferedWriter(_Pipe(descriptor))
    return io.TextIOWrapper(
        buffered,
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=os.isatty(descriptor) or descriptor == 2,
    )
