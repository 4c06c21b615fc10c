"""The page where a learner sees which clients were let in, and withdraws one (CLR10-RVK-001)."""

from __future__ import annotations

from conformance.oauth.owner.form import FormOwner
from conformance.oauth.owner.html import Form
from conformance.oauth.problems import failed, problem
from conformance.plan import FormSpec
from conformance.wire import Reply


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
        reply, page = self._owner.open(self._url, "grants")
        _need(reply)
        return client_name in page.text

    def withdraw(self, client_name: str) -> Reply:
        """Send the form beside the client's name: the plan's ``withdraw`` fields, or its first button.

        Raises OAuthProblem: ``grants-page-missing``, ``grant-not-listed``, or what stops the login.
        """
        reply, page = self._owner.open(self._url, "grants")
        _need(reply)
        form = closest(page.forms, client_name)
        if form is None:
            raise problem(
                "grant-not-listed",
                "The page of grants has no form that withdraws the grant of this client.",
                likely="The page names the client otherwise, or withdraws by script.",
                todo="Compare target.grants_url and login.form.withdraw in the plan with the page.",
                reply=reply,
            )
        answer = self._owner.press(form, self._spec.withdraw, page, "withdraw the grant")
        if answer.failure is not None:
            raise failed(answer, "withdrawing the grant")
        return answer


def closest(forms: tuple[Form, ...], name: str) -> Form | None:
    """The form with a name in its text, or else the one whose surroundings hold it most closely."""
    best: tuple[int, int, Form] | None = None
    for form in forms:
        depth = next((depth for depth, text in enumerate(form.near) if name in text), None)
        if depth is None or not (form.buttons or form.fields):
            continue
        rank = (depth, len(form.near[depth]), form)
        if best is None or rank[:2] < best[:2]:
            best = rank
    return None if best is None else best[2]


def _need(reply: Reply) -> None:
    if reply.status == 200:
        return
    raise problem(
        "grants-page-missing",
        f"The page of grants answers with status {reply.status}.",
        likely="A wrong URL.",
        todo="Set target.grants_url in the plan to the page where a user sees the clients that were let in.",
        reply=reply,
    )
