"""Hostile targets: time, peak memory, exit code and statement of a run against each.

``python -m bench hostile`` runs all and writes the table of ``docs/explanation/hostile-targets.md``; with
``HOSTILE="ID ID"`` in the environment it runs those and writes nothing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mock_provider.hostile import HOSTILE, Hostile, HostileServer, hostile, running_hostile

PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "hostile-targets.md"
LIMITS = {
    "connect": 1,
    "read": 1,
    "exchange": 2,
    "run": 15,
    "body": 4 * 1024 * 1024,
    "headers": 65536,
    "redirects": 5,
    "pages": 20,
    "exchanges": 600,
}
"""Limits of the plan: seconds, bytes and counts."""

MOST_SECONDS = 90.0
"""After that a run counts as hanging, and is ended."""

_START = "<!-- table: written by python -m bench hostile -->"
_END = "<!-- end of table -->"
_CLAIMS = {
    "clr-v1p0": ("read", "write", "delete", "hosted", "signed", "dynamic_registration", "refresh"),
    "clr-v2p0": ("discovery", "read", "write", "profile", "profile_write", "dynamic_registration", "refresh"),
}
"""What the plan claims of a target, by the edition that it plays."""


@dataclass(frozen=True, slots=True)
class Survival:
    """What came of a run against a hostile target.

    ``peak`` is the largest resident memory of the harness in bytes. ``exit_code`` is ``None`` when the run had to be
    ended. ``statement`` is what it said in the first place. ``output`` is all that it printed, ``strayed`` what
    arrived at another host.
    """

    hostile: Hostile
    seconds: float
    peak: int
    exit_code: int | None
    statement: str
    output: str
    out: Path
    strayed: tuple[bytes, ...] = ()


def run() -> None:
    """Run all or those of ``HOSTILE``, print a line for each, and write the page when all were run."""
    wanted = os.environ.get("HOSTILE", "").split() or [one.id for one in HOSTILE]
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            survived = survive(hostile(name), Path(folder) / name)
            results.append(survived)
            print(
                f"{name:22} {survived.seconds:6.1f} s {survived.peak / 2**20:6.0f} MiB  exit {survived.exit_code}  "
                f"{survived.statement[:110]}",
                flush=True,
            )
    if len(wanted) == len(HOSTILE):
        write_page(results)


def survive(target: Hostile, out: Path, limits: Mapping[str, float] = LIMITS) -> Survival:
    """Run ``clr-conformance provider`` against a target, in a process of its own, and look at it from outside.

    ``limits`` replaces some of ``LIMITS``.
    """
    out.mkdir(parents=True, exist_ok=True)
    with running_hostile(target) as server:
        plan = _plan(target, server) | {"limits": {**LIMITS, **limits}}
        (out / "plan.yaml").write_text(json.dumps(plan), encoding="utf-8")
        return _survive(target, server, out)


def _survive(target: Hostile, server: HostileServer, out: Path) -> Survival:
    plan = out / "plan.yaml"
    command = [str(Path(sys.executable).with_name("clr-conformance")), "provider", str(plan), "--out", str(out)]
    start = time.monotonic()
    with (out / "output.txt").open("wb") as output:
        child = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        peak = 0
        while child.poll() is None:
            peak = max(peak, _peak(child.pid))
            if time.monotonic() - start > MOST_SECONDS:
                child.kill()
                break
            time.sleep(0.02)
        code = child.wait()
    return Survival(
        target,
        time.monotonic() - start,
        peak,
        code if code >= 0 else None,
        _statement(out / "run.json"),
        (out / "output.txt").read_text(encoding="utf-8", errors="replace"),
        out,
        tuple(server.strayed),
    )


def _plan(target: Hostile, server: HostileServer) -> dict[str, Any]:
    standard = target.settings.get("standard", "clr-v1p0")
    owner, second = ({"username": name, "password": server.users[name]} for name in ("mira", "jonas"))
    form = {"approve": {"decision": "approve"}, "deny": {"decision": "deny"}}
    login = {"strategy": "form", "owner": owner, "second_owner": second, "form": form}
    about = {"plan": 1, "name": "hostile", "standard": standard, "role": "provider"}
    claims = dict.fromkeys(_CLAIMS[standard], True)
    return {**about, "claims": claims, "target": {"url": server.url, "ca": str(server.ca_path)}, "login": login}


def _peak(pid: int) -> int:
    """The largest resident memory of a process so far, in bytes, by Linux's /proc (0 elsewhere)."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0 kB")
    return int(line.split()[1]) * 1024


def _statement(run_file: Path) -> str:
    """The first problem of the run, else how many rows failed, what the doctor warned of, or what stays open."""
    try:
        record = json.loads(run_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return f"no run record: {error}"
    problems = [f"{problem['code']}: {problem['message']}" for problem in record["problems"]]
    failed = [one["id"] for one in record["requirements"] if one["verdict"] == "fail"]
    found = [f"{len(failed)} requirements failed, first {failed[0]}"] if failed else []
    doctor = [f"{one['step']}: {one['message']}" for one in record["doctor"] if one["status"] in ("failed", "warning")]
    undecided = [f"{one['id']}: {one['reason']}" for one in record["requirements"] if one["verdict"] == "incomplete"]
    return next(iter((*problems, *found, *doctor, *undecided)), "nothing to say")


def write_page(results: Iterable[Survival]) -> None:
    """Write the table into the page, between its two marks."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(_START)
    _, _, tail = rest.partition(_END)
    rows = "\n".join(map(_row, results))
    date = datetime.now(UTC).strftime("%Y-%m-%d")
    limits = ", ".join(f"{name} {value}" for name, value in LIMITS.items())
    table = (
        f"Measured on {date} with Python {sys.version.split()[0]}; limits of the plan: {limits}.\n\n"
        "| target | what it does | time (s) | peak memory (MiB) | exit code | what the run says first |\n"
        "|---|---|---:|---:|---:|---|\n"
    )
    PAGE.write_text(f"{head}{_START}\n\n{table}{rows}\n\n{_END}{tail}", encoding="utf-8")


def _row(one: Survival) -> str:
    cells = (
        f"`{one.hostile.id}`",
        one.hostile.title,
        f"{one.seconds:.1f}",
        f"{one.peak / 2**20:.0f}",
        str(one.exit_code),
        _cell(one.statement),
    )
    return f"| {' | '.join(cells)} |"


def _cell(text: str) -> str:
    """A text of the target, safe in a Markdown table."""
    plain = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    for letter in "\\`*_|[]<>":
        plain = plain.replace(letter, f"&#{ord(letter)};")
    return plain if len(plain) <= 300 else f"{plain[:300]}…"
