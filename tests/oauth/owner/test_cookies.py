"""The cookie jar stays as small as a browser's, whatever the pages set."""

from __future__ import annotations

from conformance.exchanges import Headers
from conformance.oauth.owner.cookies import MOST, Cookies

URL = "https://login.example/oauth"


def set_cookies(*pairs: str) -> Headers:
    return Headers([("Set-Cookie", pair) for pair in pairs])


def test_a_cookie_comes_back_to_its_host_only() -> None:
    jar = Cookies()
    jar.keep(URL, set_cookies("session=1; Path=/; Secure"))
    assert jar.header(URL) == "session=1"
    assert jar.header("https://other.example/") is None


def test_of_a_flood_of_cookies_only_the_last_are_kept() -> None:
    jar = Cookies()
    for page in range(5):
        jar.keep(URL, set_cookies(*(f"c{page}-{number}=x; Path=/" for number in range(100))))
    kept = (jar.header(URL) or "").split("; ")
    assert len(kept) == MOST
    assert "c4-99=x" in kept
    assert "c0-0=x" not in kept


def test_of_one_answer_only_so_many_cookies_are_read() -> None:
    jar = Cookies()
    jar.keep(URL, set_cookies(*(f"c{number}=x" for number in range(10_000))))
    assert len((jar.header(URL) or "").split("; ")) == MOST
