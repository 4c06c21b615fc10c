"""How values are written in canonical N-Quads (RDFC-1.0, section 5)."""

from __future__ import annotations

import re
from math import isfinite
from typing import Final

XSD: Final = "http://www.w3.org/2001/XMLSchema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
JSON_TYPE: Final = f"{RDF}JSON"

_PLAIN: Final = (f"{XSD}string", f"{RDF}langString")
_SHORT: Final = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ESCAPES: Final = {**{chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}, **_SHORT}
_TO_ESCAPE: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
_MOST_DIGITS: Final = 10**21  # beyond, JSON-LD writes an integer as a double


def escaped(text: str) -> str:
    """The text with what RDFC-1.0 escapes: control characters, quotation marks and backslashes."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text) if _TO_ESCAPE.search(text) else text


def text(value: str, datatype: str | None = None, language: str | None = None) -> str:
    """A string as literal; ``datatype`` is an IRI, ``xsd:string`` when neither is given."""
    if language:
        return f'"{escaped(value)}"@{language}'
    if datatype is None or datatype == f"{XSD}string":
        return f'"{escaped(value)}"'
    if datatype == f"{XSD}double":
        value = _double_in(value)
    return f'"{escaped(value)}"^^<{datatype}>'


def written(value: str, datatype: str, language: str | None) -> str:
    """A literal whose value has its canonical form already."""
    if language:
        return f'"{escaped(value)}"@{language}'
    return f'"{escaped(value)}"' if datatype in _PLAIN else f'"{escaped(value)}"^^<{datatype}>'


def number(value: bool | int | float, datatype: str | None = None) -> str:
    """A number or a boolean as literal, with the datatype that JSON-LD gives it when the context gives none."""
    if isinstance(value, bool):
        return f'"{"true" if value else "false"}"^^<{datatype or XSD + "boolean"}>'
    whole = isinstance(value, int) or value.is_integer()
    if not whole or datatype == f"{XSD}double" or abs(value) >= _MOST_DIGITS:
        return f'"{double(float(value))}"^^<{datatype or XSD + "double"}>'
    return f'"{int(value)}"^^<{datatype or XSD + "integer"}>'


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
