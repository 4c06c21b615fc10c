"""Makes text from a target harmless to look at: nothing hidden, nothing that steers a terminal or a reader's eye."""

from __future__ import annotations

import re

from conformance.exchanges.visible import HIDDEN, named, visible

__all__ = ["clip", "escaped", "named", "one_line", "spread_json", "visible"]


def one_line(text: str, limit: int = 300) -> str:
    """The text on one line, made visible, at most ``limit`` characters and what was cut said in words."""
    return " ".join(clip(text, limit).split())


def clip(text: str, limit: int) -> str:
    """The text made visible; of more than ``limit`` characters only the first, with a note of how many follow."""
    if len(text) <= limit:
        return visible(text)
    return f"{visible(text[:limit])} … ({len(text) - limit} more characters in run.json)"


def escaped(json: bytes) -> bytes:
    """JSON text with what ``visible`` marks written as escapes: the same values, and harmless on a terminal."""
    return HIDDEN.sub(_escape, json.decode()).encode()


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
