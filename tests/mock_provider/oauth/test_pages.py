"""Login, sessions, grants and the headers that guard every page."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

import pytest
from lxml import html


def cookie_of(response: Any) -> str:
    return str(response.headers["set-cookie"])


def test_a_wrong_password_says_so_and_gives_the_form_again(world: Any) -> None:
    response = world.browser.log_in("mira", "wrong")
    assert response.status_code == 401
    assert "The user name or the password is wrong" in response.text
    assert 'value="mira"' in response.text
    assert world.browser.submit(response, username="mira", password="mira-password").status_code == 303


@pytest.mark.parametrize("username", ["nobody", "\x00", "x" * 5000, "<b>", "ö"])
def test_an_unknown_user_gets_the_same_answer(world: Any, username: str) -> None:
    response = world.browser.log_in(username, "mira-password")
    assert response.status_code == 401
    assert "The user name or the password is wrong" in response.text
    assert "<b>" not in response.text


def test_the_cookie_is_for_this_host_over_https_only(world: Any) -> None:
    for cookie in (cookie_of(world.browser.get("/oauth/login")), cookie_of(world.browser.log_in())):
        assert cookie.startswith("__Host-clr-session=")
        assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


def test_plain_http_on_loopback_gets_a_cookie_that_it_can_keep(make_world: Any) -> None:
    world = make_world(issuer="http://127.0.0.1:8080")
    cookie = cookie_of(world.browser.get("/oauth/login"))
    assert cookie.startswith("clr-session=")
    assert "Secure" not in cookie
    assert world.browser.log_in().status_code == 303


def test_the_login_starts_a_new_session(world: Any) -> None:
    before = cookie_of(world.browser.get("/oauth/login"))
    after = cookie_of(world.browser.log_in())
    assert before.partition(";")[0] != after.partition(";")[0]


def test_a_session_key_that_was_never_signed_in_is_nobody(world: Any) -> None:
    world.browser.http.cookies.set("__Host-clr-session", "A" * 43, domain="provider.test")
    assert world.browser.get("/oauth/grants").headers["location"].startswith("/oauth/login")


def test_a_session_ends(world: Any) -> None:
    world.browser.log_in()
    assert world.browser.get("/oauth/grants").status_code == 200
    world.clock.now += world.server.settings.session_seconds
    assert world.browser.get("/oauth/grants").status_code == 303


def test_signing_out_ends_the_session_on_the_server(world: Any) -> None:
    world.browser.log_in()
    page = world.browser.get("/oauth/grants")
    key = world.browser.http.cookies["__Host-clr-session"]
    assert world.browser.submit(page, form=-1).headers["location"] == "/oauth/login"
    world.browser.http.cookies.set("__Host-clr-session", key, domain="provider.test")
    assert world.browser.get("/oauth/grants").status_code == 303


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.test/",
        "//evil.test/",
        "/\\evil.test",
        "/oauth/grants/../../evil",
        "https://provider.test/oauth/grants",
        "/oauth/grants\r\nSet-Cookie: x=1",
        "/oauth/grants?\r\nSet-Cookie: x=1",
        "/oauth/grants?" + "x" * 16_100,
        "javascript:alert(1)",
        "/oauth/logout",
        "",
    ],
)
def test_the_login_leads_to_our_own_pages_only(world: Any, target: str) -> None:
    page = world.browser.get("/oauth/login", next=target)
    response = world.browser.submit(page, username="mira", password="mira-password", next=target)
    assert response.headers["location"] == "/oauth/grants"
    assert world.browser.get("/oauth/login", next=target).headers["location"] == "/oauth/grants"


def test_who_is_signed_in_may_become_somebody_else(world: Any, consumer: Any) -> None:
    world.browser.log_in("mira")
    consent = world.browser.consent_page(consumer)
    page: Any = html.fromstring(consent.text)
    [switch] = [url for _, _, url, _ in page.iterlinks() if "switch=1" in url]
    login = world.browser.get(switch)
    assert login.status_code == 200
    again = world.browser.submit(login, username="jonas", password="jonas-password")
    assert "jonas" in world.browser.get(again.headers["location"]).text


@pytest.mark.parametrize("path", ["/oauth/login", "/oauth/consent", "/oauth/grants", "/oauth/logout"])
@pytest.mark.parametrize("token", [None, "", "0" * 64, "ünicode"])
def test_a_form_of_another_session_is_refused(world: Any, consumer: Any, path: str, token: str | None) -> None:
    world.browser.log_in()
    assert world.browser.approve(consumer)["code"], "the same form with the right token works"
    form = {"username": "mira", "password": "mira-password", "decision": "approve", "action": "withdraw"}
    response = world.browser.http.post(path, data=form if token is None else form | {"csrf": token})
    assert response.status_code == 403
    assert "location" not in response.headers
    assert len(world.server.grants.of_user("mira")) == 1


def test_a_form_works_in_its_own_browser_only(world: Any) -> None:
    page = world.browser.get("/oauth/login")
    other = type(world.browser)(world.http)
    other.get("/oauth/login")
    assert other.submit(page, username="mira", password="mira-password").status_code == 403


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{}", "application/json", 400),
        (b"\xff", "application/x-www-form-urlencoded", 400),
        (b"a=1&a=2", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(101)), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_a_form_that_cannot_be_read_gets_a_page(world: Any, content: bytes, media_type: str, status: int) -> None:
    response = world.http.post("/oauth/login", content=content, headers={"Content-Type": media_type})
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")


def test_the_page_of_grants_shows_and_withdraws(world: Any, consumer: Any) -> None:
    tokens = world.tokens(consumer)
    assert world.alive(tokens["access_token"])
    page = world.browser.get("/oauth/grants")
    assert "Transcript Wallet" in page.text
    done = world.browser.submit(page, action="withdraw")
    assert done.status_code == 303
    assert not world.alive(tokens["access_token"])
    assert consumer.refresh(tokens["refresh_token"]).json()["error"] == "invalid_grant"
    after = world.browser.get(done.headers["location"])
    assert "Access is withdrawn" in after.text
    assert "Transcript Wallet" not in after.text


def test_a_withdrawal_ends_codes_that_were_not_exchanged_yet(world: Any, consumer: Any) -> None:
    world.browser.log_in()
    code = world.browser.approve(consumer)["code"]
    world.browser.submit(world.browser.get("/oauth/grants"), action="withdraw")
    assert consumer.exchange(code).json()["error"] == "invalid_grant"


def test_a_withdrawal_leaves_other_clients_and_users_alone(world: Any) -> None:
    first, second = world.consumer(client_name="First"), world.consumer(client_name="Second")
    kept = world.tokens(first)
    world.clock.now += 1
    lost = world.tokens(second)
    page = world.browser.get("/oauth/grants")
    assert page.text.index("Second") < page.text.index("First"), "the newest comes first"
    world.browser.submit(page, action="withdraw")
    assert world.alive(kept["access_token"])
    assert not world.alive(lost["access_token"])


def test_nobody_withdraws_the_grant_of_somebody_else(world: Any, consumer: Any) -> None:
    tokens = world.tokens(consumer)
    [grant] = world.server.grants.of_user("mira")
    world.browser.log_in("jonas")
    page = world.browser.get("/oauth/grants")
    csrf = html.fromstring(page.text).xpath("string(//input[@name='csrf']/@value)")
    form = {"csrf": csrf, "grant": grant.id, "action": "withdraw"}
    assert world.browser.http.post("/oauth/grants", data=form).status_code == 404
    assert world.alive(tokens["access_token"])


def test_every_page_forbids_scripts_frames_and_caches(world: Any, consumer: Any) -> None:
    browser = world.browser
    pages = [browser.get("/oauth/login"), browser.log_in("mira", "wrong"), browser.get("/oauth/authorize")]
    browser.log_in()
    pages += [browser.consent_page(consumer), browser.get("/oauth/grants"), browser.http.post("/oauth/grants")]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"


def test_the_policy_allows_the_style_of_the_page(world: Any) -> None:
    page = world.browser.get("/oauth/login")
    style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["content-security-policy"]


def test_the_consent_form_may_lead_to_the_client(world: Any) -> None:
    world.browser.log_in()
    remote, local = world.consumer(), world.consumer(redirect_uris=["http://127.0.0.1:8765/cb"])
    policy = world.browser.consent_page(remote).headers["content-security-policy"]
    assert "form-action 'self' https:;" in policy
    assert "img-src https://consumer.test;" in policy
    page = world.browser.consent_page(local, redirect_uri="http://127.0.0.1:8765/cb")
    assert "form-action 'self' http:;" in page.headers["content-security-policy"]


def test_every_field_has_a_label_and_every_page_a_language_and_a_heading(world: Any, consumer: Any) -> None:
    browser = world.browser
    pages = [browser.get("/oauth/login")]
    browser.log_in()
    pages += [browser.consent_page(consumer), browser.get("/oauth/grants"), browser.get("/oauth/authorize")]
    for page in pages:
        document = html.fromstring(page.text)
        assert document.get("lang") == "en"
        assert len(document.xpath("//h1")) == 1
        assert document.xpath("//main")
        for field in document.xpath("//input[not(@type='hidden')]"):
            assert document.xpath(f"//label[@for='{field.get('id')}']")
        assert all(image.get("alt") for image in document.xpath("//img"))
