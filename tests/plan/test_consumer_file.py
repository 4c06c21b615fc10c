"""The plan of a run against a consumer: read, checked, refused with what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conformance.errors import UsageFault
from conformance.plan import consumer_file, file, shipped
from conformance.plan.consumer import Exits

HEAD = "plan: 1\nrole: consumer\nstandard: clr-v1p0\n"
Written = Callable[[str], str]


@pytest.fixture
def plan(tmp_path: Path) -> Written:
    def write(text: str) -> str:
        path = tmp_path / "mine.yaml"
        path.write_text(HEAD + text, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize("name", shipped.names("consumer"))
def test_every_shipped_plan_can_be_read_as_it_is(name: str) -> None:
    plan = consumer_file.load(name, {})
    assert plan.name == name
    assert plan.exits == Exits()
    assert plan.command == ()


def test_the_plans_claim_what_their_names_say() -> None:
    assert consumer_file.load("consumer-read", {}).tasks == ("read",)
    assert consumer_file.load("consumer-write", {}).tasks == ("write", "delete")
    assert consumer_file.load("consumer-full", {}).tasks == ("read", "write", "delete", "verify")
    assert consumer_file.load("consumer-verify", {}).tasks == ("verify",)


def test_all_that_a_plan_may_say(plan: Written) -> None:
    text = """
name: mine
claims: {read: true, client_credentials: true}
command: [wallet, "{url}"]
exits: {refused: 3}
limits: {start: 5}
workers: 1
login: auto
client: {id: known, secret: "${SECRET}", redirect_uri: "http://127.0.0.1:9/back"}
learners: {mira: "${PASSWORD}"}
ca_environment: false
select: [AUT]
inferred: fail
"""
    read = consumer_file.load(plan(text), {"SECRET": "s", "PASSWORD": "p"})
    assert (read.name, read.command, read.exits) == ("mine", ("wallet", "{url}"), Exits(refused=3))
    assert (read.limits.start, read.limits.stop, read.workers, read.login) == (5, 2.0, 1, "auto")
    assert read.client is not None
    assert (read.client.secret, read.client.redirect_uri) == ("s", "http://127.0.0.1:9/back")
    assert (dict(read.learners), read.ca_environment, read.inferred) == ({"mira": "p"}, False, "fail")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("claims: {read: false}", "claims none of the tasks read, write, delete, verify"),
        ("claims: {read: true}\nexits: {refused: 0}", "one code two meanings"),
        ("claims: {client_credentials: true, read: true}", "needs a client that was registered by hand"),
        ("claims: {reed: true}", "claims has no member 'reed'. Did you mean read?"),
        ("claims: {read: true}\ncommand: wallet {url}", "command is 'wallet {url}', but has to be a list"),
        ("claims: {read: true}\nlogin: form", "login is 'form', but has to be pages or auto or browser"),
        ("claims: {read: true}\ntarget: {url: 'https://a'}", "has no member 'target'"),
        ("claims: {read: true}\nexits: {refused: 300}", "may be at most 255"),
    ],
)
def test_what_is_wrong_is_said(plan: Written, text: str, said: str) -> None:
    with pytest.raises(UsageFault, match="plan") as caught:
        consumer_file.load(plan(text), {})
    assert caught.value.problem.code == "plan-invalid"
    assert said in caught.value.problem.message


def test_a_plan_of_another_role_is_refused_both_ways() -> None:
    for load, name in ((consumer_file.load, "provider-read"), (file.load, "consumer-read")):
        with pytest.raises(UsageFault) as caught:
            load(name, {})
        assert caught.value.problem.code == "plan-of-another-role"
