"""Opens an input once: parse, recognise, one walk. What judges and what verifies it stand on the same opening."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Final, Self

from conformance.document.baked import PICTURES, is_picture, unbake
from conformance.document.envelope import outer_token, recognised_payload, walk_payload
from conformance.document.origin import NOWHERE, Origin
from conformance.document.parse import DEFAULT_LIMITS, DocumentError, ParseLimits, parse, text_findings
from conformance.document.recognised import Recognised
from conformance.document.rules import DocumentRules
from conformance.document.tokens import LIKE_COMPACT, Token
from conformance.document.walk import Document, walk
from conformance.record import Finding

HALF: Final = DocumentError(
    "lone-surrogate", "A string holds half of a surrogate pair", "Text was cut in the middle of a character"
)


@dataclass(frozen=True, slots=True)
class Opened:
    """An input that was parsed, recognised and walked, or the ``error`` for which it cannot be judged.

    ``document`` is the walk, ``None`` when the value has no members to walk. ``place`` is the JSON Pointer to the
    part that is judged, ``signed`` is true when that part is an item in a JWS. ``text`` is what is wrong with the text.
    ``refused`` is true when the error is that it is none of the edition's documents. ``source`` is the text of a
    document that was taken out of a picture, ``None`` for any other input.
    Whoever opened it releases it, by ``release`` or a ``with`` block, when it is judged and verified.
    """

    rules: DocumentRules
    now: datetime
    recognised: Recognised | None = None
    document: Document | None = None
    place: str = ""
    signed: bool = False
    text: tuple[Finding, ...] = ()
    error: DocumentError | None = None
    refused: bool = False
    source: bytes | None = None

    def release(self) -> None:
        """Lets go of what the nodes hold of each other; the walk cannot be used any more."""
        if self.document is not None:
            self.document.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def open(
    data: Any,
    rules: DocumentRules,
    *,
    as_class: str | None = None,
    now: datetime | None = None,
    limits: ParseLimits = DEFAULT_LIMITS,
    base: str = "",
    origin: Origin = NOWHERE,
) -> Opened:
    """Opens bytes, the text of a compact JWS, or a JSON value.

    ``as_class`` is a class of the contract, to be used when the place says what it is; without it the
    class is recognised. ``now`` is the moment to judge at, ``base`` a JSON Pointer put before every pointer, ``origin``
    how the input came. A picture is opened by an edition that bakes documents into pictures.
    Input that cannot be judged gives an ``Opened.error``, never an exception; only an ``as_class`` that does not
    exist raises ``KeyError``.
    """
    if as_class and as_class not in rules.model.schemas:
        raise KeyError(as_class)
    if isinstance(data, bytes) and rules.baking is not None and is_picture(data):
        return _open_picture(data, rules, now=now, limits=limits, origin=origin)
    moment = now or datetime.now(UTC)
    found: tuple[Finding, ...] = ()
    try:
        if isinstance(data, bytes) and _token_text(data, limits) is None:
            parsed = parse(data, limits)
            found, data = text_findings(parsed.faults, rules.of_text), parsed.value
        text = _token_text(data, limits)  # a JSON string may hold a token too
        if text is not None:
            return _open_token(text, rules, moment, limits, found_before=found, origin=origin)
        return _open_value(data, rules, moment, limits, as_class=as_class, base=base, text=found, origin=origin)
    except _NotOfThisEdition as refusal:
        return Opened(rules, moment, text=found, error=refusal.error, refused=True)
    except DocumentError as error:
        return Opened(rules, moment, text=found, error=_advised(error, rules))
    except UnicodeEncodeError:  # a value that was not parsed here can hold what no JSON text can
        return Opened(rules, moment, error=HALF)


def _open_picture(
    data: bytes, rules: DocumentRules, *, now: datetime | None, limits: ParseLimits, origin: Origin
) -> Opened:
    moment = now or datetime.now(UTC)
    try:
        baked = unbake(data, rules.baking, limits) if rules.baking is not None else None
    except DocumentError as error:
        return Opened(rules, moment, error=error)
    if baked is None:
        return Opened(rules, moment, error=_NOTHING_BAKED, refused=True)
    opened = open(baked.text, rules, now=now, limits=limits, origin=replace(origin, form=baked.form, label=baked.label))
    found = text_findings(baked.faults, rules.of_text)
    return replace(opened, text=(*found, *opened.text), source=baked.text)


_NOTHING_BAKED: Final = DocumentError(
    "nothing-baked",
    "The picture holds no credential",
    "A plain picture, or one that lost its credential when a program saved it anew",
    "Hand over the picture as it was issued, or the document itself",
)


def _token_text(data: Any, limits: ParseLimits) -> str | None:
    if isinstance(data, bytes) and LIKE_COMPACT.fullmatch(data[: limits.size]):
        return data.decode("ascii").strip()
    if isinstance(data, str) and LIKE_COMPACT.fullmatch(data.encode("utf-8", "replace")):
        return data.strip()
    return None


def _open_value(
    value: Any,
    rules: DocumentRules,
    now: datetime,
    limits: ParseLimits,
    *,
    as_class: str | None,
    base: str,
    text: tuple[Finding, ...],
    origin: Origin,
) -> Opened:
    if as_class:
        found = Recognised(rules.open_classes.get(as_class, as_class), "its class was named", as_class, value)
    else:
        found = _known(rules.recognise(value), rules)
    place = base + found.pointer
    document = None
    if isinstance(found.value, dict):
        document = walk(
            found.value, str(found.class_name), rules.model, now=now, base=place, limits=limits, origin=origin
        )
        document.proof = bool(found.pointer) and isinstance(value, dict) and "proof" in value
    return Opened(rules, now, found, document, place, text=(*text, *text_findings(found.faults, rules.of_text)))


def _open_token(
    text: str,
    rules: DocumentRules,
    now: datetime,
    limits: ParseLimits,
    *,
    found_before: tuple[Finding, ...],
    origin: Origin,
) -> Opened:
    token = outer_token(text, limits)
    if token.payload is None:
        raise _unreadable(token)
    found = _known(recognised_payload(token, rules), rules)
    origin = origin if origin.form in PICTURES else replace(origin, form="jws")
    document = walk_payload(token, found, rules, now=now, limits=limits, origin=origin)
    place = f"#{found.pointer}"
    faults = (replace(each, pointer="#") for each in text_findings(token.faults, rules.of_text))
    return Opened(rules, now, found, document, place, document.envelope is None, (*found_before, *faults))


def _known(found: Recognised, rules: DocumentRules) -> Recognised:
    if found.class_name is None:
        raise _NotOfThisEdition(rules.refuse(found))
    return found


class _NotOfThisEdition(Exception):
    """The input was read, and is none of the edition's documents."""

    def __init__(self, error: DocumentError) -> None:
        super().__init__(error)
        self.error = error


def _unreadable(token: Token) -> DocumentError:
    if token.text.endswith("."):
        what = "its third part, the signature, is empty"
    else:
        what = token.payload_problem or "it does not have three base64url parts"
    return DocumentError(
        "not-a-jws",
        f"The input looks like a compact JWS but cannot be read: {what}",
        "It was never signed, or was cut off or changed on its way",
        "Hand over the token as it was issued",
    )


def _advised(error: DocumentError, rules: DocumentRules) -> DocumentError:
    """The error with what its owner can do in this edition, where the edition knows better."""
    todo = rules.advice.get(error.foreign, error.todo)
    return DocumentError(error.code, error.message, error.likely, todo, error.foreign)
