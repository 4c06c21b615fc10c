"""The ground that generated content stands on: names, moments, signatures, and what is published at a URL."""

from __future__ import annotations

import base64
import hashlib
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from mock_provider.clr10.content.model import Node
from mock_provider.clr10.terms import CONTEXT
from mock_provider.encoding import to_json
from mock_provider.settings import Settings
from mock_provider.signing import SigningKey, signing_key

_NAMESPACE = uuid.UUID("6f1c8a52-3c0d-4a8e-9d57-0b6a5f0c1e10")
_EPOCH = datetime(2016, 9, 1, 9, 0, tzinfo=UTC)


class Site:
    """One generated set for one base URL and seed; ``documents`` gathers what is published, by kind and name."""

    def __init__(self, settings: Settings) -> None:
        self.root_url = settings.root_url
        self.base_url = settings.base_url
        self.host = settings.origin.removeprefix("https://").rpartition(":")[0].strip("[]")
        self.documents: dict[tuple[str, str], bytes] = {}
        self._seed = settings.seed
        self._only_signed = settings.only_signed
        self._keys = settings.data_dir / "keys"

    def urn(self, *name: object) -> str:
        """A urn:uuid that only depends on the seed and the name."""
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, '/'.join(map(str, (self._seed, *name))))}"

    def item_url(self, kind: str, name: str) -> str:
        """The URL of an item of the API, such as ``…/assertions/NAME``."""
        return f"{self.base_url}/{kind}/{name}"

    def clr_id(self, name: str) -> str:
        """The id of a CLR: the URL at which it is hosted, or a urn:uuid where every CLR is signed."""
        return self.urn("clr", name) if self._only_signed else self.item_url("clrs", name)

    def page_url(self, kind: str, name: str) -> str:
        """The URL of a document beside the API, such as ``…/profiles/NAME``."""
        return f"{self.root_url}/{kind}/{name}"

    def publish(self, kind: str, name: str, node: Node, context: Any = CONTEXT) -> Node:
        """Serves a node at its URL from now on, and hands it back."""
        self.documents[kind, name] = to_json({"@context": context} | node)
        return node

    def page(self, name: str, title: str, text: str) -> str:
        """Publishes a small web page and returns its URL."""
        body = (
            f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><h1>{title}</h1><p>{text}</p>'
        )
        self.documents["pages", name] = body.encode("utf-8")
        return self.page_url("pages", name)

    def signing_key(self, name: str) -> SigningKey:
        """The key pair of an organisation, kept between starts."""
        return signing_key(self._keys, name)

    def sign(self, node: Node, signer: Mapping[str, Any]) -> str:
        """The node as compact JWS by the key of a profile."""
        key_id: str = signer["publicKey"]["id"]
        return self.signing_key(key_id.rpartition("/")[2]).sign({"@context": CONTEXT} | node, key_id)


def moment(days: int, minutes: int = 0) -> str:
    """The timestamp so many days and minutes after the first day of the content's time (1 September 2016)."""
    return (_EPOCH + timedelta(days=days, minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")


def hashed(identity: str, salt: str = "") -> str:
    """The identity hash of Open Badges 2.0: SHA-256 over identity and salt."""
    return "sha256$" + hashlib.sha256((identity + salt).encode("utf-8")).hexdigest()


def data_uri(media_type: str, content: str) -> str:
    """The text as a data URI in Base64."""
    return f"data:{media_type};base64,{base64.b64encode(content.encode('utf-8')).decode('ascii')}"


def image(letter: str, colour: str) -> str:
    """A small round picture (SVG) with a letter in it."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img">'
        f'<circle cx="32" cy="32" r="30" fill="{colour}"/>'
        f'<text x="32" y="42" font-family="sans-serif" font-size="30" text-anchor="middle" fill="#fff">{letter}</text>'
        "</svg>"
    )
