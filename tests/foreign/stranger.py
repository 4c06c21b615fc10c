"""Drives a provider of other hands that runs as a process of its own, in whatever language.

Such a provider is a folder with ``stranger.yaml``: the command that starts it, what has to be installed, what a
user would write into a copy of the shipped plans, its legal differences with the warnings that belong to them, and
its wrong ways with the requirement that has to be named. The command is started in the folder with ``--cert FILE
--key FILE`` (TLS for 127.0.0.1); ``python`` in it is the Python of the tests, which brings the ``packages`` that such
a provider stands on. It prints a line of JSON for each state that it is ready in: parts of a plan, such
as the URL and tokens. A line ``{"wrong": name or null, "right": [names]}`` on its stdin starts it over; the end of
its stdin ends it.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

import trustme
import yaml

from conformance.plan import Plan, shipped
from conformance.plan import file as plan_file
from conformance.standard import facts

READY_WITHIN = 90.0
INSTALLED_WITHIN = 300.0


ByPlan = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Right:
    """A legal difference: its switches, what the plan says of it, and what belongs to it, by plan.

    ``plans`` are the shipped plans that judge it.

    ``warns`` are warnings beside it, ``fails`` what such a plan fails by design (plain http), ``undecided`` what it
    cannot decide. ``misjudged`` are the rows and the codes of problems that the harness still gets wrong, with the
    reason; those disappear as it is mended.
    """

    name: str
    plans: tuple[str, ...]
    switches: tuple[str, ...]
    plan: Mapping[str, Any]
    warns: ByPlan
    fails: ByPlan
    undecided: ByPlan
    misjudged: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Wrong:
    """A wrong way: the requirements that are named, words that tell it, and what may be named or left open beside it.

    ``right`` is the legal difference that it comes with, ``cut_off`` says that nothing can be decided that needs a
    token, ``accident`` that nothing may be blamed at all, and ``waits`` why the harness does not tell it yet.
    """

    name: str
    told: str
    names: tuple[str, ...]
    says: str
    also: tuple[str, ...]
    undecided: tuple[str, ...]
    right: str
    plan: str
    cut_off: bool
    accident: bool
    waits: str


@dataclass(frozen=True)
class Stranger:
    """What ``stranger.yaml`` says of one provider: ``plans`` are the shipped plans that judge it."""

    name: str
    folder: Path
    edition: str
    plans: tuple[str, ...]
    command: tuple[str, ...]
    install: tuple[str, ...]
    installed: str
    packages: tuple[str, ...]
    plan: Mapping[str, Any]
    rights: tuple[Right, ...]
    wrongs: tuple[Wrong, ...]

    @classmethod
    def read(cls, folder: Path) -> Stranger:
        raw = yaml.safe_load((folder / "stranger.yaml").read_text(encoding="utf-8"))
        plans = tuple(name for name in raw["plan"] if name != "both")
        table = _Table(facts(raw["edition"]).prefix, plans, raw.get("misjudged") or {})
        return cls(
            name=raw["name"],
            folder=folder,
            edition=raw["edition"],
            plans=plans,
            command=tuple(sys.executable if word == "python" else word for word in raw["command"]),
            install=tuple(raw.get("install") or ()),
            installed=raw.get("installed", ""),
            packages=tuple(raw.get("packages") or ()),
            plan=raw["plan"],
            rights=tuple(table.right(one) for one in raw["right"]),
            wrongs=tuple(table.wrong(one) for one in raw["wrong"]),
        )

    def right(self, name: str) -> Right:
        """The legal difference of that name."""
        return next(one for one in self.rights if one.name == name)

    def missing(self) -> str:
        """Installs what the provider stands on where that is missing; why it cannot run, or nothing."""
        for program in (*self.command[:1], *self.install[:1]):
            if shutil.which(program) is None:
                return f"the provider {self.name} needs {program}, which is not on this machine"
        for package in self.packages:
            if find_spec(package) is None:
                return f"the provider {self.name} needs the Python package {package}, which the extra test brings"
        if not self.install or (self.folder / self.installed).exists():
            return ""
        try:
            subprocess.run(
                self.install, cwd=self.folder, check=True, capture_output=True, text=True, timeout=INSTALLED_WITHIN
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            told = str(error.stderr or error).strip().splitlines()
            return f"{' '.join(self.install)} in {self.folder.name} failed: {told[-1] if told else error}"
        return ""

    @contextlib.contextmanager
    def running(self) -> Iterator[RunningStranger]:
        """The provider as a process, as long as the block lasts."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            authority = trustme.CA()
            authority.cert_pem.write_to_path(folder / "ca.pem")
            issued = authority.issue_cert("127.0.0.1")
            issued.private_key_pem.write_to_path(folder / "key.pem")
            (folder / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in issued.cert_chain_pems))
            command = [*self.command, "--cert", str(folder / "cert.pem"), "--key", str(folder / "key.pem")]
            with (
                (folder / "stderr").open("w+") as stderr,
                subprocess.Popen(
                    command, cwd=self.folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=stderr, text=True
                ) as process,
            ):
                running = RunningStranger(self, folder / "ca.pem", process, stderr)
                try:
                    running.wait()
                    yield running
                finally:
                    running.end()


@dataclass
class RunningStranger:
    """A provider that is up; ``business`` is what it told last."""

    stranger: Stranger
    ca: Path
    process: subprocess.Popen[str]
    stderr: IO[str]
    business: Mapping[str, Any] = field(default_factory=dict)
    _lines: queue.Queue[str] = field(default_factory=queue.Queue)

    def __post_init__(self) -> None:
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def wait(self) -> None:
        """Wait until it is ready, and take in what it says; raises ``RuntimeError`` with its own words."""
        try:
            line = self._lines.get(timeout=READY_WITHIN)
        except queue.Empty:
            line = ""
        told = json.loads(line) if line else {"error": self._errors() or f"silent for {READY_WITHIN:.0f} s"}
        if "error" in told:
            raise RuntimeError(f"the provider {self.stranger.name} does not run: {told['error']}")
        self.business = told

    def become(self, wrong: str | None = None, right: Sequence[str] = ()) -> None:
        """Start over with other switches."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"wrong": wrong, "right": list(right)}) + "\n")
        self.process.stdin.flush()
        self.wait()

    def plan(self, name: str, more: Mapping[str, Any], folder: Path) -> Plan:
        """A shipped plan as a user copies it and fills it in for this provider."""
        raw = yaml.safe_load(shipped.text(name))
        for part in (self.stranger.plan["both"], self.stranger.plan[name], more, self._told(name)):
            raw = _merged(raw, part)
        file = folder / f"{name}.yaml"
        file.write_text(yaml.safe_dump(raw), encoding="utf-8")
        return plan_file.load(str(file), {}, {"ca": str(self.ca)})

    def _told(self, name: str) -> Mapping[str, Any]:
        target: dict[str, Any] = {"url": self.business["url"]}
        told: dict[str, Any] = {"target": target, "data": self.business.get("data") or {}}
        if name.endswith("-api"):
            told["login"] = {each: self.business[each] for each in ("tokens", "second_tokens")}
        else:
            urls = ("revocation_url", "grants_url", "token_url")
            target |= {each: self.business[each] for each in urls if each in self.business}
        return told

    def end(self) -> None:
        """End it by the end of its stdin, or by force where it does not listen."""
        assert self.process.stdin is not None
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _errors(self) -> str:
        self.stderr.flush()
        with Path(self.stderr.name).open(encoding="utf-8", errors="replace") as file:
            return file.read()[-2000:].strip()


def must_run() -> bool:
    """True where a provider that cannot be started is a failure: in CI."""
    return os.environ.get("CI", "").lower() == "true"


def _merged(below: Any, above: Any) -> Any:
    """``above`` on ``below``, member by member; null takes a member away."""
    if not isinstance(below, Mapping) or not isinstance(above, Mapping):
        return above
    joined = {**below, **{name: _merged(below.get(name), value) for name, value in above.items()}}
    return {name: value for name, value in joined.items() if value is not None}


@dataclass(frozen=True)
class _Table:
    """Reads the rows of a table; ids stand in it without the prefix of the edition."""

    prefix: str
    plans: tuple[str, ...]
    misjudged: Mapping[str, Any]

    def right(self, raw: Mapping[str, Any]) -> Right:
        misjudged = raw.get("misjudged") or {}
        always = self.misjudged
        return Right(
            name=raw["name"],
            plans=_words(raw.get("plans")) or self.plans,
            switches=_words(raw.get("switches")),
            plan=raw.get("plan") or {},
            warns=self._by_plan(raw.get("warns")),
            fails=self._by_plan(raw.get("fails")),
            undecided=self._by_plan(raw.get("undecided")),
            misjudged={
                plan: self._reasons(always.get(plan)) | self._reasons(misjudged.get(plan)) for plan in self.plans
            },
        )

    def wrong(self, raw: Mapping[str, Any]) -> Wrong:
        return Wrong(
            name=raw["name"],
            told=raw["told"],
            names=self._ids(raw.get("names")),
            says=raw.get("says", ""),
            also=self._ids(raw.get("also")),
            undecided=self._ids(raw.get("undecided")),
            right=raw.get("right", ""),
            plan=raw.get("plan", self.plans[0]),
            cut_off=raw.get("cut_off", False),
            accident=raw.get("accident", False),
            waits=raw.get("waits", ""),
        )

    def _ids(self, text: str | None) -> tuple[str, ...]:
        """``GCS-008 DEL-007`` as ids of the catalogue."""
        return tuple(f"{self.prefix}-{one}" for one in _words(text))

    def _by_plan(self, raw: str | Mapping[str, str] | None) -> ByPlan:
        return {plan: self._ids(raw.get(plan) if isinstance(raw, Mapping) else raw) for plan in self.plans}

    def _reasons(self, raw: Mapping[str, str] | None) -> dict[str, str]:
        """Reasons by id, from ``{"GCS-002 GCL-008": reason}``; the code of a problem stays, in small letters."""
        told = [(word, reason) for words, reason in (raw or {}).items() for word in _words(words)]
        return {word if word.islower() else f"{self.prefix}-{word}": reason for word, reason in told}


def _words(text: str | None) -> tuple[str, ...]:
    return tuple((text or "").split())
