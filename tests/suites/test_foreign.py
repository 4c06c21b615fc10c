"""The harness judges a provider that shares nothing with our mock: right when it is right, and wrong for its fault.

The provider (``tests/foreign``) is logged in to by configuration alone: the plan below names its fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.plan import Plan
from conformance.plan import file as plan_file
from conformance.record import RunRecord, Verdict
from conformance.run.provider import ProviderRun
from conformance.runner import run_suites
from conformance.standard import load
from tests.foreign.content import learner_of
from tests.foreign.defects import DEFECTS, Defect
from tests.foreign.serve import Foreign, running_foreign
from tests.foreign.state import LEAN, OPENID, PASSWORDS, RIVER, SHORT, Style

from .conftest import MEMORY, quicker

STANDARD = load("clr10")

PLAN = """
plan: 1
name: foreign
target: {url: "${CLR_TARGET}"}
claims: {read: true, write: true, delete: true, hosted: true, signed: true, dynamic_registration: true, refresh: true}
login:
  strategy: form
  owner: {username: ada@river.example, password: "${ADA}"}
  second_owner: {username: ben@river.example, password: "${BEN}"}
  empty_owner: {username: eve@river.example, password: "${EVE}"}
  form:
    username: email
    password: pass
    approve: {action: Allow}
    deny: {action: Refuse}
inferred: fail
"""
PLAN_OF_LINKS = PLAN.replace("    approve: {action: Allow}\n    deny: {action: Refuse}\n", "")

OF_OAUTH = {"AUT", "TOK", "RFR"}
"""Areas in which a row may stay undecided because no token came, which the run tells as a problem of its own."""

Judge = Callable[..., RunRecord]


@pytest.fixture(scope="module")
def foreign() -> Iterator[Foreign]:
    with running_foreign() as provider:
        yield provider


@pytest.fixture
def judge(foreign: Foreign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Judges the foreign provider with a style or a defect, as the command does."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards

    def run(
        defect: str | None = None,
        style: Style = RIVER,
        select: tuple[str, ...] = (),
        without: frozenset[str] = frozenset(),
        change: Callable[[Plan], Plan] = lambda plan: plan,
    ) -> RunRecord:
        foreign.become(defect, style)
        file = tmp_path / "foreign.yaml"
        file.write_text(PLAN_OF_LINKS if style.consent == "links" else PLAN, encoding="utf-8")
        plan = _loaded(file, foreign)
        plan = change(replace(plan, select=select, claims=plan.claims - without))
        judged = ProviderRun(plan, memory=MEMORY)
        run_suites(judged, quicker(plan))
        return judged.record

    return run


def _loaded(file: Path, foreign: Foreign) -> Plan:
    environment = {name[:3].upper(): password for name, password in PASSWORDS.items()}
    overrides = {"url": foreign.url, "ca": str(foreign.ca)}
    return plan_file.load(str(file), environment, overrides)


def blamed(record: RunRecord) -> Mapping[str, str]:
    """The requirements that are not held, with the reasons."""
    return {one.id: one.reason or "" for one in record.requirements if one.verdict in (Verdict.FAIL, Verdict.WARN)}


def undecided(record: RunRecord) -> Mapping[str, str]:
    """The requirements that stayed incomplete, with the reasons."""
    return {one.id: one.reason or "" for one in record.requirements if one.verdict is Verdict.INCOMPLETE}


@pytest.mark.parametrize(
    ("style", "should"),
    [
        (RIVER, set()),
        (LEAN, {"CLR10-GCS-018", "CLR10-PAY-011"}),
        (SHORT, set()),
        (OPENID, {"CLR10-AUT-014"}),
        (replace(SHORT, leeway=60), {"CLR10-BRR-002"}),
    ],
    ids=["river", "lean", "short", "openid", "leeway"],
)
def test_a_right_provider_of_another_kind_is_not_blamed(judge: Judge, style: Style, should: set[str]) -> None:
    """``should`` holds what the style departs from by design, none of it more than a warning."""
    record = judge(style=style)
    assert blamed(record).keys() == should, blamed(record)
    assert not [one.id for one in record.requirements if one.verdict is Verdict.FAIL]
    assert not undecided(record)
    assert not record.problems
    assert not [left for left in record.leftovers if "OAuth clients" not in left]


def test_one_that_asks_nobody_to_log_in_is_not_blamed_for_it(judge: Judge) -> None:
    """In a test mode everybody is the same user: whether records stay apart cannot be seen."""
    record = judge(style=replace(RIVER, asks_login=False), select=("GCS", "CLR10-GCL-008"))
    assert not blamed(record)
    reasons = undecided(record)
    assert {"CLR10-GCS-002", "CLR10-GCL-008"} <= reasons.keys()
    assert "asked nobody to log in" in reasons["CLR10-GCS-002"]
    assert record.exit_code == 3


def test_one_that_fails_now_and_then_is_not_blamed_and_nothing_stays(judge: Judge, foreign: Foreign) -> None:
    foreign.become()
    before = alive(foreign)
    record = judge(style=replace(RIVER, fails_each=7))
    assert not blamed(record)
    assert record.exit_code == 3
    (problem,) = [one for one in record.problems if one.code == "answers-differ"]
    assert " were 502" in problem.message
    assert not [left for left in record.leftovers if "CLR " in left]
    assert alive(foreign) == before


def alive(foreign: Foreign) -> int:
    """How many records the provider has that are not deleted."""
    return sum(not record.deleted for record in foreign.state.archive.records)


def test_clients_that_can_be_removed_are_removed(judge: Judge, foreign: Foreign) -> None:
    record = judge(style=OPENID, select=("REG", "RFR"))
    assert record.leftovers == ()
    assert foreign.state.clients == {}


def test_clients_that_stay_are_few_and_the_report_says_how_to_have_fewer(judge: Judge, foreign: Foreign) -> None:
    record = judge()
    (told,) = record.leftovers
    assert told == (
        f"OAuth clients that stay registered, since the target removes none: {len(foreign.state.clients)} "
        "(fewer: leave out REG, which registers most of them, or let a registration answer with "
        "registration_client_uri and registration_access_token of RFC 7592)"
    )
    assert len(foreign.state.clients) <= 10


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=lambda defect: defect.name)
def test_a_defect_is_named_by_its_requirement(judge: Judge, defect: Defect) -> None:
    areas = sorted({STANDARD[one].area for one in defect.breaks})
    record = judge(defect.name, select=tuple(areas))
    found = blamed(record)
    assert set(defect.breaks) <= found.keys(), {"found": found, "undecided": undecided(record)}
    assert found.keys() <= {*defect.breaks, *defect.also}, found
    if not OF_OAUTH & set(areas):
        assert all("see CLR10-" in reason for reason in undecided(record).values()), undecided(record)
    assert not [one for one in record.problems if one.code == "harness-fault"]


def test_a_post_that_is_not_kept_is_one_finding_and_what_needs_it_says_so(judge: Judge) -> None:
    record = judge("post-forgets", select=("PST", "DEL", "GCL", "HST", "API", "BRR", "EXT", "CON"))

    assert blamed(record).keys() == {"CLR10-PST-012"}
    told = undecided(record)
    assert {"CLR10-PST-002", "CLR10-DEL-001", "CLR10-DEL-007", "CLR10-GCL-006"} <= told.keys()
    assert all("CLR10-PST-012" in reason for reason in told.values()), told


@pytest.mark.parametrize("defect", ["no-scope-delete", "no-scope-post", "any-token"])
def test_a_deletion_that_should_have_been_refused_leaves_no_row_undecided(judge: Judge, defect: str) -> None:
    record = judge(defect, select=("BRR", "CON"))

    assert "CLR10-CON-011" in blamed(record) or defect == "any-token"
    assert undecided(record).keys() <= {"CLR10-BRR-003"}
    assert "see CLR10-BRR-002" in undecided(record).get("CLR10-BRR-003", "see CLR10-BRR-002")


def as_eve(plan: Plan) -> Plan:
    """The one without records logs in first."""
    login = replace(plan.login, owner=plan.login.empty_owner, empty_owner=None)
    return replace(plan, login=login, data=replace(plan.data, learner=learner_of("eve@river.example")))


def test_an_empty_account_gets_the_records_that_paging_needs_and_is_empty_again(judge: Judge) -> None:
    record = judge(select=("GCS", "GCL"), change=as_eve)

    assert not blamed(record)
    assert not undecided(record)
    assert not [left for left in record.leftovers if "OAuth clients" not in left]

    reading = judge(select=("GCS", "GCL"), change=as_eve, without=frozenset({"write", "delete"}))
    assert not blamed(reading)
    assert "two CLRs" in undecided(reading)["CLR10-GCS-011"]


def test_a_link_with_a_wrong_host_is_one_finding_and_leaves_nothing_undecided(judge: Judge) -> None:
    record = judge("link-elsewhere", replace(RIVER, page=1))

    assert blamed(record).keys() == {"CLR10-GCS-024", "CLR10-CON-010"}
    assert not undecided(record)


URNS = replace(RIVER, records="urns")
SIGNED = replace(RIVER, records="signed")
UNMADE = {"CLR10-GCL-001", "CLR10-GCL-002", "CLR10-GCL-007", "CLR10-GCL-008", "CLR10-GCL-009"}


def verdicts(record: RunRecord, *ids: str) -> Mapping[str, str]:
    return {one.id: str(one.verdict) for one in record.requirements if one.id in ids}


@pytest.mark.parametrize("style", [URNS, SIGNED], ids=["urns", "signed"])
@pytest.mark.parametrize("without", [set(), {"write", "delete"}], ids=["all", "read only"])
def test_an_account_of_signed_records_alone_leaves_no_row_undecided(
    judge: Judge, style: Style, without: set[str]
) -> None:
    record = judge(style=style, without=frozenset({"hosted", *without}))

    assert blamed(record).keys() == set(), blamed(record)
    assert not undecided(record)
    decided = set(verdicts(record, *UNMADE).values())
    assert decided == {"pass"} or (style, without) == (URNS, {"write", "delete"})


def test_ids_that_are_no_urls_make_the_rows_about_urls_not_applicable(judge: Judge) -> None:
    record = judge(style=URNS, without=frozenset({"hosted", "write", "delete"}), select=("GCL",))

    assert verdicts(record, "CLR10-GCL-007", "CLR10-GCL-009") == {
        "CLR10-GCL-007": "not-applicable",
        "CLR10-GCL-009": "not-applicable",
    }
    assert verdicts(record, "CLR10-GCL-001", "CLR10-GCL-008") == {"CLR10-GCL-001": "pass", "CLR10-GCL-008": "pass"}


def test_a_hosted_item_that_is_missing_is_no_matter_of_redirects(judge: Judge) -> None:
    record = judge("hosted-missing", select=("HST",))

    assert "CLR10-HST-001" in blamed(record)
    assert "CLR10-HST-011" not in blamed(record)
    assert "CLR10-HST-001" in undecided(record)["CLR10-HST-011"]
