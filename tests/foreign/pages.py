"""Login and consent of the foreign provider: its own pages, its own field names, its own order."""

from __future__ import annotations

import hmac
import secrets
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Blueprint, Response, redirect, request, url_for
from oauthlib.oauth2.rfc6749 import errors

from tests.foreign.oauth import state
from tests.foreign.state import PASSWORDS, SCOPES, Flow

site = Blueprint("pages", __name__)

COOKIE = "river.sid"


def page(title: str, inside: str, status: int = 200, head: str = "") -> Response:
    """A web page with the things around it that real pages have: a search form and a choice of language."""
    return Response(
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>"
        '<form action="/search"><input name="q" type="search"><button>Go</button></form>'
        f"<main><h1>{title}</h1>{inside}</main>"
        '<footer><a href="/legal/terms">Terms</a> <a href="/legal/privacy">Privacy</a></footer></body></html>',
        status,
        mimetype="text/html",
    )


@site.get("/sso/go")
def go() -> Response:
    """The authorization endpoint."""
    kept = state()
    try:
        kept.server.validate_authorization_request(request.url)
    except errors.FatalClientError:
        if kept.wrong("redirect-error") and "redirect_uri" in request.args:
            return redirect(request.args["redirect_uri"] + "?error=invalid_request")
        return page("Unknown application", "<p>This application is not known here.</p>", 400)
    except errors.OAuth2Error as error:
        refusal = kept.style.scope_refusal if error.error == "invalid_scope" else error.error
        return _back({"error": refusal}, 303)
    name = secrets.token_urlsafe(9)
    kept.flows[name] = Flow(request.url)
    kept.flows[name].user = kept.sessions.get(request.cookies.get(COOKIE, "")) if kept.style.session else None
    if not kept.style.asks_login:
        kept.flows[name].user = next(iter(PASSWORDS))
    step = "pages.agree" if kept.flows[name].user else "pages.who"
    return redirect(url_for(step, flow=name), 302)


def _back(told: dict[str, str], status: int) -> Response:
    """Send the browser of this very request back to the client."""
    return redirect(_return_url(request.args, told), status)


def _return_url(asked: dict[str, str], told: dict[str, str]) -> str:
    uri = asked["redirect_uri"]
    if "state" in asked and not state().wrong("state-dropped"):
        told = {"state": asked["state"], **told}
    return f"{uri}{'&' if '?' in uri else '?'}{urlencode(told)}"


@site.route("/sso/who/<flow>", methods=["GET", "POST"])
def who(flow: str) -> Response:
    kept = state()
    known = kept.flows[flow]
    one_page = kept.style.login == "one page"
    if request.method == "POST" and hmac.compare_digest(request.form.get("sesame", ""), known.sesame):
        known.email = request.form.get("email", "")
        return _let_in(flow, request.form.get("pass", "")) if one_page else redirect(url_for("pages.word", flow=flow))
    password = '<label>Password <input type="password" name="pass"></label>' if one_page else ""
    return page(
        "Sign in",
        f'<form method="POST"><input type="hidden" name="sesame" value="{known.sesame}">'
        f'<p>E-mail<br><input name="email" type="email"></p>{password}'
        '<label><input type="checkbox" name="stay" value="1"> Stay</label><input type="submit" value="Next"></form>',
    )


@site.route("/sso/word/<flow>", methods=["GET", "POST"])
def word(flow: str) -> Response:
    if request.method == "POST":
        return _let_in(flow, request.form.get("pass", ""))
    return page(
        "Your password",
        '<form action="/sso/forgotten"><input type="hidden" name="who" value="x"><button>Forgotten?</button></form>'
        f'<form method="post" action="{url_for("pages.word", flow=flow)}"><input type="password" name="pass">'
        '<button type="submit">Sign in</button></form>',
    )


def _let_in(flow: str, password: str) -> Response:
    kept = state()
    known = kept.flows[flow]
    right = PASSWORDS.get(known.email)
    if right is None or not hmac.compare_digest(right.encode(), password.encode()):
        known.email = ""
        return redirect(url_for("pages.who", flow=flow))
    known.user = known.email
    where = url_for("pages.agree", flow=flow)
    if not kept.style.session:
        return redirect(where, 303)
    name = secrets.token_urlsafe(18)
    kept.sessions[name] = known.email
    made = page("One moment", "<p>You are signed in.</p>", head=f'<meta http-equiv="Refresh" content="0; URL={where}">')
    made.set_cookie(COOKIE, name, path="/sso", secure=True, httponly=True, samesite="Lax")
    return made


@site.route("/sso/agree/<flow>", methods=["GET", "POST"])
def agree(flow: str) -> Response:
    kept = state()
    known = kept.flows[flow]
    if known.user is None:
        return redirect(url_for("pages.who", flow=flow))
    asked = dict(_args(known.url))
    if (asked["client_id"], known.user) in kept.approved and asked.get("prompt") != "consent":
        return _decided(flow, True)
    if request.method == "POST" and hmac.compare_digest(request.form.get("sesame", ""), known.sesame):
        return _decided(flow, request.form.get("action") == "Allow")
    if kept.style.consent == "links" and hmac.compare_digest(request.args.get("sesame", ""), known.sesame):
        return _decided(flow, request.args.get("say") == "y")
    return page("Share your records?", _question(known))


def _question(known: Flow) -> str:
    kept = state()
    asked = dict(_args(known.url))
    about = {name: escape(str(value)) for name, value in kept.clients[asked["client_id"]].metadata.items()}
    told = (
        f'<table><tr><td><img src="{about["logo_uri"]}" alt=""></td><td>{about["client_name"]} wants to read on.'
        f' See its <a href="{about["tos_uri"]}">terms</a> and <a href="{about["policy_uri"]}">privacy policy</a>.'
    )
    if kept.style.consent == "links":
        return told + (
            f'</td></tr></table><a href="?sesame={known.sesame}&amp;say=n">No, thanks</a> '
            f'<a href="?sesame={known.sesame}&amp;say=y">Allow</a>'
        )
    return told + (
        f'<form method="post" enctype="application/x-www-form-urlencoded"><input type="hidden" name="sesame" '
        f'value="{known.sesame}"><button name="action" value="Refuse">Not now</button>'
        '<button name="action" value="Allow">Fine</button></form></td></tr></table>'
    )


def _args(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, keep_blank_values=True)


def _decided(flow: str, yes: bool) -> Response:
    kept = state()
    known = kept.flows.pop(flow)
    asked = dict(_args(known.url))
    if not yes:
        if kept.wrong("denial-page"):
            return page("Good bye", "<p>Nothing was shared.</p>")
        return redirect(_return_url(asked, {"error": "access_denied"}), 302)
    client = kept.clients[asked["client_id"]]
    if not kept.style.asks_again:
        kept.approved.add((client.client_id, known.user or ""))
    wanted = asked.get("scope", SCOPES[1]).split()
    if not kept.wrong("any-scope"):
        wanted = [one for one in wanted if one in client.scopes]
    headers, _, status = kept.server.create_authorization_response(
        known.url, scopes=wanted, credentials={"user": known.user}
    )
    where = headers["Location"]
    if kept.wrong("state-dropped"):
        where = where.replace(urlencode({"state": asked.get("state", "")}), "x=1")
    if kept.wrong("code-fragment"):
        where = where.replace("?", "#", 1)
    return redirect(where, status)


@site.get("/legal/<name>")
def legal(name: str) -> Response:
    return page(name.title(), "<p>Be kind.</p>")
