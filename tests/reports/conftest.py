"""Hand-made run records: one with every verdict, one from a hostile target, one as large as a full run."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from conformance.record import (
    CheckResult,
    Diagnosis,
    Exchange,
    Finding,
    Message,
    Outcome,
    Problem,
    RequirementResult,
    RunRecord,
    Verdict,
)
from conformance.standard import Area, Basis, Level, Requirement, Role, Source, Standard, facts, load

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</pre></style><svg onload=alert(3)>",
    "javascript:alert(4)",
    "{{ 7*7 }}{% raw %}",
    "[red]not markup[/red] [link=https://evil.example]x[/link]",
    "a\u202egnp.exe\u2066",
    "\x1b[31mred\x1b]0;title\x07",
    "nul\x00 \x08\x7f\x9b",
    "lone \ud800 surrogate \udfff",
    "\ufffe\uffff",
    "| pipe | ``` `tick` *bold* @everyone #1 <!-- --> https://evil.example/ www.evil.example",
    "]]> <![CDATA[ &amp; &#0; &unknown;",
    "zero\u200bwidth\ufeff",
)


def exchange(index: int, **changes: Any) -> Exchange:
    """One ordinary exchange."""
    values: dict[str, Any] = {
        "index": index,
        "label": f"call {index}",
        "started": "2026-03-04T05:06:07.000Z",
        "seconds": 0.012,
        "method": "GET",
        "url": f"https://clr.example/ims/clr/v1p0/clrs?limit={index}",
        "request": Message((("Accept", "application/json"), ("Authorization", "Bearer ***"))),
        "status": 200,
        "response": Message(
            (("Content-Type", "application/json"), ("X-Total-Count", "3")),
            '{"clrs":[{"id":"urn:uuid:1","name":"Transcript"}],"signedClrs":[]}',
            66,
        ),
        "error": None,
        "curl": f"curl -H \"Authorization: Bearer $CLR_TOKEN\" 'https://clr.example/ims/clr/v1p0/clrs?limit={index}'",
    }
    return Exchange(**(values | changes))


def result(number: int, verdict: Verdict, *, level: str = "MUST", **changes: Any) -> RequirementResult:
    """The result of ``CLR10-GCS-<number>``, with one check whose outcome fits the verdict."""
    outcomes = {
        Verdict.FAIL: Outcome.FAIL,
        Verdict.WARN: Outcome.FAIL,
        Verdict.WAIVED: Outcome.FAIL,
        Verdict.INCOMPLETE: Outcome.INCOMPLETE,
        Verdict.MANUAL: Outcome.MANUAL,
        Verdict.NOT_APPLICABLE: Outcome.NOT_APPLICABLE,
    }
    requirement_id = f"CLR10-GCS-{number:03}"
    values: dict[str, Any] = {
        "id": requirement_id,
        "level": level,
        "role": "P",
        "area": "GCS",
        "confidence": "S:oas",
        "basis": "published",
        "verdict": verdict,
        "checks": (
            CheckResult(f"gcs.check_{number}", outcomes.get(verdict, Outcome.PASS), seconds=0.25, exchanges=(0,)),
        ),
    }
    return RequirementResult(**(values | changes))


def failing(number: int, verdict: Verdict = Verdict.FAIL, **finding: Any) -> RequirementResult:
    """A result with one finding."""
    made = result(number, verdict, level="SHOULD" if verdict is Verdict.WARN else "MUST")
    values: dict[str, Any] = {
        "requirement": made.id,
        "message": "An illegal limit is accepted",
        "expected": "status 400",
        "actual": "status 200",
        "exchanges": (1,),
    }
    seen = Finding(**(values | finding))
    return replace(made, checks=(replace(made.checks[0], findings=(seen,), exchanges=(0, 1)),))


def make_record(**changes: Any) -> RunRecord:
    """A record with every verdict, a problem, doctor's lines and leftovers."""
    values: dict[str, Any] = {
        "tool": {"name": "clr-conformance", "version": "0.1.0"},
        "standard": "clr-v1p0",
        "role": "provider",
        "plan": {"name": "provider-full", "claims": ["read", "write"], "limits": {"pages": 50}},
        "target": {"url": "https://clr.example/ims/clr/v1p0", "name": "Example University CLR"},
        "started": "2026-03-04T05:06:07Z",
        "finished": "2026-03-04T05:06:11.5Z",
        "requirements": (
            result(1, Verdict.PASS),
            failing(
                6,
                pointer="/clrs/0/id",
                pointers=("/clrs/0/id", "/clrs/1/id"),
                count=2,
            ),
            failing(7, Verdict.WARN, message="No X-Total-Count header", expected="a header", actual="none"),
            replace(failing(8, Verdict.WAIVED), reason="waived until 2027-01-01 by Kim: fix is planned"),
            result(9, Verdict.NOT_APPLICABLE, reason="the plan does not claim write"),
            result(10, Verdict.INCOMPLETE, reason="fewer than two CLRs: paging cannot be judged"),
            result(11, Verdict.MANUAL, reason="a person has to look at the consent page"),
            result(12, Verdict.EXCLUDED, checks=(), reason="cannot be seen from outside"),
        ),
        "exchanges": (exchange(0), exchange(1), exchange(2, status=None, error="timeout after 10 s")),
        "problems": (
            Problem(
                "too-little-data",
                "The learner has one CLR only",
                "the test account is new",
                "give the learner two CLRs and run again",
            ),
        ),
        "doctor": (
            Diagnosis("name", "ok", "clr.example is 192.0.2.1"),
            Diagnosis("tls", "warning", "the certificate expires in 3 days", "renew it"),
            Diagnosis("login", "failed", "the password was refused", "check CLR_PASSWORD"),
            Diagnosis("scopes", "skipped", "no token"),
        ),
        "leftovers": ("https://clr.example/ims/clr/v1p0/clrs/9: DELETE was answered 500",),
        "exit_code": 1,
        "seed": 7,
    }
    return RunRecord(**(values | changes))


def make_commanded_record() -> RunRecord:
    """A record that knows the command that made it, without problems."""
    tool = {"name": "clr-conformance", "version": "0.1.0", "command": "clr-conformance provider mine.yaml"}
    return make_record(tool=tool, problems=(), leftovers=())


def make_keeping_record() -> RunRecord:
    """A record of a run that was asked to keep personal data."""
    return make_record(personal_data="kept")


def make_wide_record() -> RunRecord:
    """A record whose URLs, headers, bodies and curl lines have no place to break."""
    long = "x" * 3_000
    wide = exchange(
        1,
        url=f"https://clr.example/{long}?a={long}",
        label=long,
        request=Message((("Authorization", f"Bearer {long}"), (long, long)), long, 3_000),
        response=Message((("Link", f"<https://clr.example/{long}>"),), f'{{"{long}":"{long}"}}', 9_000),
        curl=f"curl -i -H 'Accept: {long}' --data-raw '{long}' https://clr.example/{long}",
    )
    seen = failing(6, message=long, expected=long, actual=long, pointer=f"/{long}")
    return make_record(exchanges=(exchange(0), wide), requirements=(seen, result(11, Verdict.MANUAL, reason=long)))


def make_hostile_record() -> RunRecord:
    """A record in which everything that a target can say is an attack, once short and once of a megabyte."""
    results = []
    exchanges = []
    for number, evil in enumerate((*HOSTILE, "x" * 1_000_000, "<b>" * 300_000), start=1):
        results.append(
            failing(
                number,
                message=f"saw {evil}",
                expected=evil,
                actual=evil,
                pointer=evil,
                pointers=(evil, evil),
                exchanges=(number - 1,),
            )
        )
        exchanges.append(
            exchange(
                number - 1,
                label=evil,
                method=evil,
                url=f"https://clr.example/{evil}",
                request=Message(((evil, evil),), evil, 10),
                response=Message(((evil, evil),), evil, 10),
                curl=f"curl '{evil}'",
                error=evil if number % 2 else None,
            )
        )
    everything = "".join(HOSTILE)
    return make_record(
        requirements=(*results, result(90, Verdict.INCOMPLETE, reason=everything)),
        exchanges=tuple(exchanges),
        target={"url": "javascript:alert(5)", "name": everything, everything: [everything, {"x": everything}]},
        plan={"name": everything, "claims": [everything]},
        problems=(Problem("hostile", everything, everything, everything),),
        doctor=(Diagnosis(everything, "failed", everything, everything),),
        leftovers=(everything,),
    )


def make_large_record(count: int = 800) -> RunRecord:
    """A record as a full run makes it: the whole catalogue, hundreds of exchanges of 20 KB."""
    body = '{"clrs":[' + ",".join(f'{{"id":"urn:uuid:{n}","name":"Transcript {n}"}}' for n in range(480)) + "]}"
    exchanges = tuple(exchange(n, response=Message((), body, len(body))) for n in range(count))
    results = []
    for place, each in enumerate(load("clr10")):
        verdict = (Verdict.FAIL, Verdict.WARN, Verdict.INCOMPLETE)[place % 3] if place % 40 < 3 else Verdict.PASS
        first = 2 * place % count
        check = CheckResult(f"check_{place}", Outcome.PASS, exchanges=(first, first + 1), seconds=0.01)
        if verdict in (Verdict.FAIL, Verdict.WARN):
            seen = Finding(each.id, "The member is missing", "a string", "nothing", "/clrs/0/id", exchanges=(first,))
            check = replace(check, outcome=Outcome.FAIL, findings=(seen,))
        results.append(
            RequirementResult(
                each.id, each.level, each.role, each.area, each.confidence, each.basis, verdict, checks=(check,)
            )
        )
    return make_record(requirements=tuple(results), exchanges=exchanges)


@pytest.fixture
def record() -> RunRecord:
    """A record with every verdict."""
    return make_record()


@pytest.fixture
def hostile() -> RunRecord:
    """A record from a target that attacks the reader."""
    return make_hostile_record()


@pytest.fixture
def large() -> RunRecord:
    """A record with the whole catalogue and 800 exchanges."""
    return make_large_record()


@pytest.fixture
def small_catalogue(monkeypatch: pytest.MonkeyPatch) -> Standard:
    """A catalogue of our own for the snapshots, so that bettering the real one's words breaks none of them."""
    texts = {6: "limit is 1 or more; an illegal value is answered 400", 7: "X-Total-Count tells the number of all CLRs"}
    entries = {
        f"CLR10-GCS-{number:03}": Requirement(
            id=f"CLR10-GCS-{number:03}",
            area="GCS",
            role=Role.PROVIDER,
            level=Level.MUST,
            text=texts.get(number, f"Statement {number} of the area"),
            source=Source(
                "OpenAPI getClrs", "limit", "https://purl.example/clr#limit" if number % 2 else "javascript:alert(6)"
            ),
            confidence="S:oas",
            basis=Basis.PUBLISHED,
            test="limit=0, limit=-1, limit=abc",
            why="A consumer that pages relies on it.",
            fix="Refuse what is not an integer of 1 or more with status 400.",
            applies_when=(),
            checks=(),
            excluded=None,
            planned="provider",
        )
        for number in range(1, 20)
    }
    standard = Standard(
        facts=replace(facts("clr10"), title="CLR Standard 1.0"),
        areas=MappingProxyType({"GCS": Area("GCS", "getClrs")}),
        requirements=MappingProxyType(entries),
        contract=MappingProxyType({}),
    )
    monkeypatch.setattr("clr_reports.view.catalogue", lambda _record: standard)
    return standard
