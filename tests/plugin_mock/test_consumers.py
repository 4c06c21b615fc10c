"""What a developer does with the fixtures: consumers in this process and in others, logins, two starts, files."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import respx

from conformance.one_sitting.judgement import Judgement
from conformance.plugin_mock.mock import ClrMock
from conformance.plugin_mock.respx_mock import ClrMockRespx
from tests.plugin_mock.authlib_consumer import JSON_LD, read, read_awaiting

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "consumer.py"


@pytest.mark.clr("plain", inferred="fail")
def test_a_consumer_of_others_over_tls(clr_mock: ClrMock) -> None:
    assert len(read(clr_mock, verify=clr_mock.ssl_context)) > 9
    assert clr_mock.origin in clr_mock.url
    assert {one.tls for one in clr_mock.exchanges} == {"TLSv1.3"}
    assert clr_mock.judgement.breaches == ()
    assert "CLR10-GCS-028" in clr_mock.judgement.met


@pytest.mark.clr("plain", inferred="fail")
def test_the_same_in_process(clr_mock_respx: ClrMockRespx) -> None:
    assert len(read(clr_mock_respx)) > 9
    assert clr_mock_respx.judgement.breaches == ()


@pytest.mark.clr("plain", inferred="fail")
def test_the_same_awaited(clr_mock_respx: ClrMockRespx) -> None:
    assert len(asyncio.run(read_awaiting(clr_mock_respx))) > 9
    assert clr_mock_respx.judgement.breaches == ()


@pytest.mark.clr(judge=False)
def test_two_clients_are_served_at_the_same_time(clr_mock_respx: ClrMockRespx) -> None:
    async def both() -> tuple[list[str], list[str]]:
        return await asyncio.gather(read_awaiting(clr_mock_respx), read_awaiting(clr_mock_respx))

    one, other = asyncio.run(both())
    assert one == other


def test_an_async_client_is_not_held_up_by_a_sync_one_in_its_loop(clr_mock_respx: ClrMockRespx) -> None:
    async def mixed() -> tuple[int, int]:
        ours = httpx.get(f"{clr_mock_respx.url}/discovery", headers={"Accept": JSON_LD})
        async with httpx.AsyncClient(headers={"Accept": JSON_LD}) as http:
            return ours.status_code, (await http.get(f"{clr_mock_respx.url}/discovery")).status_code

    assert asyncio.run(mixed()) == (200, 200)


def test_another_host_has_a_route_of_its_own_or_none(clr_mock_respx: ClrMockRespx) -> None:
    clr_mock_respx.router.get("https://wallet.example/").mock(return_value=httpx.Response(204))
    assert httpx.get("https://wallet.example/").status_code == 204
    with pytest.raises(respx.models.AllMockedAssertionError):
        httpx.get("https://elsewhere.example/")


@pytest.mark.clr("denied")
def test_the_learner_says_no_where_the_scenario_has_it(clr_mock_respx: ClrMockRespx) -> None:
    with pytest.raises(LookupError, match="access_denied"):
        read(clr_mock_respx)
    clr_mock_respx.ended("refused")
    assert not clr_mock_respx.requests("token")


@pytest.mark.clr(login="auto")
def test_with_auto_login_everybody_is_sent_back_at_once(clr_mock_respx: ClrMockRespx) -> None:
    assert read(clr_mock_respx)
    assert not clr_mock_respx.requests("login")


@pytest.mark.clr(judge=False)
def test_a_login_that_leads_to_a_page_says_so(clr_mock: ClrMock) -> None:
    nowhere = f"{clr_mock.server.settings.addresses.authorize}?client_id=unknown&response_type=code"
    with pytest.raises(AssertionError, match="nobody is sent back: the provider answers 400"):
        clr_mock.log_in(nowhere)


def test_the_redirect_is_followed_to_a_consumer_that_waits(clr_mock: ClrMock) -> None:
    """A consumer as a process, with the variables that it gets in a run too."""
    asked = [sys.executable, str(EXAMPLE), clr_mock.url]
    environment = {**os.environ, **clr_mock.environment()}
    ended = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    assert clr_mock.requests("token")[0].ok
    assert clr_mock.judge().breaches == ()


@pytest.mark.clr("wrong-name")
def test_a_certificate_for_another_host(clr_mock: ClrMock) -> None:
    with pytest.raises(httpx.ConnectError, match="certificate"):
        httpx.get(clr_mock.url, verify=clr_mock.ssl_context)
    assert clr_mock.judgement.breaches == ()
    httpx.get(f"{clr_mock.url}/discovery", verify=False, headers={"Accept": JSON_LD})
    assert clr_mock.judgement.broken == {"CLR10-API-025"}
    clr_mock.judged = True


@pytest.mark.clr("next-elsewhere")
def test_another_host_beside_the_mock(clr_mock: ClrMock) -> None:
    """The consumer follows a link to another host with its token in hand."""
    read(clr_mock, verify=clr_mock.ssl_context)
    assert "CLR10-CON-009" in clr_mock.judgement.broken
    clr_mock.judged = True


@pytest.mark.clr("two-learners")
def test_a_scenario_may_have_two_starts(clr_mock_respx: ClrMockRespx) -> None:
    assert clr_mock_respx.starts == 2
    first = clr_mock_respx.username
    read(clr_mock_respx)
    clr_mock_respx.again()
    assert clr_mock_respx.username != first
    read(clr_mock_respx)
    with pytest.raises(ValueError, match="a consumer is started 2 times"):
        clr_mock_respx.again()
    found = clr_mock_respx.judge()
    assert found.broken == {"CLR10-REG-023"}, "it registers for each learner"


@pytest.mark.clr("discovery-moved")
def test_something_changes_between_two_starts(clr_mock_respx: ClrMockRespx) -> None:
    before = _token_url(clr_mock_respx)
    clr_mock_respx.again()
    assert _token_url(clr_mock_respx) != before


@pytest.mark.clr("copy-differs", task="verify", judge=False)
def test_a_verifier_is_given_files_and_says_what_it_makes_of_them(clr_mock_respx: ClrMockRespx) -> None:
    found = _verified_blindly(clr_mock_respx)
    assert "CLR10-VHO-004" in found.broken


def test_what_a_token_lets_in_is_no_question_of_discovery(clr_mock_respx: ClrMockRespx) -> None:
    headers = {"Accept": JSON_LD, "Authorization": f"Bearer {clr_mock_respx.token()}"}
    assert httpx.get(f"{clr_mock_respx.url}/clrs", headers=headers).status_code == 200
    clr_mock_respx.ended("through")
    assert "CLR10-DSC-019" not in clr_mock_respx.judge().broken


def test_no_token_is_shown_in_a_finding(clr_mock_respx: ClrMockRespx) -> None:
    token = clr_mock_respx.token()
    httpx.get(f"{clr_mock_respx.url}/clrs?access_token={token}", headers={"Accept": JSON_LD})
    found = clr_mock_respx.judgement
    assert "CLR10-TOK-018" in found.broken
    assert token not in str(found)
    clr_mock_respx.judged = True


def _token_url(mock: ClrMock) -> str:
    found = httpx.get(f"{mock.url}/discovery", headers={"Accept": JSON_LD}).json()
    return str(found["tokenUrl"])


def _verified_blindly(mock: ClrMock) -> Judgement:
    while True:
        assert mock.document is not None
        records = [
            {"id": specimen.id, "state": "verified"}
            for specimen in mock._sitting.told("through").specimens
            if specimen.start == mock._sitting.start
        ]
        mock.report({"result": "done", "records": records})
        if mock._sitting.start == mock.starts:
            return mock.judgement
        mock.again()


def test_the_url_that_comes_back_has_the_state_of_the_consumer(clr_mock_respx: ClrMockRespx) -> None:
    came: list[str] = []
    read(clr_mock_respx, watch=came.append)
    assert len(parse_qs(urlsplit(came[0]).query)["state"][0]) > 16
