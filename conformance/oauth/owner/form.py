"""The resource owner who fills in HTML forms over plain HTTP, by configuration alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode, urlsplit, urlunsplit

from conformance.access import Credentials, FormSpec
from conformance.exchanges import Response
from conformance.oauth.authorize import AuthorizationRequest, AuthorizationResult, PageResult, RedirectResult, absolute
from conformance.oauth.owner.browsing import Browsing
from conformance.oauth.owner.choice import choose, choose_link, decide
from conformance.oauth.owner.html import Form, Page, filled, read_page
from conformance.oauth.owner.protocol import Decision
from conformance.oauth.problems import OAuthProblem, failed, problem
from conformance.wire import Wire
from conformance.wire.redirects import location_of

MAX_STEPS = 25
"""Requests of one authorization, pages and redirects together; a person would have given up long before."""


@dataclass(slots=True)
class _Visit:
    """How far one authorization has come."""

    request: AuthorizationRequest
    decision: Decision
    logins: list[frozenset[str]] = field(default_factory=list)
    consents: dict[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    refreshes: set[str] = field(default_factory=set)


class FormOwner:
    """Logs in and decides by posting forms; one cookie jar, so that a session lasts over several authorizations.

    ``member`` is where the plan names this user.
    """

    def __init__(
        self, wire: Wire, credentials: Credentials, spec: FormSpec | None = None, member: str = "login.owner"
    ) -> None:
        self._browsing = Browsing(wire)
        self._credentials = credentials
        self._spec = spec or FormSpec()
        self._member = member
        self._known = False
        wire.redactor.learn(credentials.password, "PASSWORD")
        wire.redactor.learn_place(self._spec.password)

    def authorize(
        self, request: AuthorizationRequest, decision: Decision = "approve", *, label: str = "authorize"
    ) -> AuthorizationResult:
        """Send the request, log in where asked, and press yes or no until the browser is sent back to the client.

        Raises OAuthProblem: ``login-refused``, ``login-loop``, ``no-login-form``, ``login-needs-browser``,
        or the code of an exchange that failed.
        """
        visit = _Visit(request, decision)
        response = self._browsing.get(request.url, label)
        for _ in range(MAX_STEPS):
            result = self._step(visit, response, label)
            self._known = self._known or bool(visit.logins)
            if isinstance(result, RedirectResult):
                return replace(result, logged_in=self._known)
            if not isinstance(result, Response):
                return result
            response = result
        raise _loop(response, f"{MAX_STEPS} requests did not lead back to the client")

    def open(self, url: str, label: str) -> tuple[Response, Page]:
        """Go to a page of the target and log in on the way when it asks; the page and its response.

        Raises OAuthProblem like ``authorize``.
        """
        response = self._browsing.get(url, label)
        logins: list[frozenset[str]] = []
        for _ in range(MAX_STEPS):
            if response.failure is not None:
                raise failed(response, label)
            target = absolute_location(response)
            page = read_page(response, surroundings=True)
            form = None if target else self._login_form(page, response)
            if target is not None:
                response = self._browsing.follow(response, target, label)
            elif form is not None:
                self._known = True  # otherwise the page would not come
                response = self._log_in(form, logins, response, label)
            else:
                return response, page
        raise _loop(response, f"{MAX_STEPS} requests did not end at a page")

    def press(self, form: Form, values: Mapping[str, str], page: Page, label: str) -> Response:
        """Send a form with values on top of its own, its first button pressed when there are no values."""
        button = None if values or not form.buttons else form.buttons[0]
        return self._submit(
            form, filled(form, values, button), page.url, label, action=button.action if button else None
        )

    def forget(self) -> None:
        """Drop the session, as a browser that was closed."""
        self._known = False
        self._browsing.forget()

    def close(self) -> None:
        """Drop the session; there is nothing else to give back."""
        self.forget()

    def _step(self, visit: _Visit, response: Response, label: str) -> AuthorizationResult | Response:
        """One move: the redirect to the client, the last page, or the next response."""
        if response.failure is not None:
            raise failed(response, "the login pages of the target")
        target = absolute_location(response)
        if target is not None:
            if visit.request.catches(target):
                return RedirectResult.of(target, response)
            return self._browsing.follow(response, target, label)
        page = read_page(response)
        caught = _caught_on_page(visit.request, page, response)
        if caught is not None:
            return caught
        moved = self._move(visit, page, response, label)
        return moved if moved is not None else _last_page(visit, page, response)

    def _move(self, visit: _Visit, page: Page, response: Response, label: str) -> Response | None:
        login = self._login_form(page, response)
        if login is not None:
            return self._log_in(login, visit.logins, response, label, visit.decision)
        if page.refresh is not None and page.refresh not in visit.refreshes:
            visit.refreshes.add(page.refresh)
            return self._browsing.get(page.refresh, label, referer=page.url)
        if response.status is not None and response.status >= 400:
            return None
        return self._decide(visit, page, response, label)

    def _login_form(self, page: Page, response: Response) -> Form | None:
        """The form that asks for the user name, the password or both.

        Raises OAuthProblem when the page asks for a password under a name that the plan does not declare.
        """
        wanted = [form for form in page.forms if self._asks(form)]
        if wanted:
            # A page may also offer to sign up: that form asks for more.
            return min(
                wanted, key=lambda form: (not form.has(self._spec.password), len(form.passwords), len(form.names))
            )
        other = next((form for form in page.forms if form.passwords), None)
        if other is None:
            return None
        raise self._no_fields(other, f"fields named {self._spec.username!r} and {self._spec.password!r}", response)

    def _no_fields(self, form: Form, wanted: str, response: Response) -> OAuthProblem:
        return problem(
            "no-login-form",
            f"The login form has no {wanted}; its fields are: {', '.join(sorted(form.names))}.",
            likely="The target gives them other names.",
            todo="Set login.form.username and login.form.password in the plan.",
            response=response,
        )

    def _asks(self, form: Form) -> bool:
        """True for a form with the password field, and for the first of two pages, with the user name alone."""
        return form.has(self._spec.password) or (form.has(self._spec.username) and not form.passwords)

    def _log_in(
        self, form: Form, logins: list[frozenset[str]], response: Response, label: str, decision: Decision = "approve"
    ) -> Response:
        if form.names in logins:
            if not any(self._spec.username in names for names in logins):
                raise self._no_fields(form, f"field named {self._spec.username!r}", response)
            raise problem(
                "login-refused",
                f"The login form came again after the user name and the password of {self._member} were sent "
                f"(status {response.status}).",
                likely="A wrong user name or password, or the form needs a further field.",
                todo=f"Try the user name and the password of {self._member} in a browser.",
                response=response,
            )
        logins.append(form.names)
        own = {self._spec.username: self._credentials.username, self._spec.password: self._credentials.password}
        values = {name: value for name, value in own.items() if form.has(name)}
        # One page may ask for the password and for the decision at once.
        decided, button = decide(form, decision, self._values(decision))
        pairs = filled(form, {**decided, **values}, button)
        return self._submit(form, pairs, response.url, f"{label}: log in", action=button.action if button else None)

    def _values(self, decision: Decision) -> Mapping[str, str]:
        return self._spec.approve if decision == "approve" else self._spec.deny

    def _decide(self, visit: _Visit, page: Page, response: Response, label: str) -> Response | None:
        values = self._values(visit.decision)
        chosen = choose(page.forms, visit.decision, values)
        if chosen is None or (chosen[0].method != "POST" and not values and choose_link(page.links, visit.decision)):
            # Links that say yes and no mean more than a search form.
            return self._click(visit, page, label)
        form, button = chosen
        key = (form.action, tuple(sorted(form.names)))
        visit.consents[key] = visit.consents.get(key, 0) + 1
        if visit.consents[key] > 2:
            raise _loop(response, "the same form came again and again after it was sent")
        pairs = filled(form, values, button)
        action, method = (button.action, button.method) if button else (None, None)
        return self._submit(form, pairs, page.url, f"{label}: {visit.decision}", action=action, method=method)

    def _click(self, visit: _Visit, page: Page, label: str) -> Response | None:
        """Follow the one link that says yes or no, on a page without a form."""
        link = choose_link(page.links, visit.decision)
        if link is None or link.url in visit.refreshes:
            return None
        visit.refreshes.add(link.url)
        visit.consents[link.url, ()] = 1
        return self._browsing.get(link.url, f"{label}: {visit.decision}", referer=page.url)

    def _submit(
        self,
        form: Form,
        pairs: list[tuple[str, str]],
        page: str,
        label: str,
        *,
        action: str | None = None,
        method: str | None = None,
    ) -> Response:
        url = action or form.action
        if (method or form.method) == "POST":
            return self._browsing.post(url, pairs, label, referer=page)
        parts = urlsplit(url)
        return self._browsing.get(
            urlunsplit(parts._replace(query=urlencode(pairs, errors="replace"), fragment="")), label, referer=page
        )


def absolute_location(response: Response) -> str | None:
    """Where a redirect leads, with its fragment; ``None`` when the response is not a redirect."""
    location = location_of(response)
    return None if location is None else absolute(response.url, location)


def _caught_on_page(request: AuthorizationRequest, page: Page, response: Response) -> RedirectResult | None:
    """The redirect to the client where a page makes it: by refresh, by a link, or by a form that is posted."""
    leads = (page.refresh, *(link.url for link in page.links))
    urls = [url for url in leads if url is not None and request.catches(url)]
    for url in urls:
        result = RedirectResult.of(url, response)
        if result.code or result.error:
            return result
    for form in page.forms:
        names = dict(form.fields)
        if request.catches(form.action) and ("code" in names or "error" in names):
            return RedirectResult.of(form.action, response, form.fields)
    return None


def _last_page(visit: _Visit, page: Page, response: Response) -> PageResult:
    empty = response.status is not None and response.status < 400 and not page.forms and len(page.text) < 200
    if empty and page.scripted:
        raise problem(
            "login-needs-browser",
            "The page has no form and nearly no text: it is built by scripts.",
            likely="The login of the target is a single page application.",
            todo="Use the strategy browser in the plan (pip install 'clr-conformance[browser]').",
            response=response,
        )
    return PageResult(
        response.status,
        response.url,
        page.text or response.text[:2000],
        response,
        logged_in=bool(visit.logins or visit.consents),
    )


def _loop(response: Response, message: str) -> OAuthProblem:
    return problem(
        "login-loop",
        f"The login pages run in a circle: {message}.",
        likely="A cookie that does not come back (another host or path), or a form that needs further fields.",
        todo="Name the fields under login.form in the plan, or use the strategy browser.",
        response=response,
    )
