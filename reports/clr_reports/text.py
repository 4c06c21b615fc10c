"""Makes text from a target harmless to look at: nothing hidden, nothing that steers a terminal or a reader's eye."""

from __future__ import annotations

import re

# What a reader cannot see or is misled by: C0 and C1 controls, bidirectional marks and overrides, zero-width
# and invisible characters, line separators, tags, lone surrogates, and what XML 1.0 forbids. ZWJ and ZWNJ stay:
# they are part of emoji and of Persian.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    """The text with each control, invisible or direction-changing character replaced by a mark that can be seen.

    Line feeds and tabs stay, CR LF becomes LF. The result can be encoded as UTF-8 and is legal in XML 1.0.
    """
    return _HIDDEN.sub(_mark, text.replace("\r\n", "\n"))


def one_line(text: str, limit: int = 300) -> str:
    """The text on one line, made visible, at most ``limit`` characters and what was cut said in words."""
    return " ".join(clip(text, limit).split())


def named(text: str) -> str:
    """A name from outside, such as that of a file: on one line, with every character that a reader cannot see marked.

    Unlike ``one_line`` it keeps white space as it is, and marks line feeds and tabs, so that two names stay two.
    """
    return visible(text).replace("\n", _seen("\n")).replace("\t", _seen("\t"))


def clip(text: str, limit: int) -> str:
    """The text made visible; of more than ``limit`` characters only the first, with a note of how many follow."""
    if len(text) <= limit:
        return visible(text)
    return f"{visible(text[:limit])} … ({len(text) - limit} more characters in run.json)"


def _mark(match: re.Match[str]) -> str:
    return _seen(match.group())


def _seen(character: str) -> str:
    # not the control pictures of U+2400: many fonts lack them
    return f"⟨U+{ord(character):04X}⟩"


def escaped(json: bytes) -> bytes:
    """JSON text with what ``visible`` marks written as escapes: the same values, and harmless on a terminal."""
    return _HIDDEN.sub(_escape, json.decode()).encode()


def _escape(match: re.Match[str]) -> str:
    if match.group() < " ":  # white space between tokens: inside a string JSON has it escaped already
        return match.group()
    units = match.group().encode("utf-16-be")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))


_JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_OPENERS = ("{", "[")
_CLOSERS = ("}", "]")
_DEEPEST_INDENT = 40


def spread_json(text: str) -> str:
    """JSON (whole or cut off) with a line per member; only white space between tokens changes.

    Text that does not begin as an object or an array comes back as it is.
    """
    if text.lstrip()[:1] not in ("{", "["):
        return text
    out: list[str] = []
    depth = 0
    previous = ""
    for token in _JSON_TOKEN.findall(text):
        if token in _CLOSERS:
            depth = max(depth - 1, 0)
        out += (_gap(previous, token, depth), token)
        if token in _OPENERS:
            depth += 1
        previous = token
    return "".join(out)


def _gap(previous: str, token: str, depth: int) -> str:
    if previous == ":":
        return " "
    if previous == "," or (previous in _OPENERS) != (token in _CLOSERS):
        return "\n" + "  " * min(depth, _DEEPEST_INDENT)
    return ""
