"""Documents per second: full judgement beside schema-only validation by jsonschema-rs and by jsonschema.

Every figure is the best of several
rounds on documents that are parsed anew each time, as from a file. Full judgement means: limits, parsing,
recognition, schema, the typed walk and every check; no network. Verification stands on the same opening.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from typing import Any

import jsonschema
import orjson
from jsonschema_rs import Draft202012Validator

from conformance.document import ParseLimits, judge, judge_alone
from conformance.document import open as open_document
from conformance.document.schema import valid, validator
from conformance.rulebooks.clr10.document import RULES
from conformance.rulebooks.clr10.trust import RULES as TRUST
from conformance.standard import contract
from conformance.trust import VerificationReport, verify

DATA = Path(__file__).parent.parent / "tests" / "rulebooks" / "clr10" / "document" / "data"
LIMITS = ParseLimits(size=10**9, members=10**8)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def transcript(assertions: int) -> bytes:
    """A transcript with that many assertions, each with its own ids, results, recipient and issuer."""
    document = json.loads((DATA / "rich.json").read_bytes())
    course = document["assertions"][0]
    for member in ("evidence", "endorsements"):
        course.pop(member)
    course["achievement"].pop("associations")
    document.pop("achievements")
    text = json.dumps(course)
    document["assertions"] = [json.loads(_own_ids(text, number)) for number in range(assertions)]
    return json.dumps(document).encode()


def small() -> bytes:
    """A CLR of about 3 KB with one assertion."""
    document = json.loads(transcript(1))
    document.pop("signedAssertions")
    document["assertions"][0]["achievement"]["resultDescriptions"].pop(1)
    document["assertions"][0]["results"].pop(1)
    return json.dumps(document).encode()


def _own_ids(text: str, number: int) -> str:
    for place, known in enumerate(("4f7a9d0c", "51f0a1d4", "61f0a1d4")):
        text = text.replace(known, f"{number * 3 + place:08x}")
    return text.replace("/assertions/a1", f"/assertions/{number}")


def best(work: Callable[[], Any], seconds: float = 1.0) -> float:
    """Shortest time of one call, in seconds, among the calls that fit into ``seconds``."""
    work()
    shortest, until = float("inf"), time.perf_counter() + seconds
    while time.perf_counter() < until:
        start = time.perf_counter()
        work()
        shortest = min(shortest, time.perf_counter() - start)
    return shortest


def plain_validator() -> jsonschema.Draft202012Validator:
    """``jsonschema`` with formats, on the same schemas."""
    schema = {
        "$ref": "#/components/schemas/GetClrPayload",
        "components": {"schemas": contract("clr10")["components"]["schemas"]},
    }
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)


def compare(name: str, data: bytes, plain: jsonschema.Draft202012Validator) -> None:
    """Prints the figures for one document."""
    fast: Draft202012Validator = validator(RULES.model, "GetClrPayload")
    assert judge_alone(data, RULES, now=NOW).findings == ()
    full = best(lambda: judge_alone(data, RULES, now=NOW))
    quick = best(lambda: fast.is_valid(orjson.loads(data)))
    slow = best(lambda: plain.is_valid(json.loads(data)))
    value = orjson.loads(data)
    verified = best(lambda: verified_too(data))
    schema = best(lambda: valid(RULES.model, "GetClrPayload", value))
    print(f"{name} ({len(data):,} bytes)")
    print(f"  full judgement               {1 / full:10,.0f} documents/s  {full * 1e3:8.2f} ms")
    print(f"  and verified, offline        {1 / verified:10,.0f} documents/s  {verified * 1e3:8.2f} ms")
    print(f"  jsonschema-rs, schema only   {1 / quick:10,.0f} documents/s  {quick * 1e3:8.2f} ms")
    print(f"  jsonschema, schema only      {1 / slow:10,.0f} documents/s  {slow * 1e3:8.2f} ms")
    print(f"  full judgement is {slow / full:.1f} times as fast as jsonschema alone;", end=" ")
    print(f"{1 - schema / full:.0%} of its time is outside the compiled validator")


def verified_too(data: bytes) -> VerificationReport:
    """Judges and verifies one document, which is opened once."""
    with open_document(data, RULES, now=NOW) as opened:
        judge(opened)
        return verify(opened, TRUST)


def growth(sizes: tuple[int, ...]) -> None:
    """Prints time and memory for growing documents, each judged by a process of its own.

    Memory is what the process grew by beyond the text itself, at its highest.
    """
    for assertions in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            size, seconds, memory = pool.submit(judged_alone, assertions).result()
        print(
            f"{size / 1e6:8.2f} MB {seconds * 1e9 / size:8.1f} ms/MB   memory {memory / size:4.1f} times the document"
        )


def judged_alone(assertions: int) -> tuple[int, float, int]:
    """Size of a document in bytes, seconds to judge it, and bytes of memory beyond it."""
    judge_alone(small(), RULES, now=NOW)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "document.json"
        # written by another process, so that making it does not count
        subprocess.run([sys.executable, "-m", "bench.document", "--write", str(path), str(assertions)], check=True)
        data = path.read_bytes()
    before = getrusage(RUSAGE_SELF).ru_maxrss * 1024
    start = time.perf_counter()
    judge_alone(data, RULES, now=NOW, limits=LIMITS)
    seconds = time.perf_counter() - start
    return len(data), seconds, getrusage(RUSAGE_SELF).ru_maxrss * 1024 - before


def run(large: bool = False) -> None:
    """Print everything; ``large`` (``python -m bench.document --large``) goes up to 50 MB."""
    plain = plain_validator()
    compare("one assertion", small(), plain)
    compare("a transcript", transcript(22), plain)
    growth((200, 2000, 16000) if large else (200, 2000))


if __name__ == "__main__":
    if "--write" in sys.argv:
        Path(sys.argv[-2]).write_bytes(transcript(int(sys.argv[-1])))
    else:
        run("--large" in sys.argv)
