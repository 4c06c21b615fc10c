"""Only encodings that documents are written in are believed: some codecs of Python take quadratic time."""

from __future__ import annotations

import pytest

from conformance.exchanges.charset import declared_charset


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=ISO-8859-1", "iso-8859-1"),
        ('application/json; charset="utf-8"; profile=x', "utf-8"),
        ("text/html", None),
        ("text/html; charset=punycode", None),
        ("text/html; charset=unicode_escape", None),
        ("text/html; charset=iso-8859-99", None),
    ],
)
def test_the_declared_encoding(content_type, charset):
    assert declared_charset(content_type) == charset
