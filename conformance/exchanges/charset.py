"""The character encoding that a Content-Type declares, as far as it is one that documents are written in."""

from __future__ import annotations

import codecs
import re

# Python knows codecs (punycode, unicode_escape, idna) that no target may choose: some take quadratic time.
_KNOWN = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|windows-125\d|cp125\d"
    r"|shift[_-]jis|euc-(jp|kr)|gbk|gb2312|gb18030|big5|koi8-[ru]",
    re.IGNORECASE,
)


def declared_charset(content_type: str) -> str | None:
    """The name of the declared encoding, or ``None`` when there is none that can be used."""
    value = content_type.lower().partition("charset=")[2].partition(";")[0].strip(" \"'")
    if not _KNOWN.fullmatch(value):
        return None
    try:
        codecs.lookup(value)  # an empty text would be decoded without looking
    except LookupError:
        return None
    return value
