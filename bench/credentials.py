"""Credentials of CLR 2.0: canonical RDF beside PyLD, whole offline verdicts beside jsonschema, growth, poison graphs.

Every figure is the best of several rounds in one run, in seconds of the processor, which others on the machine do not
lengthen. A whole verdict means: parsing, recognition, schemas, every
check, expansion in safe mode, and every proof; no network. The records are invented and signed here, so each verdict
has to be *verified*.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from resource import RUSAGE_SELF, getrusage
from typing import Any

import jsonschema
from base58 import b58encode

from conformance.document import ParseLimits
from conformance.inspection.inspector import Inspector
from conformance.inspection.options import Options
from conformance.inspection.outcome import Grade
from conformance.issuing import Key, as_jwt
from conformance.linked_data import LinkedDataError, canonical, canonical_by_pyld, canonize
from conformance.rulebooks.clr20.document.linked import CONTEXTS
from conformance.standard import contract
from conformance.trust import Trust

Json = dict[str, Any]
VC = "https://www.w3.org/ns/credentials/v2"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
LIMITS = ParseLimits(size=10**9, members=10**8)
KEY = Key.from_seed("Ed25519", "bench")
ISSUER = {"id": KEY.did, "type": ["Profile"], "name": "Harbour College"}
TEXT = 'Kinds of soil, and what grows on them: "clay", sand, loam.\n'


def best(work: Callable[[], Any], seconds: float = 1.0) -> float:
    """Shortest processor time of one call, in seconds, among those that fit into ``seconds``."""
    work()
    shortest, spent = float("inf"), 0.0
    while spent < seconds:
        start = time.process_time()
        work()
        took = time.process_time() - start
        shortest, spent = min(shortest, took), spent + took
    return shortest


def signed(document: Json) -> Json:
    """The credential with an eddsa-rdfc-2022 proof by the key of its issuer.

    By our own canonical RDF: PyLD takes minutes for the largest. Each smaller one is compared with PyLD's below.
    """
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-01T12:00:00Z",
        "verificationMethod": KEY.did_method,
        "proofPurpose": "assertionMethod",
    }
    hashed = [canonical({**part, "@context": document["@context"]}, CONTEXTS).encode() for part in (options, document)]
    value = KEY.sign(b"".join(hashlib.sha256(each).digest() for each in hashed))
    return {**document, "proof": [{**options, "proofValue": multibase(value)}]}


def multibase(data: bytes) -> str:
    """Multibase of a signature."""
    return "z" + b58encode(data).decode()


def achievement(number: int, text: str = TEXT, *, rich: bool = False) -> Json:
    """One achievement; a rich one has a scale, rubrics and alignments."""
    made: Json = {
        "id": f"https://college.example/catalog/{number}",
        "type": ["Achievement"],
        "name": f"Soil science {number}",
        "description": text,
        "criteria": {"narrative": "Pass the examination."},
        "achievementType": "Course",
    }
    if rich:
        made["tag"] = ["soil", "field work"]
        made["alignment"] = [
            {"type": ["Alignment"], "targetName": f"Soil {each}", "targetUrl": f"https://frame.example/{number}/{each}"}
            for each in range(2)
        ]
        made["resultDescription"] = [
            {
                "id": f"urn:uuid:00000000-0000-4000-8000-{number:012d}",
                "type": ["ResultDescription"],
                "name": "Grade",
                "resultType": "LetterGrade",
                "allowedValue": ["D", "C", "B", "A"],
            }
        ]
    return made


def badge(number: int, text: str = TEXT, *, rich: bool = False) -> Json:
    """A signed badge."""
    return signed(
        {
            "@context": [VC, OB],
            "id": f"urn:uuid:10000000-0000-4000-8000-{number:012d}",
            "type": ["VerifiableCredential", "AchievementCredential"],
            "name": f"Soil science {number}",
            "issuer": ISSUER,
            "validFrom": "2026-06-30T12:00:00Z",
            "credentialSubject": {
                "id": "did:example:mira",
                "type": ["AchievementSubject"],
                "achievement": achievement(number, text, rich=rich),
            },
        }
    )


def record(badges: int, text: str = TEXT, achievements: int = 0, *, rich: bool = False) -> Json:
    """A signed record of that many signed badges, and achievements beside them."""
    subject: Json = {"id": "did:example:mira", "type": ["ClrSubject"]}
    subject["verifiableCredential"] = [badge(number, text, rich=rich) for number in range(badges)]
    if achievements:
        subject["achievement"] = [achievement(10_000 + number, text, rich=True) for number in range(achievements)]
    return signed(
        {
            "@context": [VC, CLR, OB],
            "id": "urn:uuid:20000000-0000-4000-8000-000000000000",
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "Transcript",
            "issuer": ISSUER,
            "validFrom": "2026-07-01T12:00:00Z",
            "credentialSubject": subject,
        }
    )


SIZES: Mapping[str, Callable[[], Json]] = {
    "3 KB, 2 proofs": partial(record, 1, TEXT * 15, rich=True),
    "23 KB, 8 proofs": partial(record, 7, TEXT * 26, rich=True),
    "136 KB, long texts": partial(record, 8, TEXT * 255),
    "282 KB, many statements": partial(record, 2, TEXT * 24, 130),
}


def canonical_rdf() -> None:
    """Our canonical RDF beside PyLD's, of the same documents."""
    print("canonical RDF, the whole document with all its proofs")
    for name, make in SIZES.items():
        document = make()
        text = canonical(document, CONTEXTS)
        assert text == canonical_by_pyld(document, CONTEXTS)
        ours = best(lambda document=document: canonical(document, CONTEXTS))  # type: ignore[misc]
        theirs = best(lambda document=document: canonical_by_pyld(document, CONTEXTS))  # type: ignore[misc]
        size, quads = len(json.dumps(document)), text.count("\n")
        print(
            f"  {name:24} {size:8,} bytes {quads:5,} quads  ours {ours * 1e3:7.2f} ms  PyLD {theirs * 1e3:8.1f} ms",
            end="",
        )
        print(f"  {theirs / ours:5.1f} times")


INSPECTOR = Inspector(Options(now=NOW, limits=LIMITS))


def verdict(data: bytes, name: str = "record.json") -> None:
    """The verdict on one document, as ``validate --offline`` reaches it."""
    judged = INSPECTOR.document(name, data)
    assert judged.grade is Grade.PASS, judged
    assert judged.verification is not None
    assert judged.verification.verdict is Trust.VERIFIED, judged.verification


def schema_of(name: str) -> jsonschema.Draft202012Validator:
    """The schema of a class, for jsonschema."""
    schemas = contract("clr20")["components"]["schemas"]
    return jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}})


def by_schema(plain: Mapping[str, jsonschema.Draft202012Validator], data: bytes) -> None:
    """A record and each badge in it by the schemas of their classes, which say nothing of each other."""
    document = json.loads(data)
    assert plain["ClrCredential"].is_valid(document)
    for each in document["credentialSubject"]["verifiableCredential"]:
        assert plain["AchievementCredential"].is_valid(each)


def verdicts() -> None:
    """Whole offline verdicts beside the schema alone, by jsonschema with parsing."""
    plain = {name: schema_of(name) for name in ("ClrCredential", "AchievementCredential")}
    print("whole offline verdict, all proofs")
    for name, make in SIZES.items():
        data = json.dumps(make()).encode()
        ours = best(lambda data=data: verdict(data))  # type: ignore[misc]
        theirs = best(lambda data=data: by_schema(plain, data))  # type: ignore[misc]
        print(f"  {name:24} {1 / ours:7,.0f} documents/s", end="")
        print(f"   jsonschema, schema alone {1 / theirs:7,.0f}   {theirs / ours:4.1f} times")
    print(f"  {'VC-JWT record':24} {1 / best(partial(verdict, token(), 'record.jwt')):7,.0f} documents/s")


def token() -> bytes:
    """A record as a compact JWS with a key in its header."""
    made = record(1)
    del made["proof"]
    found = as_jwt(made, KEY, kid=KEY.did_method)
    return found.encode() if isinstance(found, str) else found


def growth(sizes: tuple[int, ...] = (20, 200, 2_000)) -> None:
    """Records of many signed badges, each judged and verified by a process of its own."""
    print("records of signed badges, judged and verified")
    for badges in sizes:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            data = json.dumps(record(badges)).encode()
            seconds, memory = pool.submit(measured, data).result()
        print(f"  {badges:5,} badges {len(data) / 1e6:6.2f} MB  {seconds:6.2f} s  {memory / 1e6:4.0f} MB in all")


def measured(data: bytes) -> tuple[float, int]:
    """Seconds of a verdict, and the highest memory of the process."""
    verdict(json.dumps(record(1)).encode())
    start = time.process_time()
    verdict(data)
    return time.process_time() - start, getrusage(RUSAGE_SELF).ru_maxrss * 1024


def poison() -> None:
    """Graphs that no reader can tell apart in time: they end by a count of steps."""
    clique = [(f"_:{one}", "<urn:p>", f"_:{other}", "") for one in range(12) for other in range(12) if one != other]
    ring = [(f"_:{number}", "<urn:p>", f"_:{(number + 1) % 5_000}", "") for number in range(5_000)]
    print("poison graphs")
    for name, quads in (("clique of 12", clique), ("ring of 5,000", ring)):
        start = time.process_time()
        try:
            canonize(quads)
            outcome = "labelled"
        except LinkedDataError as error:
            outcome = error.code
        print(f"  {name:24} {time.process_time() - start:6.2f} s  {outcome}")


def run() -> None:
    """Print everything."""
    canonical_rdf()
    verdicts()
    growth()
    poison()


if __name__ == "__main__":
    for each in sys.argv[1:] or ["run"]:
        globals()[each]()
