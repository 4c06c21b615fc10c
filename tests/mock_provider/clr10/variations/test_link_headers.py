"""Link headers of the variations are unusual, and such as a sender may write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from mock_provider.behaviours import variations
from mock_provider.testing import MockServer, running_mock

LINKS = tuple(name for name in variations("clr10") if name.startswith("var-link-"))
TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
PARAMETER = rf'[ \t]*;[ \t]*{TOKEN}(?:=(?:{TOKEN}|"[^"\\]*"))?'
LINK = re.compile(rf"<[^<> ]*>(?:{PARAMETER})*")
"""RFC 8288 section 3, without the bad white space around ``=`` that nobody may send (RFC 9110 section 5.6.3)."""


@pytest.mark.parametrize("name", LINKS)
def test_a_sender_may_write_it(connected: Callable[[MockServer], Any], name: str) -> None:
    with running_mock(content="small", max_page=4, faults=(name,)) as mock:
        api = connected(mock)
        page = api.get("/clrs", token=api.token("mira"))
        api.close()
    for header in page.headers.get_list("link"):
        left = LINK.sub("", header)
        assert set(left) <= {",", " "}, left
    assert "next" in page.headers["link"].lower()


def test_what_nobody_may_send_would_be_found() -> None:
    assert set(LINK.sub("", '<a>; rel = "next"')) - {",", " "}
