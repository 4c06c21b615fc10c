"""The pages where a resource owner logs in and decides: other names, more forms, other ways through."""

from __future__ import annotations

import html
import re

from mock_provider.behaviour.exchange import Request, Response
from mock_provider.behaviour.library import Library
from mock_provider.behaviour.model import Variation
from mock_provider.behaviour.tools import page_text

library = Library()
_LOGIN = ("login",)
_ALL = ("login", "consent", "authorize", "grants")
_FIELDS = {"session[email]": "username", "session[secret]": "password"}
_PASSWORD = re.compile(r'<label for="password">.*?<input id="password".*?>', re.DOTALL)
_USERNAME = re.compile(r'<label for="username">.*?<input id="username".*?>', re.DOTALL)

_OTHER_FORMS = """
<form action="/search" method="get"><input type="search" name="q" placeholder="Search"><button>Go</button></form>
<form action="/language" method="post"><select name="lang"><option selected>en<option>de</select>
<input type="submit" value="OK"></form>
<form action="/oauth/signup" method="post"><input name="username"><input type="password" name="password">
<input type="password" name="password_again"><input name="email" type="email"><button>Create an account</button></form>
"""
_FORM_PATH = re.compile(r'(?<=action=")[^"]+')


def _other_fields(response: Response) -> None:
    page_text(response, *((f'name="{own}"', f'name="{theirs}"') for theirs, own in _FIELDS.items()))


def _own_fields(request: Request) -> None:
    if request.method == "POST":
        request.form = {_FIELDS.get(name, name): value for name, value in request.form.items()}


library.add(
    Variation(
        id="var-login-other-fields",
        title="The login form has other names for its fields",
        how="Another framework.\nRFC 6749, section 3.1: how the user is authenticated is the server's own.",
        operations=_LOGIN,
        plan={"login": {"form": {"username": "session[email]", "password": "session[secret]"}}},
        on_request=_own_fields,
        on_response=_other_fields,
    )
)


def _more_forms(response: Response) -> None:
    forms = _FORM_PATH.sub(lambda found: response.request.outside(found[0]), _OTHER_FORMS)
    page_text(response, ("<main>", f"<main>{forms}"))


library.add(
    Variation(
        id="var-login-more-forms",
        title="The pages have a search form, a choice of language and a form to sign up",
        how="The pages are those of the campus portal.\n"
        "RFC 6749, section 3.1: how the user is authenticated is the server's own.",
        operations=_LOGIN,
        touches=("login form",),
        on_response=_more_forms,
    )
)


def _two_steps(response: Response) -> None:
    """First a page that asks for the user name; then the password, the user name kept in a hidden field."""
    form = response.request.form
    first = response.request.method == "GET"
    if response.status not in (200, 401) or ("password" in form and not first):
        return
    response.status = 200
    text = response.body.decode("utf-8")
    if first:
        text = _PASSWORD.sub("", text)
    else:
        text = text.replace('<p role="alert" id="fault">The user name or the password is wrong.</p>', "")
        text = _USERNAME.sub(f'<input type="hidden" name="username" value="{html.escape(form["username"])}">', text)
    response.body = text.encode("utf-8")


library.add(
    Variation(
        id="var-login-two-pages",
        title="User name and password are asked for on two pages",
        how="The user name decides which campus goes on.\n"
        "RFC 6749, section 3.1: how the user is authenticated is the server's own.",
        operations=_LOGIN,
        touches=("login form",),
        on_response=_two_steps,
    )
)


def _interstitial(response: Response) -> None:
    """A page that goes on by itself stands between the login and where it leads."""
    location = response.headers.get("location")
    if response.request.method == "POST" and response.status == 303 and location:
        response.status = 200
        del response.headers["location"]
        response.headers["content-type"] = "text/html"
        target = html.escape(location)
        response.body = (
            f'<html><head><meta http-equiv="Refresh" content="0; URL={target}"></head>Welcome</html>'.encode()
        )


library.add(
    Variation(
        id="var-login-interstitial",
        title="After the login a page goes on by itself",
        how="A page of welcome with a meta refresh.\n"
        "RFC 6749, section 3.1: how the user is authenticated is the server's own.",
        operations=_LOGIN,
        touches=("login",),
        on_response=_interstitial,
    )
)


def _more_cookies(response: Response) -> None:
    """A session cookie beside many others, with attributes in capitals."""
    nameless = f"=nameless; Path={response.request.outside('/oauth')}"
    for value in ("tracking=; Max-Age=0", "lang=en; PATH=/; SameSite=None; Secure", "odd", nameless):
        response.headers.append("set-cookie", value)


library.add(
    Variation(
        id="var-login-cookies",
        title="The pages set more cookies, some of them malformed",
        how="Trackers, languages and old software.\nRFC 6265, section 5.2: what cannot be read is ignored.",
        operations=_ALL,
        on_response=_more_cookies,
    )
)


def _in_german(response: Response) -> None:
    page_text(
        response,
        ('lang="en"', 'lang="de"'),
        (">Allow<", ">Erlauben<"),
        (">Deny<", ">Ablehnen<"),
        (">Sign in<", ">Anmelden<"),
        ("Withdraw access", "Zugriff entziehen"),
    )


library.add(
    Variation(
        id="var-pages-in-german",
        title="The pages are in German",
        how="The campus is in Vienna.\nRFC 6749 says nothing of words; the plan names the fields.",
        operations=_ALL,
        on_response=_in_german,
    )
)


def _unclosed(response: Response) -> None:
    """HTML as people write it: capitals, no quotes, tags left open, scripts and comments with forms in them."""
    page_text(
        response,
        ("</p>", ""),
        ("</li>", ""),
        ("</label>", ""),
        ('method="post"', "METHOD=POST"),
        ("<form", "<!-- <form action=/old><input name=username></form> --><FORM"),
        ("</form>", "</FORM>"),
        ("</body>\n</html>", "<script>document.write('<form><input type=password>')</script>"),
    )


library.add(
    Variation(
        id="var-pages-careless-html",
        title="The pages are HTML as people write it",
        how="Templates of twenty years.\nHTML, section 13.2: how tag soup is read.",
        operations=_LOGIN,
        on_response=_unclosed,
    )
)


library.add(
    Variation(
        id="var-consent-remembered",
        title="A user who has agreed once is not asked again",
        how="Consent is kept with the grant.\nRFC 6749, section 4.1: the server may know the owner's decision already.",
        settings={"consent_once": True},
    )
)


VARIATIONS = library.variations
