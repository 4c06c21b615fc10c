"""The cookie jar of one resource owner's browser, as the standard library keeps it: bound to hosts, in memory."""

from __future__ import annotations

from contextlib import suppress
from email.message import Message
from http.cookiejar import CookieJar, DefaultCookiePolicy
from urllib.request import Request

from conformance.exchanges import Headers

MOST = 180
"""Cookies that are kept, as browsers keep them of one site; of more the oldest go."""


class _SetCookies:
    """The one thing that a cookie jar wants of a response."""

    def __init__(self, headers: Headers) -> None:
        self._message = Message()
        for value in headers.get_all("set-cookie")[:MOST]:
            self._message["Set-Cookie"] = value

    def info(self) -> Message:
        """The header fields."""
        return self._message


class Cookies:
    """Keeps what pages set and gives back what belongs to a URL; secure cookies go over https only."""

    def __init__(self) -> None:
        self._jar = CookieJar(DefaultCookiePolicy(strict_ns_domain=DefaultCookiePolicy.DomainStrictNonDomain))

    def header(self, url: str) -> str | None:
        """The value of Cookie for a URL, or ``None`` when there is none."""
        try:
            request = Request(url)  # noqa: S310 (nothing is opened: the jar only asks for the URL)
        except ValueError:
            return None
        self._jar.add_cookie_header(request)
        return request.get_header("Cookie")

    def keep(self, url: str, headers: Headers) -> None:
        """Keep the cookies that the response to a request for ``url`` sets."""
        with suppress(ValueError):
            self._jar.extract_cookies(_SetCookies(headers), Request(url))  # type: ignore[arg-type]  # noqa: S310
        for cookie in list(self._jar)[:-MOST]:
            self._jar.clear(cookie.domain, cookie.path, cookie.name)

    def clear(self) -> None:
        """Forget everything, as a fresh browser."""
        self._jar.clear()
