"""Requests as a browser makes them for a person: cookies, Referer and Origin, one page after the other."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from conformance.exchanges import Response
from conformance.oauth.owner.cookies import Cookies
from conformance.oauth.problems import problem
from conformance.wire import Wire

_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"


class Browsing:
    """Sends requests over the wire with a cookie jar of its own; follows no redirect by itself."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._cookies = Cookies()

    def get(self, url: str, label: str, *, referer: str | None = None) -> Response:
        """Ask for a page."""
        return self._send("GET", url, label, _referer(url, referer), b"")

    def post(self, url: str, pairs: list[tuple[str, str]], label: str, *, referer: str) -> Response:
        """Send a form.

        Raises OAuthProblem (``form-insecure``) when it would go to another place without https.
        """
        if not url.startswith("https:") and _site(url) != _site(referer):
            raise problem(
                "form-insecure",
                "The form of the login pages is sent to another place over plain http.",
                likely="A wrong base URL in the configuration of the target.",
                todo="Let the form go to an https URL.",
            )
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": _site(referer)}
        content = urlencode(pairs, errors="replace").encode("ascii")
        return self._send("POST", url, label, headers | _referer(url, referer), content)

    def follow(self, response: Response, url: str, label: str) -> Response:
        """Follow a redirect as browsers do: the method stays with 307 and 308 only."""
        if response.status in {307, 308} and response.method == "POST" and _site(url) == _site(response.url):
            headers = {name: value for name, value in response.request_headers if name.lower() == "content-type"}
            return self._send("POST", url, label, headers | {"Origin": _site(response.url)}, response.request_body)
        return self._send("GET", url, label, {}, b"")

    def forget(self) -> None:
        """Drop all cookies."""
        self._cookies.clear()

    def _send(self, method: str, url: str, label: str, headers: dict[str, str], content: bytes) -> Response:
        url = url.partition("#")[0]
        cookie = self._cookies.header(url)
        sent = {"Accept": _ACCEPT, **headers} | ({"Cookie": cookie} if cookie else {})
        response = self._wire.send(method, url, headers=sent, content=content, label=label)
        self._cookies.keep(url, response.headers)
        return response


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _referer(url: str, page: str | None) -> dict[str, str]:
    """The whole page within its origin, only the origin elsewhere (strict-origin-when-cross-origin)."""
    if page is None:
        return {}
    return {"Referer": page.partition("#")[0] if _site(url) == _site(page) else f"{_site(page)}/"}
