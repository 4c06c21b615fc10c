"""Judges one bad credential as the command line does, and gathers what was told about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import jwt

from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Grade, Judged
from tests.foreign.credentials import content
from tests.foreign.credentials.people import KEYS, QUILLHAVEN, lookups
from tests.foreign.credentials.tokens import claims

NOW: Final = datetime(2026, 6, 1, tzinfo=UTC)
METHOD: Final = f"{QUILLHAVEN}#jwk-p256"
OURS: Final = "judging-failed"
"""The code of a fault of the tool itself."""

Json = dict[str, Any]


@dataclass(frozen=True)
class Told:
    """An outcome: ``rows`` are the requirements of its findings, ``fails`` those that fail, ``codes`` everything else.

    ``codes`` holds the codes of the problem and of the reasons, and the requirements that stayed undecided.
    """

    judged: Judged
    rows: frozenset[str]
    fails: frozenset[str]
    codes: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        """Everything by which the outcome names what is wrong."""
        return self.rows | self.codes

    @property
    def is_good(self) -> bool:
        """True when nobody would notice that anything is wrong."""
        return self.judged.grade in (Grade.PASS, Grade.WARN) and not self.codes


def told(data: bytes | str, known: Mapping[str, Any] | None = None, **options: Any) -> Told:
    """The outcome of a document; ``known`` are look-ups (bytes, text or JSON) beside the keys of the issuers."""
    with TemporaryDirectory() as folder:
        files = []
        for number, (url, served) in enumerate({**lookups(), **(known or {})}.items()):
            file = Path(folder) / str(number)
            file.write_bytes(_bytes(served))
            files.append((url, file))
        inspector = Inspector(Options(now=NOW, known=tuple(files), **options))
        judged = inspector.document("bad", _bytes(data))
        inspector.close()
    items = judged.verification.items if judged.verification else ()
    codes = {reason.code for item in items for reason in item.reasons} | {row for row, _ in judged.undecided}
    codes |= {judged.problem.code} if judged.problem else set()
    rows = frozenset(finding.requirement for finding in judged.findings)
    fails = frozenset(finding.requirement for finding in judged.findings if finding.fails)
    return Told(judged, rows, fails, frozenset(codes))


def _bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else json.dumps(value)).encode()


def token(document: Json, header: Json | None = None, *, key: str = "quillhaven-p256", alg: str = "ES256") -> str:
    """A token over a credential by PyJWT, by a key of the college."""
    private = jwt.PyJWK(KEYS[key]["jwk"], algorithm=alg).key
    return jwt.encode({**claims(document), **document}, private, algorithm=alg, headers=header or {"kid": METHOD})


def badge(**more: Any) -> Json:
    """A right badge by the college, unsigned, with further members."""
    return content.badge("bad", QUILLHAVEN, **more)
