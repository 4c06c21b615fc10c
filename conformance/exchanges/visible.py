"""Makes text from outside harmless to look at: nothing hidden, nothing that steers a terminal or a reader's eye."""

from __future__ import annotations

import re

# What a reader cannot see or is misled by: C0 and C1 controls, bidirectional marks and overrides, zero-width
# and invisible characters, line separators, tags, lone surrogates, and what XML 1.0 forbids. ZWJ and ZWNJ stay:
# they are part of emoji and of Persian.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


_HALF_A_WORD = re.compile(r"[^\s&?,;]*\Z")


def visible(text: str) -> str:
    """The text with each control, invisible or direction-changing character replaced by a mark that can be seen.

    Line feeds and tabs stay, CR LF becomes LF. The result can be encoded as UTF-8 and is legal in XML 1.0.
    """
    return HIDDEN.sub(_mark, text.replace("\r\n", "\n"))


def named(text: str) -> str:
    """A name from outside, such as that of a file: on one line, with every character that a reader cannot see marked.

    It keeps white space as it is, and marks line feeds and tabs, so that two names stay two.
    """
    return visible(text).replace("\n", _seen("\n")).replace("\t", _seen("\t"))


def beginning(text: str, most: int) -> str:
    """At most so many characters of a text, cut between two words.

    Half a word may be half a secret, which nothing that looks for secrets knows.
    """
    return text if len(text) <= most else f"{_HALF_A_WORD.sub('', text[: most - 1])}…"


def _mark(match: re.Match[str]) -> str:
    return _seen(match.group())


def _seen(character: str) -> str:
    # not the control pictures of U+2400: many fonts lack them
    return f"⟨U+{ord(character):04X}⟩"
