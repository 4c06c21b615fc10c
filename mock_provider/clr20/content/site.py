"""The ground that generated content stands on: names, moments, and what is published at a URL."""

from __future__ import annotations

import base64
import hashlib
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from mock_provider.clr20.content.drafts import sign
from mock_provider.clr20.content.keys import Keys
from mock_provider.clr20.store.hosted import Published
from mock_provider.encoding import to_json
from mock_provider.settings import Settings

Node = dict[str, Any]
"""A JSON object of the model, or the draft of one."""

JSON = ("application/json",)
JSON_LD = ("application/vc+ld+json", "application/ld+json", "application/json")
DID_JSON = ("application/did+json", "application/did+ld+json", "application/json")
TOKEN = ("text/plain",)
HTML = ("text/html; charset=utf-8",)
SVG = ("image/svg+xml",)
PNG = ("image/png",)

_NAMESPACE = uuid.UUID("0b6a5f0c-1e10-4a8e-9d57-6f1c8a523c0d")
_EPOCH = datetime(2021, 9, 1, 8, 0, tzinfo=UTC)


class Site:
    """One generated set for one address, seed and keys.

    ``documents`` gathers what is published, by the path below the root; ``drafts`` what is signed, by its id.
    """

    def __init__(self, settings: Settings, keys: Keys) -> None:
        self.root_url = settings.root_url
        self.keys = keys
        self.documents: dict[str, Published] = {}
        self.drafts: dict[str, Node] = {}
        self._seed = settings.seed
        host, _, port = settings.origin.removeprefix("https://").rpartition(":")
        segments = [f"{quote(host, safe='')}%3A{port}", *(quote(part) for part in settings.tenant.split("/") if part)]
        self._did = ":".join(["did:web", *segments])

    def urn(self, *name: object) -> str:
        """A urn:uuid that only depends on the seed and the name."""
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, '/'.join(map(str, (self._seed, *name))))}"

    def url(self, path: str) -> str:
        """The URL of a path such as ``/status/revocation``."""
        return self.root_url + path

    def did(self, path: str = "") -> str:
        """The did:web whose document is ``did.json`` below that path; that of the whole site without one."""
        return self._did + path.replace("/", ":")

    def publish(self, path: str, value: Any, media_types: tuple[str, ...] = JSON) -> str:
        """Serves a value there from now on, JSON unless it is bytes or text; hands back the URL."""
        body = value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else to_json(value)
        self.documents[path] = Published(media_types, body)
        return self.url(path)

    def publish_signed(self, path: str, draft: Node, media_types: tuple[str, ...] = JSON_LD) -> str:
        """Signs a draft and serves it there; the draft is kept under the URL."""
        self.drafts[self.url(path)] = draft
        return self.publish(path, sign(draft, self.keys), media_types)

    def page(self, path: str, title: str, text: str) -> str:
        """Publishes a small web page and returns its URL."""
        body = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{text}</p>'
        )
        return self.publish(path, body, HTML)


def moment(days: int, minutes: int = 0) -> str:
    """The timestamp so many days and minutes after the first day of the content's time (1 September 2021)."""
    return (_EPOCH + timedelta(days=days, minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def hashed(identity: str, salt: str = "") -> str:
    """An identity hash: SHA-256 over identity and salt."""
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


def data_uri(media_type: str, content: bytes) -> str:
    """The content as a data URI in Base64."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode('ascii')}"


def picture(letter: str, colour: str) -> str:
    """A small round picture (SVG) with a letter in it."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img">'
        f'<circle cx="32" cy="32" r="30" fill="{colour}"/>'
        f'<text x="32" y="42" font-family="sans-serif" font-size="30" text-anchor="middle" fill="#fff">{letter}</text>'
        "</svg>"
    )
