"""The page where a learner sees which clients were let in, and withdraws one (OAUTH-RVK-001)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeVar

from conformance.access import FormSpec
from conformance.exchanges import Response
from conformance.oauth.owner.choice import ASIDE
from conformance.oauth.owner.form import FormOwner
from conformance.oauth.owner.html import Form, Link, Page
from conformance.oauth.problems import failed, problem

_WITHDRAWS = re.compile(r"\b(withdraw|revoke|remove|delete|disconnect|unlink|forget|end)\b", re.IGNORECASE)

_Part = TypeVar("_Part", Form, Link)


class GrantsPage:
    """The page of grants at ``url``, as a form owner sees it; logs in when the page asks for it."""

    def __init__(self, owner: FormOwner, url: str, spec: FormSpec | None = None) -> None:
        self._owner = owner
        self._url = url
        self._spec = spec or FormSpec()

    def lists(self, client_name: str) -> bool:
        """True when the page names the client.

        Raises OAuthProblem: ``grants-page-missing``, or what stops the login.
        """
        response, page = self._owner.open(self._url, "grants")
        _need(response)
        return client_name in page.text

    def withdraw(self, client_name: str) -> Response:
        """Withdraw what is beside the client's name: send the form with the plan's ``withdraw`` fields or its first
        button, or follow the link, and send the form of the page that asks once more.

        Raises OAuthProblem: ``grants-page-missing``, ``grant-not-listed``, or what stops the login.
        """
        response, page = self._owner.open(self._url, "grants")
        _need(response)
        form, link = closest(page.forms, client_name), closest(_withdrawing(page.links), client_name)
        if link is not None and (form is None or _distance(link, client_name) < _distance(form, client_name)):
            response, page = self._owner.open(link.url, "withdraw the grant")
            form = _asking(page) if response.url != self._url else None
        if form is None and link is None:
            raise problem(
                "grant-not-listed",
                "The page of grants has no form or link that withdraws the grant of this client.",
                likely="The page gives the client another name, or withdraws by script.",
                todo="Compare target.grants_url and login.form.withdraw in the plan with the page.",
                response=response,
            )
        answer = response if form is None else self._owner.press(form, self._spec.withdraw, page, "withdraw the grant")
        if answer.failure is not None:
            raise failed(answer, "withdrawing the grant")
        return answer


def closest(parts: Iterable[_Part], name: str) -> _Part | None:
    """The form or link with a name in its text, or else the one whose surroundings hold it most closely."""
    near = [part for part in parts if isinstance(part, Link) or part.buttons or part.fields]
    best = min(near, key=lambda part: _distance(part, name), default=None)
    return None if best is None or _distance(best, name) == _FAR else best


_FAR = (10**9, 0)


def _distance(part: Form | Link, name: str) -> tuple[int, int]:
    """How many elements up the name stands, and how much text stands there with it."""
    return next(((depth, len(text)) for depth, text in enumerate(part.near) if name in text), _FAR)


def _withdrawing(links: Iterable[Link]) -> list[Link]:
    return [link for link in links if _WITHDRAWS.search(link.text)]


def _asking(page: Page) -> Form | None:
    """The form of a page that asks "are you sure?": the one with a button that says so, or the only one."""
    posted = [form for form in page.forms if form.method == "POST" and not ASIDE.search(form.action)]
    withdrawing = [form for form in posted if any(_WITHDRAWS.search(f"{one.text} {one.value}") for one in form.buttons)]
    found = withdrawing or posted
    return found[0] if len(found) == 1 else None


def _need(response: Response) -> None:
    if response.status == 200:
        return
    raise problem(
        "grants-page-missing",
        f"The page of grants answers with status {response.status}.",
        likely="A wrong URL.",
        todo="Set target.grants_url in the plan to the page where a user sees the clients that were let in.",
        response=response,
    )
