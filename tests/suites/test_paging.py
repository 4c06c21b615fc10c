"""The headers of pages: links as RFC 8288 has them, and X-Total-Count."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.suites.answer import Answer
from conformance.suites.paging import links, raw_links, total_count

from .conftest import reply

URL = "https://provider.example/ims/clr/v1p0/clrs"


def answer(body: Any = None, **how: Any) -> Answer:
    return Answer(reply(body if body is not None else {}, **how), "getClrs")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (f'<{URL}?offset=1>; rel="next"', {"next": "?offset=1"}),
        (f"<{URL}?offset=1>;rel=next", {"next": "?offset=1"}),
        (f'<{URL}?offset=1>; REL="NEXT"', {"next": "?offset=1"}),
        (f'<{URL}?a=1,2>; rel="next", <{URL}?b>; rel="last"', {"next": "?a=1,2", "last": "?b"}),
        (f'<{URL}?a>; rel="next last"', {"next": "?a", "last": "?a"}),
        (f'<{URL}?a>; title="x, y; rel=prev"; rel="next"', {"next": "?a"}),
        (f'<{URL}?a>; rel="next"; rel="prev"', {"next": "?a"}),
        (f"<{URL}?a>; rel=next, <{URL}?b>; rel=next", {"next": "?a"}),
        (f'<{URL}?a> ; anchor="#x" ; rel = "next"', {"next": "?a"}),
        (f"<{URL}?a>; rel=preload; as=style", {}),
        (f"<{URL}?a>", {}),
        ("next", {}),
        ("", {}),
        ("<" * 5000, {}),
    ],
)
def test_link_headers(header: str, expected: dict[str, str]) -> None:
    assert {relation: url.removeprefix(URL) for relation, url in links(answer(link=header)).items()} == expected


def test_links_are_resolved_against_the_page() -> None:
    relative = answer(link='</ims/clr/v1p0/clrs?offset=1>; rel="next", <https://[broken>; rel="prev"')

    assert links(relative)["next"] == f"{URL}?offset=1"
    assert links(relative)["prev"] == "https://[broken"
    assert raw_links(relative)["next"] == "/ims/clr/v1p0/clrs?offset=1"


@pytest.mark.parametrize(
    ("value", "count"),
    [("0", 0), ("110", 110), (" 7 ", 7), ("-1", None), ("many", None), ("1, 1", None), ("²", None), ("9" * 5000, None)],
)
def test_total_count(value: str, count: int | None) -> None:
    assert total_count(answer(x_total_count=value)) == count
