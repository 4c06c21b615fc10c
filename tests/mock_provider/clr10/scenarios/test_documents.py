"""Records: the second page is odd, and plain ones stand around it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rulebooks.clr10.document.judging import judge


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("nulls", '"image": null'),
        ("nulls", '"endorsements": []'),
        ("extensions", '"campus:seats": 24'),
        ("extensions", '"ext:Field_Course-2.0"'),
        ("unicode", "\U0001d50d"),
        ("long-values", None),
    ],
)
def test_the_second_page_alone_is_odd(played: Any, name: str, text: str | None) -> None:
    with played(name) as walk:
        assert walk.struck == [1]
        assert len(walk.pages) >= 3
        if text is None:
            assert len(walk.pages[1].text) > 28_000
        else:
            assert [text in page.text for page in walk.pages[:3]] == [False, True, False]


def test_hosted_items_are_refused_to_those_who_send_a_token(played: Any, connected: Any) -> None:
    with played("hosted-without-token") as walk:
        api = connected(walk.mock)
        item = walk.mock.known_ids["assertion"]
        assert api.get(item, token=walk.token).status_code == 401
        assert api.get(item).status_code == 200
        assert walk.struck == [len(walk.pages)]
        api.close()


def test_a_huge_page_has_four_mebibytes_and_is_right(played: Any) -> None:
    with played("huge") as walk:
        assert walk.struck == [1]
        page = walk.pages[1]
        assert 4 << 20 < len(page.content) < 5 << 20
        ids = [one["id"] for clr in page.json()["clrs"] for one in clr.get("achievements", ())]
        assert len(set(ids)) == len(ids) > 1000
        assert judge(page.content, as_class="ClrSet").findings == ()
