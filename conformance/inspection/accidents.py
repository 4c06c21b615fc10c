"""The outcomes of inputs that could not be judged: unreadable ones, and accidents that nothing is said against."""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from conformance.document import DocumentError
from conformance.inspection.outcome import Grade, Judged
from conformance.record import Problem


def unreadable(path: str, error: DocumentError) -> Judged:
    """The outcome of an input that could not be judged."""
    return Judged(path, Grade.UNREADABLE, problem=Problem(error.code, error.message, error.likely, error.todo))


def lost(path: str, cause: str) -> Judged:
    """The outcome of an input whose process ended while it judged: nothing is said against it."""
    problem = Problem(
        "judging-cut-off",
        f"An accident kept this document from being judged: {cause}",
        "The machine ran out of memory, or somebody ended the process",
        "Judge this document by itself, with --jobs 1 or a lower --max-size; the others were judged",
    )
    return Judged(path, Grade.INCOMPLETE, problem=problem)


def failed(path: str, fault: Exception) -> Judged:
    """The same for a fault of our own. Its text is left out: it may quote the document."""
    frames = extract_tb(fault.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    problem = Problem(
        "judging-failed",
        f"A fault of this tool kept the document from being judged: {type(fault).__name__}{where}",
        "The document holds something that nobody thought of",
        "Report it, with the document if it may be shared; the others were judged",
    )
    return Judged(path, Grade.INCOMPLETE, problem=problem)
