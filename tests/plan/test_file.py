"""Reading a plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conformance.errors import UsageFault
from conformance.plan import file as plan_file
from conformance.plan import shipped

FULL_ENVIRONMENT = {
    "CLR_TARGET": "https://clr.example",
    "CLR_USERNAME": "mira",
    "CLR_PASSWORD": "secret-1",
    "CLR_SECOND_USERNAME": "jonas",
    "CLR_SECOND_PASSWORD": "secret-2",
    "CLR_TOKEN": "secret-3",
}


def written(tmp_path: Path, text: str) -> str:
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def fault_of(source: str, **environment: str) -> UsageFault:
    with pytest.raises(UsageFault) as caught:
        plan_file.load(source, environment)
    return caught.value


MINIMAL = "plan: 1\ntarget: {url: 'https://clr.example'}\nclaims: {read: true}\n"


@pytest.mark.parametrize("name", shipped.names("provider"))
def test_every_shipped_plan_is_right(name: str) -> None:
    plan = plan_file.load(name, FULL_ENVIRONMENT)
    assert plan.name == name
    assert "read" in plan.claims
    owner, tokens = plan.login.owner, plan.login.tokens
    assert {owner.password if owner else "", *(token.access_token for token in tokens)} & {"secret-1", "secret-3"}


def test_a_minimal_plan_has_defaults(tmp_path: Path) -> None:
    plan = plan_file.load(written(tmp_path, MINIMAL), {})
    assert plan.inferred == "warn"
    assert plan.login.strategy == "form"
    assert plan.limits.pages == 50
    assert plan.claims == {"read"}


def test_personal_data_is_kept_when_the_plan_says_so(tmp_path: Path) -> None:
    assert not plan_file.load(written(tmp_path, MINIMAL + "login: {strategy: manual}\n"), {}).keep_personal_data
    kept = written(tmp_path, MINIMAL + "login: {strategy: manual}\nkeep_personal_data: true\n")
    assert plan_file.load(kept, {}).keep_personal_data


def test_parameters_of_the_authorization_server(tmp_path: Path) -> None:
    text = MINIMAL + "login: {parameters: {audience: 'https://api.example', prompt: consent}}\n"
    plan = plan_file.load(written(tmp_path, text), {})
    assert plan.login.parameters == {"audience": "https://api.example", "prompt": "consent"}
    fault = fault_of(written(tmp_path, MINIMAL + "login: {parameters: {state: x}}\n"))
    assert fault.problem.code == "plan-invalid"


def test_the_target_of_the_command_line_wins_and_spares_the_variable() -> None:
    environment = {key: value for key, value in FULL_ENVIRONMENT.items() if key != "CLR_TARGET"}
    assert (
        plan_file.load("provider-full", environment, {"url": "https://other.example"}).target.url
        == "https://other.example"
    )


def test_an_unset_variable_is_named() -> None:
    fault = fault_of("provider-full", CLR_TARGET="https://clr.example", CLR_USERNAME="mira")
    assert fault.problem.code == "plan-variable-unset"
    assert "CLR_PASSWORD" in fault.problem.message


def test_an_optional_user_whose_variables_are_all_unset_is_left_out() -> None:
    environment = {key: value for key, value in FULL_ENVIRONMENT.items() if "SECOND" not in key}
    assert plan_file.load("provider-full", environment).login.second_owner is None


def test_a_login_without_pages_needs_no_owner(tmp_path: Path) -> None:
    owner = "owner: {username: '${NOBODY}', password: '${NOTHING}'}"
    by_token = MINIMAL + f"login: {{strategy: token, {owner}}}\n"
    assert plan_file.load(written(tmp_path, by_token), {}).login.owner is None
    by_form = MINIMAL + f"login: {{strategy: form, {owner}}}\n"
    assert fault_of(written(tmp_path, by_form)).problem.code == "plan-variable-unset"


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("plan: [", "plan-not-yaml", "plan.yaml:1: this is not YAML: "),
        ("plan: 1\n\ttarget: x\n", "plan-not-yaml", "plan.yaml:2: this is not YAML: "),
        ("plan: &a [*a]\n", "plan-not-yaml", "Circular"),
        ("plan: .inf\n", "plan-not-yaml", "not JSON compliant"),
        ("- a list\n", "plan-not-yaml", "mapping"),
        ("plan: 1\ntarget: {}\nclaims: {}\n", "plan-no-target", "no target"),
    ],
)
def test_a_wrong_plan_is_refused_with_the_place(tmp_path: Path, text: str, code: str, told: str) -> None:
    problem = fault_of(written(tmp_path, text)).problem
    assert problem.code == code
    assert told in problem.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (MINIMAL + "clams: {}\n", ":4: a plan has no member 'clams'. Did you mean claims?"),
        (MINIMAL.replace("url", "ulr"), ":2: target has no member 'ulr'. Did you mean url?"),
        (MINIMAL + "login: {form: {user: x}}\n", ":4: login.form has no member 'user'. Did you mean username?"),
        (MINIMAL + "limits: {zzz: 1}\n", "There are: connect, read, exchange"),
        (MINIMAL.replace("read: true", "read: maybe"), ":3: claims.read is 'maybe', but has to be true or false."),
        (MINIMAL.replace("plan: 1", "plan: 2"), ":1: plan is 2, but has to be 1."),
        (MINIMAL + "login:\n  strategy: forms\n", ":5: login.strategy is 'forms', but has to be form or browser"),
        (MINIMAL + "login:\n  strategy: forms\n", "Did you mean form?"),
        (MINIMAL + "limits: {pages: 0}\n", ":4: limits.pages is 0, but has to be at least 1."),
        (MINIMAL + "select:\n  - GCS\n  - gcs\n", ":6: select[1] is 'gcs', but has to be an id such as"),
        (MINIMAL + "claims: {read: false}\n", ":4: claims stands here again; the first is in line 3."),
        (
            MINIMAL + "waivers:\n  - {requirement: CLR10-GCS-001, reason: r, owner: o, expires: 2027-13-01}\n",
            ":5: waivers[0].expires is '2027-13-01', but has to be a day such as 2027-06-30.",
        ),
        (MINIMAL + "waivers: [{requirement: CLR10-GCS-001}]\n", ":4: waivers[0] lacks the member 'reason'."),
        (MINIMAL + "login: {owner: {username: x, password: 123456}}\n", "login.owner.password is not a text"),
    ],
)
def test_a_fault_of_a_plan_is_told_in_plain_english_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    problem = fault_of(written(tmp_path, text)).problem
    assert problem.code == "plan-invalid"
    assert told in problem.message
    assert "123456" not in problem.message


def test_an_unknown_plan_names_the_shipped_ones() -> None:
    problem = fault_of("provider-fool").problem
    assert problem.code == "plan-not-found"
    assert "provider-full" in problem.todo


def test_dates_need_no_quotes(tmp_path: Path) -> None:
    text = MINIMAL + "waivers:\n  - {requirement: CLR10-GCS-001, reason: r, owner: o, expires: 2027-01-31}\n"
    assert plan_file.load(written(tmp_path, text), {}).waivers[0].expires == date(2027, 1, 31)


def test_secrets_are_not_shown_by_repr() -> None:
    assert "secret-1" not in repr(plan_file.load("provider-full", FULL_ENVIRONMENT))


def test_adjust_refuses_unknown_ids(tmp_path: Path) -> None:
    plan = plan_file.load(written(tmp_path, MINIMAL), {})
    assert plan_file.adjust(plan, select=("GCS",), inferred="fail").inferred == "fail"
    with pytest.raises(UsageFault) as caught:
        plan_file.adjust(plan, ignore=("CLR10-GCS-999",))
    assert caught.value.problem.code == "unknown-requirement"


def test_the_published_schema_has_a_description_for_each_top_member() -> None:
    schema = shipped.schema()
    assert set(schema["required"]) <= set(schema["properties"])
