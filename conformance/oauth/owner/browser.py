"""The resource owner in a real Chromium, for login pages that are built by scripts."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conformance.access import BrowserSpec, BrowserStep, Credentials
from conformance.exchanges import Redactor
from conformance.oauth.authorize import AuthorizationRequest, AuthorizationResult, PageResult, RedirectResult
from conformance.oauth.owner.chromium import Chromium
from conformance.oauth.owner.passage import Passage
from conformance.oauth.owner.protocol import Decision
from conformance.oauth.problems import OAuthProblem, problem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

STEP_SECONDS = 15.0
OPTIONAL_SECONDS = 2.0
_SETTLED_MILLISECONDS = 5000
_TICK_MILLISECONDS = 40


class BrowserOwner:
    """Takes the plan's steps (fill, click, wait) in a fresh browser session for each authorization.

    ``{username}`` and ``{password}`` in the value of a step stand for the credentials. Screenshots go to ``out``.
    Owners of one thread have to share a ``chromium``.
    """

    def __init__(
        self,
        credentials: Credentials,
        spec: BrowserSpec,
        redactor: Redactor,
        *,
        passage: Passage | None = None,
        chromium: Chromium | None = None,
        out: Path | None = None,
        patience: float = STEP_SECONDS,
    ) -> None:
        self._credentials = credentials
        self._spec = spec
        self._redactor = redactor
        self._passage = passage or Passage()
        self._chromium = chromium or Chromium()
        self._out = out
        self._patience = patience
        self._browser: Browser | None = None
        redactor.learn(credentials.password, "PASSWORD")
        for step in (*spec.login, *spec.approve, *spec.deny):
            if step.action == "fill" and "{" not in step.value:
                redactor.learn(step.value)  # it may be a PIN, and a screenshot shows what was typed

    def authorize(
        self, request: AuthorizationRequest, decision: Decision = "approve", *, label: str = "authorize"
    ) -> AuthorizationResult:
        """Open the request, take the login steps and those of the decision, and catch the redirect to the client.

        Raises OAuthProblem: ``browser-missing``, ``browser-failed``, ``browser-unreachable``, or ``browser-stuck``
        with the name of the step and a screenshot.
        """
        del label  # what a browser sends is not in the transcript
        if self._browser is None:
            self._browser = self._chromium.acquire(self._spec.executable)
        with _context(self._browser, self._passage) as context:
            visit = _Visit(context, request, self._passage)
            try:
                return self._walk(visit, request, decision)
            finally:
                if visit.caught is not None:
                    self._learn(visit.caught)

    def close(self) -> None:
        """Close the browser, unless another owner still uses it."""
        if self._browser is not None:
            self._browser = None
            self._chromium.release()

    def _walk(self, visit: _Visit, request: AuthorizationRequest, decision: Decision) -> AuthorizationResult:
        visit.open(request.url, self._patience)
        steps = [*self._spec.login, *(self._spec.approve if decision == "approve" else self._spec.deny)]
        for step in steps:
            if visit.over:
                break
            if not self._take(visit, step) and not visit.over and not step.optional:
                raise self._stuck(visit, step)
        visit.wait_for(lambda: visit.over, self._patience)
        return visit.result()

    def _take(self, visit: _Visit, step: BrowserStep) -> bool:
        value = step.value.replace("{username}", self._credentials.username)
        value = value.replace("{password}", self._credentials.password)
        return visit.take(step, value, min(self._patience, OPTIONAL_SECONDS) if step.optional else self._patience)

    def _learn(self, result: RedirectResult) -> None:
        for name in ("code", "access_token", "id_token"):
            self._redactor.learn(result.params.get(name) or result.fragment.get(name, ""), name.upper())

    def _stuck(self, visit: _Visit, step: BrowserStep) -> OAuthProblem:
        name = step.name or f"{step.action} {step.selector}"
        shot = self._screenshot(visit)
        return problem(
            "browser-stuck",
            f"The browser cannot take the step {name!r}: {step.selector!r} did not appear within {self._patience:g} s.",
            likely="A wrong selector, a wrong password, or a page that looks different from what the plan expects.",
            todo=f"Look at the screenshot {shot}." if shot else "Open the page in a browser and compare the selectors.",
        )

    def _screenshot(self, visit: _Visit) -> Path | None:
        if self._out is None:
            return None
        self._out.mkdir(parents=True, exist_ok=True)
        path = self._out / f"browser-stuck-{len(list(self._out.glob('browser-stuck-*.png'))) + 1}.png"
        return path if visit.photograph(path, self._redactor) else None


class _Visit:
    """One page of the browser during one authorization, and what was seen of it."""

    def __init__(self, context: BrowserContext, request: AuthorizationRequest, passage: Passage) -> None:
        self.caught: RedirectResult | None = None
        self.status: int | None = None
        self._request = request
        self._passage = passage
        self._steps = 0
        self._filled = False
        self._page: Page = context.new_page()
        self._page.on("response", self._seen)
        # Routes of Playwright do not see the target of a redirect, and would send it their headers; the protocol below
        # pauses at each.
        self._session = context.new_cdp_session(self._page)
        self._session.on("Fetch.requestPaused", self._paused)
        uris = {request.registered, request.params.get("redirect_uri") or request.registered}
        patterns = [{"urlPattern": "*" if passage.network.headers else f"{_literal(uri)}*"} for uri in uris]
        self._session.send("Fetch.enable", {"patterns": patterns})

    @property
    def over(self) -> bool:
        """True when the redirect was caught, or the server answered with an error page."""
        return self.caught is not None or (self.status is not None and self.status >= 400)

    def open(self, url: str, patience: float) -> None:
        """Go to the authorization endpoint.

        Raises OAuthProblem (``browser-unreachable``).
        """
        from playwright.sync_api import Error

        try:
            self._page.goto(url, timeout=patience * 1000, wait_until="commit")
        except Error as error:
            if self.wait_for(lambda: self.over, 0.5):
                return
            raise problem(
                "browser-unreachable",
                f"The browser cannot open the authorization page: {error.message.partition(' at ')[0][:200]}",
                likely="The target is not reachable, or its certificate is not trusted by the browser.",
                todo="Try the authorization URL in a browser on this machine.",
            ) from None

    def take(self, step: BrowserStep, value: str, patience: float) -> bool:
        """Take a step as soon as its element is there; false when it does not come, or the visit is over before."""
        from playwright.sync_api import Error

        place = self._page.locator(step.selector).first
        try:
            if not self.wait_for(lambda: self.over or place.is_visible(), patience) or self.over:
                return False
            if step.action == "fill":
                place.fill(value, timeout=patience * 1000)
                self._filled = True
            elif step.action == "click":
                place.click(timeout=patience * 1000, no_wait_after=True)
        except Error:
            return False
        self._steps += 1
        return True

    def wait_for(self, condition: Callable[[], bool], patience: float) -> bool:
        """Let the page live until something holds; false when it does not within ``patience`` seconds."""
        end = time.monotonic() + patience
        while not condition():
            if time.monotonic() > end:
                return False
            self._page.wait_for_timeout(_TICK_MILLISECONDS)
        return True

    def result(self) -> AuthorizationResult:
        """The caught redirect, or the page as it is now."""
        if self.caught is not None:
            return replace(self.caught, logged_in=self._filled)
        return PageResult(self.status, self._page.url, self._text(), logged_in=self._steps > 0)

    def _text(self) -> str:
        """What the page says; read once more when it was on its way to another page."""
        from playwright.sync_api import Error

        said = "document.body ? document.body.innerText.slice(0, 20000) : ''"
        try:
            return str(self._page.evaluate(said))
        except Error:
            self._page.wait_for_load_state(timeout=_SETTLED_MILLISECONDS)
            return str(self._page.evaluate(said))

    def photograph(self, path: Path, redactor: Redactor) -> bool:
        """Save a screenshot without secrets and personal data; false when the browser cannot.

        The texts on the page are replaced as in a report, and what is drawn is blurred.
        """
        from playwright.sync_api import Error

        try:
            shown = [redactor.body(text) for text in self._page.evaluate(_TEXTS)]
            self._page.evaluate(_REPLACE, [shown, redactor.persons is not None])
            self._page.screenshot(path=path)
        except Error:
            return False
        return True

    def _seen(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.frame == self._page.main_frame:
            self.status = response.status

    def _paused(self, event: dict[str, Any]) -> None:
        sent = event["request"]
        url = sent["url"] + sent.get("urlFragment", "")
        if not self._request.catches(url):
            self._session.send("Fetch.continueRequest", {"requestId": event["requestId"], **self._gate(sent)})
            return
        if self.caught is None:
            self.caught = RedirectResult.of(url)
        self._session.send("Fetch.failRequest", {"requestId": event["requestId"], "errorReason": "Aborted"})

    def _gate(self, sent: dict[str, Any]) -> dict[str, Any]:
        """The headers of a paused request with those of the gate, where it asks for some."""
        added = self._passage.headers_to(sent["url"])
        headers = {**sent["headers"], **added}
        return {"headers": [{"name": name, "value": value} for name, value in headers.items()]} if added else {}


# What can be read on a page: its texts, and what stands in its fields; both scripts meet them in the same order.
_PLACES = """const places = [];
  const walk = document.createTreeWalker(document.body ?? document.documentElement, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) places.push([walk.currentNode, 'data']);
  for (const field of document.querySelectorAll('input, textarea')) {
    places.push([field, 'value'], [field, 'placeholder']);
  }"""
_TEXTS = f"() => {{ {_PLACES} return places.map(([node, member]) => String(node[member] ?? '')); }}"
_REPLACE = f"""([texts, blurred]) => {{ {_PLACES}
  places.forEach(([node, member], index) => {{
    if (index >= texts.length) node[member] = '';
    else if (node[member] !== texts[index]) node[member] = texts[index];
  }});
  const drawn = blurred ? document.querySelectorAll('img, svg, canvas, video, picture, object, embed, iframe') : [];
  for (const each of drawn) each.style.filter = 'blur(16px)';
}}"""


@contextmanager
def _context(browser: Browser, passage: Passage) -> Iterator[BrowserContext]:
    context = browser.new_context(service_workers="block", **passage.options())
    try:
        yield context
    finally:
        context.close()


def _literal(uri: str) -> str:
    """A URI for a pattern of the browser, in which ``*``, ``?`` and ``\\`` have a meaning."""
    return re.sub(r"([*?\\])", r"\\\1", uri)
