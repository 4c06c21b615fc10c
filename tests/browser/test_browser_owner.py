"""The browser owner in a real Chromium: pages that only scripts build, and steps that cannot be taken."""

from __future__ import annotations

import dataclasses
import importlib.util
import os
import shutil
import ssl
import threading
from collections.abc import Iterator

import pytest
import trustme
from flask import Flask, redirect, request
from werkzeug.serving import make_server

from conformance.access import BrowserSpec, BrowserStep, Credentials, NetworkSpec
from conformance.exchanges import Redactor
from conformance.oauth import AuthorizationRequest, OAuthProblem, PageResult, RedirectResult
from conformance.oauth.owner import BrowserOwner
from conformance.oauth.owner.chromium import NAMES, Chromium, find
from conformance.oauth.owner.passage import Passage
from tests.cli.test_network import SECRET, Proxy
from tests.serving import serving

CALLBACK = "https://consumer.invalid/callback"
MIRA = Credentials("mira", "mira-password")
TRUSTING = Passage(trust_any=True)
PAGE = """<!doctype html><title>Login</title><div id="root"></div><script>
const root = document.getElementById("root");
const show = html => { root.innerHTML = html; };
function login() {
  show('<input id="user"><input id="pass" type="password"><button id="go">Log in</button>');
  document.getElementById("go").onclick = async () => {
    const body = JSON.stringify({user: user.value, pass: pass.value});
    const answer = await fetch("/api/login", {method: "POST", body, headers: {"Content-Type": "application/json"}});
    if (answer.ok) { consent(); } else { show("<p>Wrong</p>"); }
  };
}
function consent() {
  show('<button id="yes">Allow</button><button id="no">Deny</button>');
  const to = answer => { location.href = "/decide" + location.search + "&answer=" + answer; };
  yes.onclick = () => to("yes");
  no.onclick = () => to("no");
}
setTimeout(login, 100);
</script>"""


@pytest.fixture(scope="module", autouse=True)
def _browser_is_there() -> None:
    missing = importlib.util.find_spec("playwright") is None or not any(map(shutil.which, NAMES))
    if missing and os.environ.get("CI"):
        pytest.fail("Playwright and Chromium have to be installed where CI is set")
    if missing:
        pytest.skip("Playwright or Chromium is not installed")


@pytest.fixture(scope="module")
def chromium(_browser_is_there: None) -> Iterator[Chromium]:
    """Keeps Chromium running from test to test; starting it is most of the time."""
    running = Chromium()
    running.acquire(None)
    yield running
    running.release()


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    app = Flask(__name__)

    @app.before_request
    def gate():
        if "key" in GATE and request.headers.get("X-Api-Key") != GATE["key"]:
            return "no entry", 403
        given = request.authorization
        if "basic" in GATE and (given is None or (given.username, given.password) != ("me", GATE["basic"])):
            return "no entry", 401, {"WWW-Authenticate": 'Basic realm="gate"'}
        return None

    @app.get("/authorize")
    def authorize():
        if request.args["client_id"] == "unknown":
            return "<h1>Unknown client</h1>", 400
        if request.args["client_id"] == "away":
            return redirect(request.host_url.replace("127.0.0.1", "localhost") + "seen")
        return PAGE

    @app.get("/seen")
    def seen():
        return f"key: {request.headers.get('X-Api-Key', 'none')}", 400

    @app.post("/api/login")
    def login():
        return ("", 204) if request.json == {"user": "mira", "pass": "mira-password"} else ("", 401)

    @app.get("/decide")
    def decide():
        found = "code=the-code" if request.args["answer"] == "yes" else "error=access_denied"
        return redirect(f"{request.args['redirect_uri']}?{found}&state={request.args['state']}")

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server = make_server("127.0.0.1", 0, app, threaded=True, ssl_context=context)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


GATE: dict[str, str] = {}
"""What the pages ask for before they let anybody in."""


@pytest.mark.parametrize(
    ("gate", "network"),
    [
        ({"key": "k-123"}, NetworkSpec(headers={"X-Api-Key": "k-123"})),
        ({"basic": "pw-123"}, NetworkSpec(basic=Credentials("me", "pw-123"))),
    ],
    ids=["header", "basic"],
)
def test_the_browser_passes_the_gate_of_the_plan(url, redactor, monkeypatch, gate, network, chromium):
    for name, value in gate.items():
        monkeypatch.setitem(GATE, name, value)
    outside = BrowserOwner(MIRA, SPEC, redactor, passage=TRUSTING, patience=1, chromium=chromium)
    passing = BrowserOwner(MIRA, SPEC, redactor, passage=Passage(network, (url,), trust_any=True), chromium=chromium)
    try:
        assert not isinstance(outside.authorize(ask(url)), RedirectResult)
        assert isinstance(passing.authorize(ask(url)), RedirectResult)
    finally:
        outside.close()
        passing.close()


def test_another_host_that_the_target_redirects_to_is_not_shown_the_gates_header(url, redactor, chromium):
    passage = Passage(NetworkSpec(headers={"X-Api-Key": "k-123"}), (url,), trust_any=True)
    owner = BrowserOwner(MIRA, SPEC, redactor, passage=passage, chromium=chromium)
    try:
        result = owner.authorize(ask(url, client_id="away"))
    finally:
        owner.close()
    assert isinstance(result, PageResult)
    assert result.text.strip() == "key: none"


def test_the_browser_goes_through_the_proxy_of_the_plan(url, redactor, chromium):
    proxy = Proxy()
    with serving(proxy):
        network = NetworkSpec(proxy=f"http://me:{SECRET}@127.0.0.1:{proxy.server_port}")
        owner = BrowserOwner(MIRA, SPEC, redactor, passage=Passage(network, (url,), trust_any=True), chromium=chromium)
        try:
            assert isinstance(owner.authorize(ask(url)), RedirectResult)
        finally:
            owner.close()
    assert url.removeprefix("https://") in proxy.asked


SPEC = BrowserSpec(
    login=(
        BrowserStep("fill", "#user", "{username}", name="user name"),
        BrowserStep("fill", "#pass", "{password}", name="password"),
        BrowserStep("click", "#go", name="log in"),
    ),
    approve=(BrowserStep("click", "#yes", name="allow"),),
    deny=(BrowserStep("click", "#no", name="deny"),),
)


def ask(url: str, **changes: str) -> AuthorizationRequest:
    right = AuthorizationRequest.right(f"{url}/authorize", client_id="c1", redirect_uri=CALLBACK, scope="readonly")
    return right.changed(**changes)


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.fixture
def owner(redactor, chromium) -> Iterator[BrowserOwner]:
    made = BrowserOwner(MIRA, SPEC, redactor, passage=TRUSTING, chromium=chromium)
    yield made
    made.close()


def test_scripts_log_in_and_the_redirect_is_caught(url, owner, redactor):
    question = ask(url)
    result = owner.authorize(question)
    assert isinstance(result, RedirectResult)
    assert (result.code, result.state) == ("the-code", question.state)
    assert "the-code" not in redactor.text("a the-code b")


def test_an_optional_step_is_left_out_when_its_element_does_not_come(url, redactor, chromium):
    banner = BrowserStep("click", "#cookie-banner", name="cookie banner", optional=True)
    owner = BrowserOwner(
        MIRA, dataclasses.replace(SPEC, login=(banner, *SPEC.login)), redactor, passage=TRUSTING, chromium=chromium
    )
    assert isinstance(owner.authorize(ask(url)), RedirectResult)
    owner.close()


def test_deny_and_another_redirect_uri(url, owner):
    question = ask(url, redirect_uri="https://other.invalid/cb")
    result = owner.authorize(question, "deny")
    assert isinstance(result, RedirectResult)
    assert (result.url.partition("?")[0], result.error) == ("https://other.invalid/cb", "access_denied")


def test_an_error_page_is_a_page(url, owner):
    result = owner.authorize(ask(url, client_id="unknown"))
    assert isinstance(result, PageResult)
    assert (result.status, result.text, result.logged_in) == (400, "Unknown client", False)


def test_two_owners_share_one_browser(url, owner, redactor, chromium):
    other = BrowserOwner(MIRA, SPEC, redactor, passage=TRUSTING, chromium=chromium)
    assert isinstance(other.authorize(ask(url)), RedirectResult)
    other.close()
    assert isinstance(owner.authorize(ask(url)), RedirectResult)


def test_a_step_that_cannot_be_taken_is_named_with_a_screenshot(url, redactor, tmp_path, chromium):
    owner = BrowserOwner(
        Credentials("mira", "wrong-password"),
        SPEC,
        redactor,
        passage=TRUSTING,
        out=tmp_path / "out",
        patience=1,
        chromium=chromium,
    )
    try:
        with pytest.raises(OAuthProblem) as caught:
            owner.authorize(ask(url))
    finally:
        owner.close()
    assert caught.value.problem.code == "browser-stuck"
    assert "'allow'" in caught.value.problem.message
    (shot,) = (tmp_path / "out").iterdir()
    assert str(shot) in caught.value.problem.todo
    assert shot.read_bytes().startswith(b"\x89PNG")


def test_a_screenshot_shows_no_personal_data(url, tmp_path, monkeypatch, chromium):
    """What is known of persons and every e-mail address is replaced on the page before it is photographed."""
    from playwright.sync_api import Page

    from conformance.privacy import Persons
    from conformance.standard import personal

    seen = []
    original = Page.screenshot
    fields = "[...document.querySelectorAll('input')].map(each => each.value).join(' ')"

    def photographed(page, **how):
        seen.append(f"{page.inner_text('body')} {page.evaluate(fields)}")
        return original(page, **how)

    monkeypatch.setattr(Page, "screenshot", photographed)
    persons = Persons(personal("clr10"))
    persons.learn("mira.okafor")
    redactor = Redactor(persons=persons)
    steps = (
        BrowserStep("fill", "#user", "mira.okafor"),
        BrowserStep("fill", "#pass", "{password}"),
        BrowserStep("click", "#nowhere", name="nowhere"),
    )
    owner = BrowserOwner(
        MIRA, BrowserSpec(login=steps), redactor, passage=TRUSTING, out=tmp_path / "out", patience=1, chromium=chromium
    )
    try:
        with pytest.raises(OAuthProblem):
            owner.authorize(ask(url))
    finally:
        owner.close()
    assert len(seen) == 1
    assert "Log in" in seen[0]
    assert "okafor" not in seen[0].lower()
    assert "mira-password" not in seen[0]


def test_an_untrusted_certificate_is_not_accepted_by_default(url, redactor, chromium):
    owner = BrowserOwner(MIRA, SPEC, redactor, patience=2, chromium=chromium)
    try:
        with pytest.raises(OAuthProblem, match="browser-unreachable"):
            owner.authorize(ask(url))
    finally:
        owner.close()


def test_a_missing_browser_is_a_matter_of_set_up():
    with pytest.raises(OAuthProblem) as caught:
        find("/no/such/chromium")
    assert caught.value.problem.code == "browser-missing"
    assert "executable" in caught.value.problem.todo
