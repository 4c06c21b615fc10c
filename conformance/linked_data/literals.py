"""How values are written in canonical N-Quads (RDFC-1.0, section 5)."""

from __future__ import annotations

import re
from json.encoder import encode_basestring
from math import isfinite
from typing import Final

from conformance.linked_data.iris import escaped

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DOUBLE: Final = f"{XSD}double"
JSON_TYPE: Final = f"{RDF}JSON"

_LANGUAGE: Final = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
_PLAIN: Final = (f"{XSD}string", f"{RDF}langString")
_SHORT: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPES: Final = {**{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}, **_SHORT}
_TO_ESCAPE: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
_MOST_DIGITS: Final = 10**21  # beyond, JSON-LD writes an integer as a double


def quoted(text: str) -> str:
    """The text in quotation marks, with what RDFC-1.0 escapes: control characters, quotation marks, backslashes."""
    found = encode_basestring(text)  # JSON escapes the same, but for rare characters, and does it in C
    if "\\u00" in found or "\x7f" in found:
        return f'"{_TO_ESCAPE.sub(lambda each: _ESCAPES[each[0]], text)}"'
    return found


def ending(datatype: str | None, language: str | None = None) -> str:
    """What follows the closing quotation mark; ``datatype`` is an IRI, ``xsd:string`` when neither is given."""
    if datatype is not None:
        return "" if datatype in _PLAIN else f"^^<{escaped(datatype)}>"
    return f"@{language}" if language else ""


def is_language(tag: str) -> bool:
    """True for a well-formed language tag (BCP 47); a text with any other has no RDF."""
    return _LANGUAGE.fullmatch(tag) is not None


def text(value: str, datatype: str | None = None, language: str | None = None) -> str:
    """A string as literal; one of type ``xsd:double`` gets the form of a double."""
    if datatype == DOUBLE:
        value = _double_in(value)
    return quoted(value) + ending(datatype, language)


def number(value: bool | int | float, datatype: str | None = None) -> str:
    """A number or a boolean as literal, with the datatype that JSON-LD gives it when the context gives none."""
    if isinstance(value, bool):
        return f'"{"true" if value else "false"}"' + ending(datatype or f"{XSD}boolean")
    whole = isinstance(value, int) or value.is_integer()
    if not whole or datatype == DOUBLE or abs(value) >= _MOST_DIGITS:
        return f'"{double(float(value))}"' + ending(datatype or DOUBLE)
    return f'"{int(value)}"' + ending(datatype or f"{XSD}integer")


def double(value: float) -> str:
    """The canonical form of ``xsd:double``: ``1.5E0``."""
    mantissa, exponent = f"{value:.15E}".split("E")
    digits = mantissa.rstrip("0")
    return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"


def _double_in(value: str) -> str:
    try:
        parsed = float(value)
    except ValueError:
        return value
    return double(parsed) if isfinite(parsed) else value
