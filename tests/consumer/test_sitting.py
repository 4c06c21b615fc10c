"""One sitting: a mock of its own, paths of its own, one start after the other, and everything is seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from conformance.access import ClientSpec
from conformance.consumer.invitation import Invitation
from conformance.consumer.process import Finished
from conformance.consumer.sitting import play
from conformance.consumer.starting import Consumer, as_process, in_process
from conformance.consumer.terms import Terms
from conformance.plan.consumer import Exits
from conformance.traffic import Sitting
from mock_provider.scenarios import Scenario
from mock_provider.testing import MockServer
from tests.consumer.conftest import asked_late, asking, scenario


def sat(consumer: Consumer, terms: Terms, played: Scenario | None = None, task: str = "read") -> Sitting:
    return play(played or scenario(), task, in_process(consumer), terms).sitting


def test_a_right_consumer_reads_the_list_through(right: Consumer, terms: Terms) -> None:
    sitting = sat(right, terms)
    assert sitting.through
    asked = [one.operation for one in sitting.exchanges]
    assert asked[:2] == ["getDiscoveryDocument", "register"]
    assert len(sitting.requests("getClrs", ok=True)) >= 3, "pages are small, so that each consumer meets three"


def test_over_tls_its_handshakes_are_seen(right: Consumer, over_tls: Terms) -> None:
    sitting = sat(right, over_tls)
    assert sitting.through
    assert {one.tls for one in sitting.exchanges} == {"TLSv1.3"}
    assert all(one.finished for one in sitting.handshakes)


def test_no_two_sittings_share_a_path(right: Consumer, terms: Terms) -> None:
    one, other = sat(right, terms), sat(right, terms)
    assert one.base_url != other.base_url
    assert not set(one.endpoints.values()) & set(other.endpoints.values())
    assert one.requests("token")[0].url == one.endpoints["token"]
    assert one.requests("getDiscoveryDocument")[0].url == one.endpoints["discovery"]


def test_the_starts_of_a_sitting_share_what_the_consumer_keeps(terms: Terms) -> None:
    seen: list[tuple[str, bool]] = []

    def consumer(invitation: Invitation) -> None:
        mark = invitation.state / "mark"
        seen.append((invitation.username, mark.exists()))
        mark.touch()

    sitting = sat(consumer, terms, scenario(learners=("mira", "jonas")))
    assert seen == [("mira", False), ("jonas", True)]
    assert [(run.number, run.learner) for run in sitting.runs] == [(1, "mira"), (2, "jonas")]
    sat(consumer, terms)
    assert seen[-1] == ("mira", False), "the next sitting begins with nothing kept"


def test_what_it_keeps_goes_with_the_sitting(terms: Terms) -> None:
    folders: list[Path] = []
    sat(lambda invitation: folders.append(invitation.state), terms)
    assert not folders[0].exists()


def test_something_can_change_between_two_starts(over_tls: Terms) -> None:
    called: list[tuple[str, int]] = []

    def between(mock: MockServer, number: int) -> None:
        called.append((mock.url, number))

    def ask(http: httpx.Client, invitation: Invitation) -> None:
        http.get(f"{invitation.url}/discovery")

    sitting = sat(asking(ask), over_tls, scenario(learners=("mira", "mira"), between=between))
    assert called == [(sitting.base_url, 2)]
    assert [one.run for one in sitting.exchanges] == [1, 2]


def test_endpoints_that_move_are_there_under_the_number_of_the_start(over_tls: Terms) -> None:
    told: list[str] = []

    def ask(http: httpx.Client, invitation: Invitation) -> None:
        told.append(http.get(f"{invitation.url}/discovery").json()["tokenUrl"])

    def move(mock: MockServer, number: int) -> None:
        mock.move({"token": f"/moved-{number}"})

    sitting = sat(asking(ask), over_tls, scenario(learners=("mira", "mira", "mira"), between=move))
    names = ("token", "token#2", "token#3")
    assert [sitting.endpoints[name] for name in names] == told
    assert {name for name in sitting.endpoints if "#" in name} == {*names[1:]}


def test_a_behaviour_strikes_and_is_named_where_it_did(right: Consumer, terms: Terms) -> None:
    sitting = sat(right, terms, scenario(behaviours=("aut-no-state",)))
    assert sitting.end.how == "refused"
    assert [one.operation for one in sitting.struck("aut-no-state")] == ["consent"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [("{base_url}/", "{base}/"), ("{origin}", "{root}"), ("{origin}/", "{root}/"), ("{base_url}", "{base}")],
)
def test_the_address_has_the_form_that_the_scenario_gives_it(terms: Terms, address: str, expected: str) -> None:
    told: list[str] = []
    sitting = sat(lambda invitation: told.append(invitation.url), terms, scenario(address=address))
    root = sitting.base_url.removesuffix("/ims/clr/v1p0")
    assert told == [expected.format(base=sitting.base_url, root=root)]


@pytest.mark.parametrize(
    ("code", "how"), [(0, "through"), (20, "refused"), (77, "unable"), (1, "crashed"), (139, "crashed")]
)
def test_exit_codes_have_the_meaning_of_the_plan(terms: Terms, code: int, how: str) -> None:
    assert sat(lambda _: code, terms).end.how == how
    other = replace(terms, exits=Exits(through=3, refused=4, unable=5))
    assert sat(lambda _: 3, other).end.how == "through"


def test_a_consumer_that_raises_has_crashed_and_its_words_are_kept(terms: Terms) -> None:
    def consumer(_: Invitation) -> int:
        raise KeyError("clrs")

    sitting = sat(consumer, terms)
    assert sitting.end.how == "crashed"
    assert "KeyError: 'clrs'" in sitting.runs[0].output


def test_after_a_start_that_had_to_be_ended_there_is_no_second(terms: Terms) -> None:
    sitting = play(scenario(learners=("mira", "mira")), "read", lambda _: Finished(-9, timed_out=True), terms).sitting
    assert [run.end.how for run in sitting.runs] == ["timed-out"]
    assert not sitting.by_itself


def test_a_client_registered_by_hand_is_known_and_told(terms: Terms) -> None:
    told: list[dict[str, str]] = []
    by_hand = replace(terms, client=ClientSpec("known", "its-long-secret"))
    sitting = sat(lambda invitation: told.append(invitation.environment()), by_hand)
    assert (told[0]["CLR_CLIENT_ID"], told[0]["CLR_CLIENT_SECRET"]) == ("known", "its-long-secret")
    assert told[0]["CLR_TOKEN_URL"] == sitting.endpoints["token"], "who registers by hand may not know discovery"
    sat(lambda invitation: told.append(invitation.environment()), terms)
    assert "CLR_TOKEN_URL" not in told[1]


def test_a_right_consumer_with_a_client_of_its_own_credentials_gets_through(right: Consumer, terms: Terms) -> None:
    by_hand = replace(terms, client=ClientSpec("known", "its-long-secret"), acts_for_itself=True)
    sitting = sat(right, by_hand)
    assert not sitting.requests("register", "authorize")
    assert sitting.requests("token", ok=True)


def test_a_learner_who_agrees_at_once_shows_no_page(right: Consumer, terms: Terms) -> None:
    sitting = sat(right, replace(terms, login="auto"))
    assert sitting.through
    assert not sitting.requests("login", "consent")
    two = sat(right, replace(terms, login="auto"), scenario(learners=("mira", "jonas")))
    assert [{one.learner for one in two.requests("getClrs", run=run)} for run in (1, 2)] == [{"mira"}, {"jonas"}]


def test_a_departure_that_is_mended_is_let_pass_and_named(over_tls: Terms) -> None:
    def ask(http: httpx.Client, invitation: Invitation) -> int:
        return 0 if http.get(f"{invitation.url}/discovery", headers={"Accept": "application/json"}).is_success else 1

    consumer = asking(ask)
    assert not sat(consumer, over_tls).through
    mended = play(scenario(), "read", in_process(consumer), over_tls, mended=("accept",)).sitting
    assert mended.through
    assert (mended.mended, mended.exchanges[0].taken) == (("accept",), ("accept",))


def test_who_comes_after_the_end_is_told_and_counted(over_tls: Terms) -> None:
    played, answer = asked_late(lambda http, told: http.get(f"{told.url}/discovery").status_code, over_tls)
    assert answer == 410
    assert (played.sitting.late, played.told.late) == (0, 1)
    assert not played.told.exchanges, "it is none of the sitting's"


def test_a_listener_with_a_foreign_certificate_is_not_talked_to(right: Consumer, terms: Terms) -> None:
    sitting = sat(right, terms, scenario(listener="foreign-certificate"))
    assert not sitting.exchanges
    assert sitting.handshakes
    assert not any(one.finished for one in sitting.handshakes)


def test_a_right_record_cannot_be_verified_where_no_server_can_be_trusted(right: Consumer, terms: Terms) -> None:
    claims = replace(terms, claims=frozenset({"verify", "verify_hosted"}))
    laid = sat(right, claims, scenario("odd", listener="foreign-certificate"), task="verify")
    (specimen,) = laid.specimens
    assert (specimen.scenario, specimen.right) == ("odd", False)
    assert specimen.change == "what it names is at no server that can be trusted: a title"
    assert laid.end.how == "refused"


def test_elsewhere_it_is_right_and_of_its_scenario(right: Consumer, terms: Terms) -> None:
    laid = sat(right, replace(terms, claims=frozenset({"verify", "verify_hosted"})), scenario("odd"), task="verify")
    assert [(one.scenario, one.right) for one in laid.specimens] == [("odd", True)]


def test_another_host_serves_the_same_and_is_told_apart(over_tls: Terms) -> None:
    def ask(http: httpx.Client, invitation: Invitation) -> None:
        http.get(f"{invitation.url}/discovery")

    played = scenario(listener="other-host")
    sitting = sat(asking(ask), over_tls, played)
    assert sitting.elsewhere.startswith("https://localhost:")
    assert [one.place for one in sitting.exchanges] == ["api"]


def test_a_process_is_told_by_its_arguments(over_tls: Terms) -> None:
    start = as_process(["sh", "-c", 'echo "$0 $CLR_TASK"; exit 20', "{username}"], over_tls)
    sitting = play(scenario(), "write", start, over_tls).sitting
    assert (sitting.end.how, sitting.runs[0].output.strip()) == ("refused", "mira write")
