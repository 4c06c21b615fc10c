"""What the programs of npm are to sign: job after job, later ones around the results of earlier ones."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from tests.foreign.credentials.people import HERE, KEYS, lookups

FOLDER: Final = HERE / "node"
INSTALL: Final = ("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent")
WITHIN: Final = 120.0
INSTALLED_WITHIN: Final = 300.0
CREATED: Final = "2025-07-01T12:00:00Z"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """A document that other hands signed: ``by`` says with what; ``expected`` says what is to come out.

    ``kept`` is false for what only other documents hold. ``address`` is where the document is served, ``suffix`` that
    of its file, ``about`` what is special about it.
    """

    name: str
    by: str
    job: Json
    expected: str = "verified"
    about: str = ""
    kept: bool = True
    address: str = ""
    suffix: str = ".json"
    warns: Sequence[str] = field(default_factory=tuple)


def proof(suite: str, key: str, method: str, **more: Any) -> Json:
    """One proof that is to be made."""
    return {"suite": suite, "key": key, "method": method, "created": CREATED, **more}


def later(name: str) -> Json:
    """Stands for the result of an earlier job."""
    return {"$signed": name}


def contexts() -> dict[str, str]:
    """URL to file of the contexts that no package of npm has: those of openbadgeslib, in their newest edition."""
    folder = Path(str(files("openbadgeslib"))) / "ob3" / "contexts"
    return {
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": str(folder / "clr_context_2.0.1.json"),
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": str(folder / "ob-v3p0-context-3.0.3.json"),
    }


def missing() -> str:
    """Installs what the programs stand on where that is missing; why they cannot run, or nothing."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            return f"the signers of npm need {program}, which is not on this machine"
    if (FOLDER / "node_modules").is_dir():
        return ""
    try:
        subprocess.run(INSTALL, cwd=FOLDER, check=True, capture_output=True, text=True, timeout=INSTALLED_WITHIN)
    except (subprocess.SubprocessError, OSError) as error:
        return f"the packages of the signers of npm could not be installed: {error}"
    return ""


def run(program: str, given: Mapping[str, Any], *, refusals: bool = False) -> Json:
    """Run one of the programs. Raises AssertionError with what it said when it failed.

    ``refusals`` says that it may refuse some of what it was given.
    """
    ended = subprocess.run(
        ["node", program],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        cwd=FOLDER,
        timeout=WITHIN,
        check=False,
    )
    assert ended.returncode == 0 or (refusals and ended.stdout), f"{program}: {ended.stderr}"
    return dict(json.loads(ended.stdout))


def sign(jobs: Sequence[Json], *, older_badges: bool = False, refusals: bool = False) -> Json:
    """Results by name; ``older_badges`` takes the context of badges from npm, an edition of 2024."""
    taken = contexts()
    if older_badges:
        del taken["https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
    given = {"keys": KEYS, "contexts": taken, "documents": lookups(), "jobs": list(jobs)}
    return run("sign.js", given, refusals=refusals)


def verify(credentials: Mapping[str, Any], documents: Mapping[str, Any] | None = None, now: str = CREATED) -> Json:
    """By name: true, or why that family does not verify it."""
    return verify_batches([{"documents": {**lookups(), **(documents or {})}, "credentials": credentials, "now": now}])


def verify_batches(batches: Sequence[Mapping[str, Any]]) -> Json:
    """The same for several batches ({documents, credentials, now}), each with look-ups and a moment of its own."""
    return run("verify.js", {"contexts": contexts(), "batches": list(batches)})
