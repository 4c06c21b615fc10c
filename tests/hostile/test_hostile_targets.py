"""Against every hostile target a run ends by itself, says what stood in the way, and leaves reports safe to open."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from importlib.resources import files

import jsonschema_rs
import pytest

from bench.hostile import Survival, survive
from clr_reports.run_file import load
from mock_provider.hostile import HOSTILE, Hostile

EVERY = bool({"CI", "CLR_TEST_HOSTILE"} & os.environ.keys())
"""CI meets all of them, and so does who sets CLR_TEST_HOSTILE=1; that takes minutes."""

ALWAYS = (
    "tls-stall",
    "reset-in-body",
    "other-protocol",
    "endless-1xx",
    "huge-chunk",
    "compression-bomb",
    "next-elsewhere",
    "ten-million-pages",
    "deep-json",
    "lone-surrogates",
    "markup-in-json",
    "markup-in-tokens",
    "endless-login-page",
    "link-local-discovery",
    "clr2-addresses",
    "clr2-poison",
)
QUICKLY = {"connect": 0.5, "read": 0.5, "exchange": 1, "run": 6}
MEMORY = 600 * 1024 * 1024
"""64 bodies of ``limits.body``, and what a run and its reports take."""
AT_ONCE = 3
CHOSEN = [one for one in HOSTILE if EVERY or one.id in ALWAYS]


@pytest.fixture(scope="module")
def survivals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Future[Survival]]]:
    """All targets are met, some at the same time: most of it is waiting."""
    out = tmp_path_factory.mktemp("hostile")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {one.id: pool.submit(survive, one, out / one.id, QUICKLY) for one in CHOSEN}
        pool.shutdown(cancel_futures=True)


@pytest.fixture(scope="module", params=CHOSEN, ids=lambda one: one.id)
def survival(request: pytest.FixtureRequest, survivals: Mapping[str, Future[Survival]]) -> Survival:
    target: Hostile = request.param
    return survivals[target.id].result()


def test_the_ids_are_unique_and_told() -> None:
    assert len({one.id for one in HOSTILE}) == len(HOSTILE)
    assert set(ALWAYS) <= {one.id for one in HOSTILE}
    assert all(one.title and one.why and bool(one.talk) != bool(one.attack) for one in HOSTILE)


def test_the_run_ends_by_itself_within_its_memory(survival: Survival) -> None:
    assert survival.exit_code in (1, 3)
    assert survival.peak < MEMORY


def test_nothing_ends_in_an_error_of_the_tool(survival: Survival) -> None:
    assert "Traceback" not in survival.output
    assert "harness-fault" not in {problem.code for problem in load(survival.out / "run.json").problems}


def test_it_says_what_stood_in_the_way(survival: Survival) -> None:
    assert survival.statement != "nothing to say"
    assert not survival.statement.startswith("no run record")


def test_the_terminal_gets_no_escapes(survival: Survival) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", survival.output)


def test_the_run_record_is_valid(survival: Survival) -> None:
    schema = json.loads(files("clr_reports").joinpath("run.schema.json").read_bytes())
    record = json.loads((survival.out / "run.json").read_bytes())
    jsonschema_rs.Draft202012Validator(schema).validate(record)


def test_the_html_report_holds_no_live_markup(survival: Survival) -> None:
    report = (survival.out / "report.html").read_text(encoding="utf-8")
    assert "<script>alert" not in report
    assert "<img src=x" not in report
    assert "\x1b" not in report


def test_no_credentials_go_to_another_host(survival: Survival) -> None:
    sent = b"".join(survival.strayed).lower()
    assert b"authorization: bearer" not in sent
