"""The form owner gets through pages it has never seen, by configuration alone, and says what stops it."""
# ruff: noqa: E501 (pages are easier to read in one line)

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask, redirect, request, session

from conformance.access import Credentials, FormSpec
from conformance.oauth import FormOwner, OAuthProblem, PageResult, RedirectResult, code_of

CALLBACK = "https://consumer.invalid/callback"
MIRA = Credentials("mira", "mira-password")


def back(**params: str) -> str:
    return f"{CALLBACK}?{urlencode({**params, 'state': session['query'].get('state', '')})}"


def login_at_authorize(app: Flask, form: str, *, user: str = "username", secret: str = "password") -> None:
    """GET shows the form (or the consent once logged in), POST checks the password and comes back."""

    @app.get("/authorize")
    def authorize():
        session["query"] = request.args.to_dict()
        return redirect("/consent") if "user" in session else form

    @app.post("/login")
    def login():
        if (request.form.get(user), request.form.get(secret)) != ("mira", "mira-password"):
            return form, 401
        session["user"] = request.form[user]
        return redirect("/consent", 303)


def consent_page(app: Flask, form: str, *, yes: tuple[str, str] = ("decision", "yes")) -> None:
    @app.route("/consent", methods=["GET", "POST"])
    def consent():
        sent = request.form if request.method == "POST" else request.args
        if not sent:
            return form
        session["sent"] = sent.to_dict()
        return redirect(back(code="the-code") if sent.get(yes[0]) == yes[1] else back(error="access_denied"))


LOGIN = '<form action="/login" method="post"><input name="username"><input type="password" name="password"><button>Go</button></form>'
CONSENT = (
    '<form method="post"><input type="hidden" name="csrf" value="x"/>'
    '<button name="decision" value="yes">Allow</button><button name="decision" value="no">Deny</button></form>'
)


@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_a_consent_page_with_other_fields_than_the_plan_says_is_read_by_its_words(app, run, wire, ask, decision):
    login_at_authorize(app, LOGIN)
    consent_page(
        app,
        '<form method="post"><button name="answer" value="0">Not now</button><button name="answer" value="1">Share</button></form>',
        yes=("answer", "1"),
    )
    spec = FormSpec(approve={"decision": "approve"}, deny={"decision": "deny"})
    result = FormOwner(wire, MIRA, spec).authorize(ask(run(app)), decision)
    assert (result.code, result.error) == (("the-code", None) if decision == "approve" else (None, "access_denied"))


def test_login_then_consent_ends_at_the_client(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    consent_page(app, CONSENT)
    question = ask(run(app))
    result = FormOwner(wire, MIRA).authorize(question)
    assert isinstance(result, RedirectResult)
    assert (result.code, result.state, result.error) == ("the-code", question.state, None)
    assert code_of(result, question) == "the-code"
    assert not any("consumer.invalid" in response.url.partition("?")[0] for response in wire.transcript.responses)


def test_deny_comes_back_as_an_error(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    consent_page(app, CONSENT)
    question = ask(run(app))
    result = FormOwner(wire, MIRA).authorize(question, "deny")
    assert isinstance(result, RedirectResult)
    assert (result.error, result.state, result.code) == ("access_denied", question.state, None)
    with pytest.raises(OAuthProblem, match="consent-denied"):
        code_of(result, question)


def test_the_session_lasts_and_can_be_forgotten(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    consent_page(app, CONSENT)
    url = run(app)
    owner = FormOwner(wire, MIRA)
    for _ in range(2):
        owner.authorize(ask(url))
    assert sum(response.url.endswith("/login") for response in wire.transcript.responses) == 1
    owner.forget()
    owner.authorize(ask(url))
    assert sum(response.url.endswith("/login") for response in wire.transcript.responses) == 2


def test_a_login_that_ended_at_an_error_page_is_remembered_with_its_session(app, run, wire, ask):
    login_at_authorize(app, LOGIN)

    @app.get("/consent")
    def consent():
        wrong = session["query"]["scope"] == "unknown"
        return ("<h1>No such scope</h1>", 400) if wrong else redirect(back(code="the-code"))

    owner, question = FormOwner(wire, MIRA), ask(run(app))
    assert isinstance(owner.authorize(question.changed(scope="unknown")), PageResult)
    assert owner.authorize(question).logged_in is True
    owner.forget()
    assert owner.authorize(question).logged_in is True


def test_two_owners_do_not_share_a_session(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    consent_page(app, CONSENT)
    url = run(app)
    FormOwner(wire, MIRA).authorize(ask(url))
    with pytest.raises(OAuthProblem, match="login-refused"):
        FormOwner(wire, Credentials("kim", "kim-password")).authorize(ask(url))


def test_other_field_names_are_configuration(app, run, wire, ask):
    login_at_authorize(
        app,
        LOGIN.replace('"username"', '"j_user"').replace('name="password"', 'name="j_pass"'),
        user="j_user",
        secret="j_pass",
    )
    consent_page(app, CONSENT)
    url = run(app)
    with pytest.raises(OAuthProblem) as caught:
        FormOwner(wire, MIRA).authorize(ask(url))
    assert caught.value.problem.code == "no-login-form"
    assert "j_pass, j_user" in caught.value.problem.message
    assert "login.form.password" in caught.value.problem.todo
    assert FormOwner(wire, MIRA, FormSpec(username="j_user", password="j_pass")).authorize(ask(url)).code == "the-code"


def test_wrong_password_is_said_once_and_clearly(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    with pytest.raises(OAuthProblem) as caught:
        FormOwner(wire, Credentials("mira", "not-her-password")).authorize(ask(run(app)))
    assert caught.value.problem.code == "login-refused"
    assert "password" in caught.value.problem.likely
    assert len(wire.transcript) == 2


def test_hidden_fields_and_untouched_controls_are_sent(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    seen = {}

    @app.route("/consent", methods=["GET", "POST"])
    def consent():
        if request.method == "GET":
            return """<form method=post>
              <input type=hidden name=nonce value="a&amp;b"> <input type=checkbox name=on checked> <input type=checkbox name=off>
              <input type=radio name=level value=1> <input type=radio name=level value=2 checked>
              <select name=lang><option value=de>de<option value=en selected>en</select> <select name=first><option>one<option>two</select>
              <textarea name=note>hi</textarea> <input name=gone disabled value=x> <fieldset disabled><input name=also value=x></fieldset>
              <input type=file name=up> <input type=submit name=act value=Accept> </form> <input form=none name=alien value=1>"""
        seen.update(request.form.to_dict())
        return redirect(back(code="c"))

    FormOwner(wire, MIRA).authorize(ask(run(app)))
    assert seen == {
        "nonce": "a&b",
        "on": "on",
        "level": "2",
        "lang": "en",
        "first": "one",
        "note": "hi",
        "act": "Accept",
    }


@pytest.mark.parametrize(
    "form",
    [
        CONSENT.replace('method="post"', 'method="get"'),
        CONSENT.replace('method="post"', 'method="post" action=""'),
        CONSENT.replace('method="post"', 'method="post" action="consent"'),
        CONSENT.replace('method="post"', 'method="POST" action="/consent"'),
        '<base href="/elsewhere/">' + CONSENT.replace('method="post"', 'method="post" action="../consent"'),
        "<form action=/search><input name=q><button>Find</button></form><form method=post action=/logout><button>Log out</button></form>" + CONSENT,
        "<form method=post action=/i18n/setlang/><select name=next><option>en</select><button>OK</button></form>" + CONSENT,
        '<form method="post" id="f"></form><button form="f" name="decision" value="no">No</button><button form="f" name="decision" value="yes">Yes</button>',
        '<form method="post"><input type="submit" name="decision" value="yes"><input type="submit" name="decision" value="no"></form>',
        '<form method="post"><button name="decision" value="no">Do not allow</button><button name="decision" value="yes">Allow</button></form>',
        '<form method="post"><button name="decision" value="no">Not now</button><button name="decision" value="yes">Share my records</button></form>',
        '<form method=post action=/help><button>Help</button></form><form method="post"><button name="decision" value="no">Cancelar</button><button name="decision" value="yes">Allow</button></form>',
        '<form method=post action=/help><button>OK</button></form><form method="post"><button name="decision" value="no">Not now</button><button name="decision" value="yes">Share my records</button></form>',
        '<form method="post"><button name="decision" value="1">Rather later</button><button name="decision" value="yes">Allow</button></form>',
        '<form method="post"><button formaction="/consent" name="decision" value="yes">Ja</button><button name="decision" value="no">Nein</button></form>',
        '<form method="post"><input type=hidden name=decision value=yes><button>Allow</button></form><form method="post"><input type=hidden name=decision value=no><button>Deny</button></form>',
    ],
)  # fmt: skip
@pytest.mark.parametrize("decision", ["approve", "deny"])
def test_consent_in_many_shapes(app, run, wire, ask, form, decision):
    login_at_authorize(app, LOGIN)
    consent_page(app, form)
    result = FormOwner(wire, MIRA).authorize(ask(run(app)), decision)
    assert (result.code, result.error) == (("the-code", None) if decision == "approve" else (None, "access_denied"))


def test_the_plan_says_what_yes_and_no_are(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    consent_page(
        app,
        '<form method="post"><input name="ok" type="checkbox" value="1"><button>Weiter</button></form>',
        yes=("ok", "1"),
    )
    spec = FormSpec(approve={"ok": "1"}, deny={"ok": "0"})
    url = run(app)
    assert FormOwner(wire, MIRA, spec).authorize(ask(url)).code == "the-code"
    assert FormOwner(wire, MIRA, spec).authorize(ask(url), "deny").error == "access_denied"


def test_user_name_and_password_on_two_pages(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        session["query"] = request.args.to_dict()
        return "<form method=post action=/who><input name=username><button>Next</button></form>"

    @app.post("/who")
    def who():
        session["who"] = request.form["username"]
        return "<form method=post action=/secret><input type=password name=password><button>Log in</button></form>"

    @app.post("/secret")
    def secret():
        right = (session["who"], request.form["password"]) == ("mira", "mira-password")
        return redirect(back(code="c") if right else back(error="access_denied"))

    assert FormOwner(wire, MIRA).authorize(ask(run(app))).code == "c"


ONE_PAGE = """<form method=post action=/both><input name=username><input type=password name=password>
<button name=do value=allow>Log in and allow</button><button name=do value=deny>Cancel</button></form>"""


@pytest.mark.parametrize("spec", [FormSpec(), FormSpec(approve={"do": "allow"}, deny={"do": "deny"})])
def test_login_and_decision_on_one_page(app, run, wire, ask, spec):
    @app.get("/authorize")
    def authorize():
        session["query"] = request.args.to_dict()
        return ONE_PAGE

    @app.post("/both")
    def both():
        if request.form["do"] == "deny":
            return redirect(back(error="access_denied"))
        return redirect(back(code="c")) if request.form["password"] == "mira-password" else ONE_PAGE

    url = run(app)
    assert FormOwner(wire, MIRA, spec).authorize(ask(url)).code == "c"
    assert FormOwner(wire, MIRA, spec).authorize(ask(url), "deny").error == "access_denied"


def test_the_login_form_is_not_the_one_to_sign_up(app, run, wire, ask):
    up = "<form method=post action=/up><input name=username><input name=mail><input type=password name=password><input type=password name=again></form>"
    login_at_authorize(app, up + LOGIN)
    consent_page(app, CONSENT)
    assert FormOwner(wire, MIRA).authorize(ask(run(app))).code == "the-code"


@pytest.mark.parametrize(("decision", "end"), [("approve", "the-code"), ("deny", "access_denied")])
def test_consent_by_links(app, run, wire, ask, decision, end):
    login_at_authorize(app, LOGIN)
    consent_page(app, '<a href="/terms">Terms</a><a href="?decision=yes">Allow</a> <a href="?decision=no">Deny</a>')
    result = FormOwner(wire, MIRA).authorize(ask(run(app)), decision)
    assert end in (result.code, result.error)


def test_pages_in_between(app, run, wire, ask):
    login_at_authorize(app, LOGIN.replace('action="/login"', 'action="/login"'))

    @app.get("/consent")
    def consent():
        return '<meta http-equiv="refresh" content="0; URL=\'/wait\'"><p>One moment</p>'

    @app.get("/wait")
    def wait():
        return '<body onload="document.forms[0].submit()"><form method=post action=/on><input type=hidden name=t value=1></form>'

    @app.post("/on")
    def on():
        return redirect("/more", 307)

    @app.post("/more")
    def more():
        return f'<meta http-equiv="Refresh" content="0;url={back(code="c").replace("&", "&amp;")}">'

    assert FormOwner(wire, MIRA).authorize(ask(run(app))).code == "c"


def test_a_link_or_a_posted_form_may_lead_back(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        session["query"] = request.args.to_dict()
        return f'<p>Done.</p><a href="{back(code="c").replace("&", "&amp;")}">Back to the app</a>'

    @app.get("/post/authorize")
    def posted():
        state = request.args["state"]
        return f'<form method=post action={CALLBACK}><input name=code value=d><input name=state value="{state}"></form>'

    url = run(app)
    assert FormOwner(wire, MIRA).authorize(ask(url)).code == "c"
    question = ask(f"{url}/post")
    assert code_of(FormOwner(wire, MIRA).authorize(question), question) == "d"


def test_csrf_by_cookie_referer_and_origin(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        session["query"] = request.args.to_dict()
        answer = app.make_response(LOGIN)
        answer.set_cookie("csrf", "abc", secure=True, httponly=True, samesite="Strict", path="/login")
        return answer

    @app.post("/login")
    def login():
        here = request.host_url.rstrip("/")
        right = request.cookies.get("csrf") == "abc" and request.headers["Origin"] == here
        right = right and request.headers["Referer"].startswith(f"{here}/authorize?")
        return redirect(back(code="c")) if right else ("no", 403)

    assert FormOwner(wire, MIRA).authorize(ask(run(app))).code == "c"


def test_an_immediate_error_redirect_is_caught(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        return redirect(f"{CALLBACK}?error=invalid_request&error=twice&state=s#access_token=t")

    result = FormOwner(wire, MIRA).authorize(ask(run(app)))
    assert (result.error, result.repeated, dict(result.fragment)) == (
        "invalid_request",
        ("error",),
        {"access_token": "t"},
    )


def test_a_redirect_to_the_uri_that_was_asked_for_is_caught_too(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        return redirect(request.args["redirect_uri"] + "?code=leaked")

    result = FormOwner(wire, MIRA).authorize(ask(run(app)).changed(redirect_uri="https://evil.invalid/cb"))
    assert isinstance(result, RedirectResult)
    assert result.url == "https://evil.invalid/cb?code=leaked"


def test_an_error_page_is_a_page(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        return "<h1>Bad client</h1><script>1</script>", 400

    question = ask(run(app))
    result = FormOwner(wire, MIRA).authorize(question)
    assert isinstance(result, PageResult)
    assert (result.status, result.text, result.logged_in) == (400, "Bad client", False)
    with pytest.raises(OAuthProblem, match="authorization-page-missing"):
        code_of(result, question)


def test_a_page_built_by_scripts_needs_a_browser(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        return '<!doctype html><title>Login</title><div id="root"></div><script src="/app.js"></script>'

    with pytest.raises(OAuthProblem) as caught:
        FormOwner(wire, MIRA).authorize(ask(run(app)))
    assert caught.value.problem.code == "login-needs-browser"
    assert "browser" in caught.value.problem.todo


def test_redirects_in_a_circle_end(app, run, wire, ask):
    @app.get("/authorize")
    def authorize():
        return redirect("/authorize")

    with pytest.raises(OAuthProblem, match="login-loop"):
        FormOwner(wire, MIRA).authorize(ask(run(app)))
    assert len(wire.transcript) < 30


def test_a_consent_that_comes_again_and_again_ends(app, run, wire, ask):
    @app.route("/authorize", methods=["GET", "POST"])
    def authorize():
        return CONSENT

    with pytest.raises(OAuthProblem, match="login-loop"):
        FormOwner(wire, MIRA).authorize(ask(run(app)))
    assert len(wire.transcript) == 3


def test_a_password_is_never_sent_over_plain_http(app, run, wire, ask):
    login_at_authorize(app, LOGIN.replace('"/login"', '"http://127.0.0.1:9/login"'))
    with pytest.raises(OAuthProblem, match="form-insecure"):
        FormOwner(wire, MIRA).authorize(ask(run(app)))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00\xff",
        b"<",
        b"<form" * 5000,
        b"<div>" * 50_000,
        b"{}",
        b'<meta http-equiv=refresh content="0;url=x' + b" " * 900_000 + b"'y\">",
    ],
)
def test_no_page_is_too_odd(app, run, wire, ask, body):
    @app.get("/authorize")
    def authorize():
        return body, 200, {"Content-Type": "text/html; charset=none"}

    assert isinstance(FormOwner(wire, MIRA).authorize(ask(run(app))), PageResult)


def test_a_target_that_is_gone_is_named_by_its_failure(wire, ask):
    with pytest.raises(OAuthProblem, match="refused"):
        FormOwner(wire, MIRA).authorize(ask("https://127.0.0.1:9"))


def test_the_transcript_keeps_no_password_code_or_session(app, run, wire, ask):
    login_at_authorize(app, LOGIN)
    consent_page(app, CONSENT)
    FormOwner(wire, MIRA).authorize(ask(run(app)))
    cookies = [
        value for response in wire.transcript.responses for name, value in response.request_headers if name == "Cookie"
    ]
    written = repr(wire.transcript.exchanges())
    assert cookies
    for secret in ("mira-password", "the-code", *(cookie.partition("=")[2] for cookie in cookies)):
        assert secret not in written
