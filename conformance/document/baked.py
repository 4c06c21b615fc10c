"""Takes a document out of the picture that it is baked into: PNG (an iTXt chunk) or SVG (an element)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from conformance.document.parse import DocumentError, ParseLimits, TextFault
from conformance.record import Finding

PNG: Final = b"\x89PNG\r\n\x1a\n"
PICTURES: Final = frozenset({"png", "svg"})
"""The forms of a document that is baked into a picture."""

_MOST_CHUNKS: Final = 10_000
_SVG_STARTS: Final = (b"<svg", b"<?xml", b"<!--", b"<!DOCTYPE")


@dataclass(frozen=True, slots=True)
class Baking:
    """How an edition bakes documents.

    ``keywords`` maps the keyword of a PNG chunk, ``namespaces`` the namespace of an SVG element, to the class of what
    is inside (a name that messages show). ``element`` is the local name of that element, ``attribute`` the one that
    holds a compact JWS.
    """

    keywords: Mapping[str, str]
    namespaces: Mapping[str, str]
    element: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Baked:
    """What a picture holds: ``form`` is ``png`` or ``svg``, ``text`` the document, ``faults`` are around it.

    ``label`` is the keyword of the chunk or the namespace of the element.
    """

    form: str
    label: str
    text: bytes
    faults: tuple[TextFault, ...] = ()


def is_picture(data: bytes) -> bool:
    """True for a PNG, and for XML that has an ``svg`` element at its beginning."""
    start = data[:2_000].lstrip()
    return data.startswith(PNG) or (start.startswith(_SVG_STARTS) and b"<svg" in start)


def unbake(data: bytes, baking: Baking, limits: ParseLimits) -> Baked | None:
    """What is baked into a picture; ``None`` when it holds nothing that the edition bakes.

    Raises ``DocumentError`` for a picture that cannot be read.
    """
    if len(data) > limits.size:
        raise DocumentError(
            "document-too-large",
            f"The picture has {len(data)} bytes; at most {limits.size} are read",
            "A photograph in the place of a badge",
            "Raise the size limit, or hand over the document itself",
        )
    return _of_png(data, baking, limits) if data.startswith(PNG) else _of_svg(data, baking)


def _of_png(data: bytes, baking: Baking, limits: ParseLimits) -> Baked | None:
    found = [chunk for chunk in _chunks(data) if chunk.kind in _TEXTS and _keyword(chunk.data) in baking.keywords]
    if not found:
        return None
    text, faults = _text(found[0], limits)
    if len(found) > 1:
        faults.append(_fault("png-twice", "The picture holds more than one chunk with a credential", str(len(found))))
    return Baked("png", _keyword(found[0].data), text, tuple(faults))


@dataclass(frozen=True, slots=True)
class _Chunk:
    kind: bytes
    data: bytes
    sum_fits: bool


_TEXTS: Final = frozenset({b"iTXt", b"tEXt", b"zTXt"})


def _chunks(data: bytes) -> Iterator[_Chunk]:
    at = len(PNG)
    for _ in range(_MOST_CHUNKS):
        if at >= len(data):
            return
        length = int.from_bytes(data[at : at + 4], "big")
        end = at + 12 + length
        if end > len(data):
            raise _cut("A chunk of the picture is longer than the file")
        kind, body = data[at + 4 : at + 8], data[at + 8 : end - 4]
        yield _Chunk(kind, body, zlib.crc32(kind + body) == int.from_bytes(data[end - 4 : end], "big"))
        if kind == b"IEND":
            return
        at = end
    raise _cut(f"The picture has more than {_MOST_CHUNKS} chunks")


def _cut(what: str) -> DocumentError:
    return DocumentError(
        "picture-broken", what, "It was cut off or changed on its way", "Hand over the picture as it was issued"
    )


def _keyword(body: bytes) -> str:
    return body[:80].partition(b"\0")[0].decode("latin-1")


def _text(chunk: _Chunk, limits: ParseLimits) -> tuple[bytes, list[TextFault]]:
    """The text of a chunk (PNG, 11.3.4); a compressed one is unpacked within the limit, and told."""
    faults: list[TextFault] = []
    if not chunk.sum_fits:
        faults.append(_fault("png-checksum", "The checksum of the chunk with the credential is wrong", "another CRC"))
    _, _, rest = chunk.data.partition(b"\0")
    if chunk.kind != b"iTXt":
        kind = chunk.kind.decode("ascii")
        faults.append(_fault("png-other-chunk", "The credential stands in a chunk that is not iTXt", kind))
        return (rest if chunk.kind == b"tEXt" else _inflated(rest[1:], limits)), faults
    compressed, rest = rest[:1] not in (b"\0", b""), rest[2:]
    body = rest.partition(b"\0")[2].partition(b"\0")[2]  # behind the language and the translated keyword
    if compressed:
        faults.append(_fault("png-compressed", "The chunk with the credential is compressed", "compression flag 1"))
        body = _inflated(body, limits)
    return body, faults


def _inflated(data: bytes, limits: ParseLimits) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(data, limits.size + 1)
    except zlib.error:
        raise _cut("The compressed chunk with the credential cannot be unpacked") from None
    if len(text) > limits.size or not unpacking.eof:
        raise _cut(f"The compressed chunk with the credential is cut off, or larger than {limits.size} bytes")
    return text


def _of_svg(data: bytes, baking: Baking) -> Baked | None:
    root = _xml(data)
    found = [each for each in root.iter(f"{{*}}{baking.element}") if _namespace(each) in baking.namespaces]
    others = [each for each in root.iter(f"{{*}}{baking.element}") if _namespace(each) not in baking.namespaces]
    if not found and not others:
        return None
    faults = []
    if len(found) + len(others) > 1:
        faults.append(_fault("svg-twice", "The picture holds more than one credential element", str(len(found))))
    if not found:
        namespace = _namespace(others[0]) or "no namespace"
        faults.append(_fault("svg-namespace", "The credential element is in another namespace", namespace))
    element = (found or others)[0]
    return Baked("svg", _namespace(element), _content(element, baking, faults), tuple(faults))


def _content(element: etree._Element, baking: Baking, faults: list[TextFault]) -> bytes:
    token, text = element.get(baking.attribute), "".join(map(str, element.itertext())).strip()
    if token and text:
        faults.append(_fault("svg-both", "The credential element holds a JWS and a text", baking.attribute))
    if token and token.lstrip().startswith("{"):
        faults.append(_fault("svg-place", "The credential element holds JSON in the place of a JWS", baking.attribute))
    if not token and text and not text.startswith("{"):
        faults.append(_fault("svg-place", "The credential element holds as text what is not JSON", text[:20]))
    return (token or text).strip().encode()


def _namespace(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def _xml(data: bytes) -> etree._Element:
    if b"<!ENTITY" in data:
        raise DocumentError(
            "picture-entities",
            "The SVG picture declares entities, which nobody reads safely",
            "Made by a program that adds a document type, or made to harm readers",
            "Write the picture without a document type",
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DocumentError(
            "picture-broken",
            f"The SVG picture is not well-formed XML: {str(error).splitlines()[0][:120]}",
            "It was cut off or changed on its way",
            "Hand over the picture as it was issued",
        ) from None


def _fault(code: str, message: str, actual: str) -> TextFault:
    return TextFault(code, Finding("", message, "", actual))
