"""The page of grants: is a client listed, and which form withdraws it."""
# ruff: noqa: E501 (pages are easier to read in one line)

from __future__ import annotations

import pytest
from flask import redirect, request, session

from conformance.access import Credentials, FormSpec
from conformance.oauth import FormOwner, GrantsPage, OAuthProblem

MIRA = Credentials("mira", "mira-password")
ROW = '<tr><td>{0}</td><td><form method=post action="/withdraw"><input type=hidden name=id value="{0}"><button name=do value=go>Withdraw</button></form></td></tr>'


@pytest.fixture
def granted(app) -> list[str]:
    clients = ["Other tool", "Our tool", "Third tool"]

    @app.get("/grants")
    def grants():
        if "user" not in session:
            return redirect("/login")
        return (
            "<h1>Apps</h1><form action=/search><input name=q></form><table>"
            + "".join(map(ROW.format, clients))
            + "</table>"
        )

    @app.route("/login", methods=["GET", "POST"])
    def login():
        if request.form.get("password") == "mira-password":
            session["user"] = "mira"
            return redirect("/grants")
        return "<form method=post><input name=username><input type=password name=password><button>Go</button></form>"

    @app.post("/withdraw")
    def withdraw():
        if request.form.get("do") == "go":
            clients.remove(request.form["id"])
        return redirect("/grants")

    return clients


def test_only_the_named_client_is_withdrawn(app, run, wire, granted):
    page = GrantsPage(FormOwner(wire, MIRA), f"{run(app)}/grants")
    assert page.lists("Our tool")
    assert page.withdraw("Our tool").status == 302
    assert granted == ["Other tool", "Third tool"]
    assert not page.lists("Our tool")
    with pytest.raises(OAuthProblem, match="grant-not-listed"):
        page.withdraw("Our tool")


def test_the_plan_names_the_fields(app, run, wire, granted):
    spec = FormSpec(withdraw={"do": "go"})
    GrantsPage(FormOwner(wire, MIRA), f"{run(app)}/grants", spec).withdraw("Third tool")
    assert granted == ["Other tool", "Our tool"]


def test_a_wrong_password_or_a_wrong_page(app, run, wire, granted):
    url = run(app)
    with pytest.raises(OAuthProblem, match="login-refused"):
        GrantsPage(FormOwner(wire, Credentials("mira", "wrong-password")), f"{url}/grants").lists("Our tool")
    with pytest.raises(OAuthProblem, match="grants-page-missing"):
        GrantsPage(FormOwner(wire, MIRA), f"{url}/nowhere").lists("Our tool")


LIST = (
    "<form method=post action=/setlang><button>OK</button></form><main><h1>Tokens</h1><ul>{0}</ul></main>"
    "<form method=post action=/logout><button>Log out</button></form>"
)


def test_a_link_leads_to_a_page_that_asks_once_more(app, run, wire):
    clients = ["Other tool", "Our tool"]

    @app.get("/grants")
    def grants():
        return LIST.format("".join(f'<li>{name} (<a href="/end/{name}">revoke</a>)</li>' for name in clients))

    @app.route("/end/<name>", methods=["GET", "POST"])
    def end(name):
        if request.method == "POST":
            clients.remove(name)
            return redirect("/grants")
        return LIST.format("Are you sure?<form method=post><button>Delete</button></form>")

    page = GrantsPage(FormOwner(wire, MIRA), f"{run(app)}/grants")
    assert page.withdraw("Our tool").status == 302
    assert clients == ["Other tool"]


def test_a_link_may_withdraw_at_once(app, run, wire):
    clients = ["Our tool"]

    @app.get("/grants")
    def grants():
        return LIST.format(
            "".join(f'<li>{name} <a href="/about">About</a> <a href="/end">Remove</a>' for name in clients)
        )

    @app.get("/end")
    def end():
        clients.clear()
        return redirect("/grants")

    page = GrantsPage(FormOwner(wire, MIRA), f"{run(app)}/grants")
    assert page.withdraw("Our tool").status == 200
    assert not page.lists("Our tool")
