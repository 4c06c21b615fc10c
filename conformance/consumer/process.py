"""Runs a consumer's command once: bounded in time and in output, together with every process that it starts."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from conformance.errors import UsageFault
from conformance.traffic import End

KEPT_OUTPUT: Final = 64 * 1024
"""Bytes of what a consumer prints that are kept: the last ones."""

OWN_FOLDER: Final = "CLR_STATE_DIR"
"""The variable that names a folder which no other sitting has."""

_PIECE: Final = 16 * 1024
_LAST_WORDS: Final = 1.0
"""Seconds that the reader gets after the end: a process that has left the group may hold the pipe open."""


@dataclass(frozen=True, slots=True)
class Finished:
    """How a process ended: its exit code (negative for a signal), whether we ended it and why, and its last output.

    ``seen`` is how a start ended that a person led, where there is no process.
    """

    code: int | None
    timed_out: bool = False
    stopped: bool = False
    output: str = ""
    printed: int = 0
    seconds: float = 0.0
    seen: End | None = None


class Stop:
    """Ends everything that runs, once and for good; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: set[threading.Event] = set()
        self.asked = False

    def ask(self) -> None:
        """Let every process end now, and none start any more."""
        with self._lock:
            self.asked = True
            for event in self._waiting:
                event.set()

    @contextlib.contextmanager
    def wakes(self, event: threading.Event) -> Iterator[None]:
        """Sets the event when the stop is asked for, as long as the block lasts."""
        with self._lock:
            self._waiting.add(event)
            if self.asked:
                event.set()
        try:
            yield
        finally:
            with self._lock:
                self._waiting.discard(event)


def run(
    arguments: Sequence[str], environment: Mapping[str, str], *, limit: float, grace: float = 2.0, stop: Stop
) -> Finished:
    """Runs a program without a shell, in a process group of its own, with nothing on its standard input.

    ``environment`` is added to that of this process. After ``limit`` seconds the group is asked to end and after
    ``grace`` more it is killed; what the program leaves behind when it ends is killed at once.
    Raises ``UsageFault`` for a program that is not there or cannot be run.
    """
    begun = time.monotonic()
    process = _started(arguments, {**os.environ, **environment})
    assert process.stdout is not None
    tail = _Tail(process.stdout)
    ended = threading.Event()
    threading.Thread(target=_wait, args=(process, ended), daemon=True).start()
    try:
        with stop.wakes(ended):
            in_time = ended.wait(limit)
    except BaseException:
        _end(process, grace, gently=True)
        raise
    # The event is set by the process's end, or by the user who stops the run.
    alone = process.returncode is not None
    _end(process, grace, gently=not alone)
    _end_strays(environment)
    output = tail.close()
    return Finished(
        process.returncode,
        timed_out=not in_time,
        stopped=in_time and not alone,
        output=output.decode("utf-8", "replace"),
        printed=tail.size,
        seconds=time.monotonic() - begun,
    )


def _wait(process: subprocess.Popen[bytes], ended: threading.Event) -> None:
    process.wait()
    ended.set()


def _started(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    program = arguments[0]
    try:
        return subprocess.Popen(  # noqa: S603 - the user's own command
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            start_new_session=True,
        )
    except FileNotFoundError as error:
        raise UsageFault(
            "command-not-found",
            f"there is no program {program!r}",
            "the name is mistyped, or its folder is not in PATH",
            "Write what follows -- as in a shell: -- python my_consumer.py {url}; pipes and && need one: -- sh -c '…'",
        ) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise UsageFault(
            "command-not-executable",
            f"{program!r} cannot be run: {why}",
            "the file may not be executed, is a folder, or names no interpreter in its first line",
            f"chmod +x {program}, or name its interpreter: -- python {program}",
        ) from error


def _end(process: subprocess.Popen[bytes], grace: float, *, gently: bool) -> None:
    """Ends what is left of the group."""
    if gently:
        _signal(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(grace)
    _signal(process, signal.SIGKILL)
    process.wait()


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _end_strays(environment: Mapping[str, str]) -> None:
    """Ends what has left the group, known by the folder of the sitting in what it inherited: Linux alone shows that."""
    folder = environment.get(OWN_FOLDER)
    if not folder:
        return
    mark = f"{OWN_FOLDER}={folder}".encode()
    for inherited in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark in inherited.read_bytes().split(b"\0"):
                os.kill(int(inherited.parent.name), signal.SIGKILL)


class _Tail:
    """Reads a pipe to its end in a thread of its own, so that nobody blocks on a full one; keeps the last bytes."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._kept = bytearray()
        self.size = 0
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            while piece := os.read(self._pipe.fileno(), _PIECE):
                self.size += len(piece)
                self._kept += piece
                del self._kept[:-KEPT_OUTPUT]

    def close(self) -> bytes:
        """The last bytes, now that the process has ended; whole lines alone, when some were left out."""
        self._thread.join(_LAST_WORDS)
        if not self._thread.is_alive():
            self._pipe.close()
        kept = bytes(self._kept)
        # Half a line may begin with half a secret, which nobody would know again.
        return kept if self.size <= KEPT_OUTPUT else kept.partition(b"\n")[2]
