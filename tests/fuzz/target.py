"""What is done with each document: opened, judged, verified, as ``validate`` does; nothing of it may raise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.trust.known import Handed, Known
from tests.fuzz.mutants import mutant

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
OPTIONS: Final = Options(now=NOW)


def judge(data: bytes) -> str:
    """The grade of the document that these bytes stand for."""
    made = mutant(data)
    inspector = Inspector(OPTIONS)
    inspector._fetcher = Known(
        {url: Handed(url, body) for url, body in made.known.items()}, None
    )  # files would be slow
    return str(inspector.document("mutant", made.data).grade)
