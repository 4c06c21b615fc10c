"""What a vector is: a document, what a verifier needs to judge it, and what it has to find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    """What a URL leads to: the status, the media type and the body."""

    status: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Vector:
    """One document. ``row`` is the requirement that it breaks, empty for a right one.

    ``changed`` says what was done to a right document, ``name`` is a file name that fits its form. ``lookups`` are
    what its URLs lead to; any other leads nowhere. ``at`` is the moment to judge at, ``recipient`` who the learner is
    said to be, ``policies`` are options of the verifier. ``verdicts`` are those of all rows that are not passed,
    ``trust`` is that of each item by its JSON Pointer; ``None`` when nothing is said of it. ``readable`` is
    false when the document is so wrong that nothing in it can be judged; ``offline`` when nothing is looked up, and
    nothing said of what would need that. ``states`` says of an item that it is ``revoked``, ``suspended``,
    ``expired`` or ``not-yet-valid``: it says so itself, so that no row is broken.
    """

    id: str
    row: str
    title: str
    changed: str
    name: str
    document: bytes
    at: str
    lookups: Mapping[str, Answer] = field(default_factory=dict)
    recipient: Mapping[str, str] = field(default_factory=dict)
    policies: tuple[str, ...] = ()
    as_class: str = ""
    verdicts: Mapping[str, str] = field(default_factory=dict)
    trust: Mapping[str, str] | None = None
    readable: bool = True
    offline: bool = False
    states: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The vector as it stands in a file; what is empty is left out."""
        body, encoding = _text(self.document)
        members: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "changed": self.changed,
            "name": self.name,
            "encoding": encoding,
            "document": body,
            "class": self.as_class,
            "lookups": {url: _answer(answer) for url, answer in self.lookups.items()},
            "at": self.at,
            "recipient": dict(self.recipient),
            "policies": list(self.policies),
            "offline": self.offline,
        }
        expected: dict[str, Any] = {"rows": dict(sorted(self.verdicts.items()))}
        if not self.readable:
            expected["readable"] = False
        if self.trust is not None:
            expected["trust"] = dict(self.trust)
        if self.states:
            expected["states"] = dict(self.states)
        return {
            **{name: value for name, value in members.items() if value not in ("", {}, [], False)},
            "expected": expected,
        }


def _answer(answer: Answer) -> dict[str, Any]:
    body, encoding = _text(answer.body)
    return {"status": answer.status, "media_type": answer.media_type, "encoding": encoding, "body": body}


def _text(data: bytes) -> tuple[str, str]:
    """The bytes as a text that a JSON file can hold, and how: as they are, or in base64."""
    from base64 import b64encode

    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return b64encode(data).decode(), "base64"
