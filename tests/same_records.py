"""Do two states of the code write the same records? ``keep`` runs, ``compare`` says what differs.

``python -m tests.same_records keep FOLDER`` in a checkout runs its own commands: the demo, the shipped plans against
two providers of other hands, and against the mock with each of forty faults. ``compare OLD NEW`` leaves out what
differs from run to run (times, ports, keys, random values) and applies the renames below to the old one; exit code 1
when something else differs.
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

FAULTS = """
ach-name-missing api-clrs-elsewhere api-post-of-any-type asr-hosted-without-url aut-pkce-error-is-denied
aut-another-state aut-code-works-twice brr-key-needed brr-tokens-with-short-scopes
clr-assertion-from-the-future del-405 dsc-no-name dsc-image-is-a-page err-severity-not-listed
err-500-invalid-query ext-member-null gcl-first-version gcs-limit-text-ignored gcs-offset-ignored gcs-no-total
gcs-links-forget-limit hst-revocation-list-404 idn-hashed-missing jws-signature-cut-off
jws-signed-by-the-endorser pay-context-of-another-standard pay-timestamp-with-offset pay-data-uri-bad-base64
prf-identifier-type-not-listed pst-date-as-number pst-answer-without-assertions reg-time-as-text
reg-refused-without-code res-status-missing res-level-without-id rvk-withdrawal-crashes rvl-single-id
tok-status-201 tok-errors-in-own-words asr-id-leads-nowhere
"""
"""Forty that break one rule each, at even distances among those that are switched on while the mock runs."""
PEOPLE = {"CLR_USERNAME": "mira", "CLR_PASSWORD": "mira-password", "CLR_SECOND_USERNAME": "jonas"}
PEOPLE |= {"CLR_SECOND_PASSWORD": "jonas-password"}
STRANGERS = {"django": "provider-full", "node": "provider-full"}
HOW = ("--quiet", "--keep-personal-data")  # stand-ins differ from run to run
WITHIN = 60  # seconds for a mock to listen

RENAMES: Mapping[str, str] = {"the rest stands on it": "the rest depends on it"}
"""What an old record calls otherwise, as a pattern, and its name now: only what the changelog names."""

_VARIES = [
    (r"\d{4}-\d\d-\d\dT\d\d(:|%3A)\d\d(:|%3A)\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?", "<time>"),
    (r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", "<time>"),
    (r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b", "<uuid>"),
    (r"(127\.0\.0\.1|localhost)(:|%3A)\d+", r"\1:<port>"),
    (r"/tmp/[\w./-]+", "<folder>"),
    (r"-----BEGIN[^-]+-----.*?(-----END[^-]+-----|$)", "<key>"),
    (r"app-[A-Za-z0-9_-]{12}", "<random>"),
    (r":(89\d|900)\b", ":<seconds>"),
    (r"to be withdrawn [0-9a-f]{8}", "to be withdrawn <random>"),
    (r"\b\d\d:\d\d(:\d\d)?\b", "<time>"),
    (r"client \S+… is known", "client <id> is known"),
    (r"\b1[6-9]\d{8}\b", "<time>"),
    (r"[A-Za-z0-9_=-]{20,}(\.[A-Za-z0-9_=-]{20,})*", "<random>"),
    ("Record of a conformance self-check|Second version", "<own-record>"),
    (r"\d+(\.\d+)? ?(s|ms|seconds|bytes)\b", r"<number> \2"),
]
_ENCODED = re.compile(r"<random>|^[A-Za-z0-9+/=]{16,}$|^[A-Za-z0-9]*[+/=][A-Za-z0-9+/=]*$")
_A_LIST = re.compile(r"/clrs(\?|$)")
_LEFT_OUT = {"started", "finished", "seconds", "duration", "size", "content-length", "key", "tool"}


def keep(folder: Path) -> None:
    """Run everything and leave one ``run.json`` for each."""
    folder.mkdir(parents=True, exist_ok=True)
    _command("demo", *HOW, "--out", folder / "demo")
    for name, plan in STRANGERS.items():
        _against_a_stranger(name, plan, folder / name)
    for fault in FAULTS.split():
        with _mock(fault) as (url, ca):
            how = ("--target", url, "--ca", ca, "--out", folder / fault)
            _command("provider", "provider-full", *HOW, *how, **PEOPLE)


def compare(old: Path, new: Path) -> Iterator[str]:
    """What differs, line by line; nothing when the records are the same."""
    names = {path.parent.name for folder in (old, new) for path in folder.glob("*/run.json")}
    for name in sorted(names):
        files = [folder / name / "run.json" for folder in (old, new)]
        missing = [str(file) for file in files if not file.is_file()]
        if missing:
            yield f"{name}: no {missing[0]}"
            continue
        before, after = (_lines(file, renamed=file is files[0]) for file in files)
        yield from difflib.unified_diff(before, after, f"{name} before", f"{name} after", lineterm="", n=1)


def _lines(file: Path, *, renamed: bool) -> list[str]:
    text = file.read_text(encoding="utf-8")
    for pattern, now in RENAMES.items() if renamed else ():
        text = re.sub(pattern, now, text)
    return json.dumps(_steady(json.loads(text)), indent=1, ensure_ascii=False, sort_keys=True).splitlines()


def _steady(value: Any) -> Any:
    """The value without what differs from run to run."""
    if isinstance(value, dict):
        if _A_LIST.search(str(value.get("url"))):
            value = {**value, "response": {**(value.get("response") or {}), "body": "<records in a random order>"}}
        kept = {name: member for name, member in value.items() if name.lower() not in _LEFT_OUT}
        return {
            _text(name): _body(member) if name == "body" and isinstance(member, str) else _steady(member)
            for name, member in kept.items()
        }
    if isinstance(value, list):
        return [_steady(member) for member in value if not _is_left_out(member)]
    return _text(value) if isinstance(value, str) else value


def _body(text: str) -> str:
    """The words of a body, each once and sorted: records of one moment come in the order of their random ids."""
    words = re.split(r'[\s,{}\[\]"\\]+', _text(text))
    kept = (word for word in words if word and not _ENCODED.search(word))
    return " ".join(sorted(set(kept)))


def _is_left_out(member: Any) -> bool:
    """True for a header that differs from run to run."""
    return isinstance(member, list) and len(member) == 2 and str(member[0]).lower() in _LEFT_OUT


def _text(text: str) -> str:
    for pattern, steady in _VARIES:
        text = re.sub(pattern, steady, text)
    return text


def _against_a_stranger(name: str, plan: str, out: Path) -> None:
    from tests.foreign.judging import strangers

    stranger = strangers()[name]
    if missing := stranger.missing():
        print(f"{name}: {missing}", file=sys.stderr)
        return
    with stranger.running() as running, tempfile.TemporaryDirectory() as folder:
        running.plan(plan, {}, Path(folder))
        _command("provider", Path(folder) / f"{plan}.yaml", *HOW, "--ca", running.ca, "--out", out)


@contextlib.contextmanager
def _mock(fault: str) -> Iterator[tuple[str, Path]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        mira, jonas = f"mira={PEOPLE['CLR_PASSWORD']}", f"jonas={PEOPLE['CLR_SECOND_PASSWORD']}"
        passwords = ("--password", mira, "--password", jonas)
        where = ("--port", port, "--http-port", 0, "--data-dir", folder)
        command = [sys.executable, "-m", "conformance", "mock", "--fault", fault, *map(str, (*where, *passwords))]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            try:
                _wait(port, process)
                yield f"https://127.0.0.1:{port}", next(Path(folder).rglob("ca.pem"))
            finally:
                process.terminate()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the mock does not start")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the mock does not listen within {WITHIN} s")


def _command(*words: object, **environment: str) -> str:
    command = [sys.executable, "-m", "conformance", *map(str, words)]
    ended = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=False)
    if ended.returncode not in (0, 1, 3):
        raise RuntimeError(f"{' '.join(command)}: {ended.stderr}")
    return ended.stdout


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("keep").add_argument("folder", type=Path)
    both = commands.add_parser("compare")
    both.add_argument("old", type=Path)
    both.add_argument("new", type=Path)
    options = parser.parse_args()
    if options.command == "keep":
        keep(options.folder)
        return 0
    found = list(compare(options.old, options.new))
    print("\n".join(found) or "the records are the same")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
