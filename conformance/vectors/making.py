"""Makes documents of what the tables say: named parts, keys, proofs, tokens, lists, pictures.

An object whose only member begins with ``$`` stands for what is made of it:

- ``$use``: a right document of that name, unsigned as it stands in its file
- ``$key``: ``{name, as}``, a public half (``multibase``, ``did``, ``did_method``, ``jwk``, ``private_jwk``, ``pem``)
- ``$proof`` in a member ``proof``: ``{suite, key, method, created, purpose, more, derive, mandatory}``
- ``$token``: ``{of, key, kid, jwk, form, header, claims}``, the credential as a VC-JWT
- ``$jws``: ``{header, payload, key, signature}``, a compact JWS of a payload, which is a value or a text
- ``$bits``: ``{values, length, size, bare, cut}``, an ``encodedList``
- ``$json``: the JSON text of a value
- ``$png``, ``$svg``: ``{of, keyword, namespace, packed, times}``, the baked picture
- ``$bytes``: hexadecimal; ``$utf16``: the text in that code
- ``$data``: the data URI of a picture
- ``$proofOf``: the proof of a right document
- ``$merged``: the members of several objects in one
- ``$clique``: that many nameless objects, each of which names all others
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from conformance.issuing import Key, as_jwt, baking, lists, selective, sign
from conformance.issuing.keys import encoded
from conformance.issuing.proofs import unsecured


class Maker:
    """Makes documents with the keys and the right documents of an edition.

    ``keys`` holds private keys by name, ``right`` the documents that others are made of, ``created`` the moment of
    each proof that names none.
    """

    def __init__(self, keys: Mapping[str, Key], right: Mapping[str, Any], created: str) -> None:
        self._keys = keys
        self._right = right
        self._created = created
        self._signed: dict[str, dict[str, Any]] = {}
        self._directives: Mapping[str, Callable[[Any], Any]] = {
            "$key": self._key,
            "$token": self._token,
            "$jws": self._jws,
            "$bits": _bits,
            "$json": lambda value: as_text(self.made(value)),
            "$png": self._png,
            "$svg": self._svg,
            "$bytes": bytes.fromhex,
            "$data": self._data,
            "$utf16": lambda value: as_text(self.made(value)).encode("utf-16"),
            "$clique": _clique,
            "$proofOf": lambda name: self.made(self.expanded(self._right[name]))["proof"],
            "$merged": self._merged,
        }

    def expanded(self, value: Any) -> Any:
        """The value with the right documents that it uses, still unsigned, so that pointers lead into them."""
        if isinstance(value, list):
            return [self.expanded(entry) for entry in value]
        if not isinstance(value, dict):
            return value
        if value.keys() == {"$use"}:
            return self.expanded(self._right[value["$use"]])
        return {name: self.expanded(entry) for name, entry in value.items()}

    def made(self, value: Any) -> Any:
        """What the expanded value stands for: JSON, text or bytes."""
        if isinstance(value, list):
            return [self.made(entry) for entry in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            ((name, inner),) = value.items()
            if name in self._directives:
                return self._directives[name](inner)
        if "proof" in value and any(_asked(entry) for entry in _many(value["proof"])):
            return self._proved(value)
        return {name: self.made(entry) for name, entry in value.items()}

    def _proved(self, value: Mapping[str, Any]) -> dict[str, Any]:
        plain: dict[str, Any] = self.made(unsecured(value))
        proofs = []
        for entry in _many(value["proof"]):
            if not _asked(entry):
                proofs.append(self.made(entry))
                continue
            order = self.made(entry["$proof"])
            signed = self._sign(plain, order)
            if "derive" in order:
                plain = unsecured(signed)
            proofs.append(signed["proof"])
        placed = proofs if isinstance(value["proof"], list) else proofs[0]
        return {name: placed if name == "proof" else plain[name] for name in value if name in plain or name == "proof"}

    def _sign(self, plain: dict[str, Any], order: Mapping[str, Any]) -> dict[str, Any]:
        remembered = as_text([plain, order])
        if remembered not in self._signed:
            key = self._keys[order["key"]]
            suite, method = order.get("suite", "eddsa-rdfc-2022"), order.get("method", key.did_method)
            created, purpose = order.get("created", self._created), order.get("purpose", "assertionMethod")
            if suite == "ecdsa-sd-2023":
                mandatory = order.get("mandatory", ["/issuer", "/validFrom"])
                signed = selective.base(
                    plain, key, method, mandatory=mandatory, created=created, purpose=purpose, seed=order["key"]
                )
                signed = selective.derived(signed, order["derive"]) if "derive" in order else signed
            else:
                signed = sign(plain, suite, key, method, created=created, purpose=purpose, more=order.get("more", {}))
            self._signed[remembered] = signed
        return self._signed[remembered]

    def _key(self, order: Mapping[str, str]) -> Any:
        key = self._keys[order["name"]]
        form = order.get("as", "multibase")
        if form == "pem":
            public = key.private.public_key()
            return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        if form in ("did_jwk", "did_jwk_method"):
            did = "did:jwk:" + encoded(as_text(key.public_jwk()).encode())
            return did if form == "did_jwk" else f"{did}#0"
        found = getattr(key, form)
        return found() if callable(found) else found

    def _merged(self, parts: list[Any]) -> dict[str, Any]:
        return {name: value for part in parts for name, value in self.made(part).items()}

    def _token(self, order: Mapping[str, Any]) -> str:
        order = self.made(dict(order))
        return as_jwt(
            order["of"],
            self._keys[order["key"]],
            kid=order.get("kid", ""),
            jwk=order.get("jwk", False),
            form=order.get("form"),
            header=order.get("header", {}),
            claims=order.get("claims", {}),
        )

    def _jws(self, order: Mapping[str, Any]) -> str:
        order = self.made(dict(order))
        payload = order["payload"] if isinstance(order["payload"], str) else as_text(order["payload"])
        signed = f"{encoded(as_text(order['header']).encode())}.{encoded(payload.encode())}"
        given = order.get("signature")
        return f"{signed}.{encoded(given.encode() if given else self._keys[order['key']].sign(signed.encode()))}"

    def _png(self, order: Mapping[str, Any]) -> bytes:
        texts = [_written(self.made(entry)) for entry in _many(order["of"])] * order.get("times", 1)
        picture = baking.plain_png()
        return baking.into_png(picture, *texts, keyword=order["keyword"], compressed=order.get("packed", False))

    def _svg(self, order: Mapping[str, Any]) -> bytes:
        picture = baking.plain_svg()
        for _ in range(order.get("times", 1)):
            picture = baking.into_svg(picture, _written(self.made(order["of"])), namespace=order["namespace"])
        for old, new in order.get("replace", {}).items():
            picture = picture.replace(old, new)
        return picture.encode()

    def _data(self, order: Any) -> str:
        picture = self.made(order)
        kind = "image/png" if picture.startswith(baking.PNG) else "image/svg+xml"
        return f"data:{kind};base64,{b64encode(picture).decode()}"


def as_text(value: Any) -> str:
    """The compact JSON text of a value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def as_bytes(made: Any) -> bytes:
    """What was made as the bytes of a file."""
    return made if isinstance(made, bytes) else _written(made).encode("utf-8", "surrogatepass")


def _written(made: Any) -> str:
    return made if isinstance(made, str) else as_text(made)


def _asked(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.keys() == {"$proof"}


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _bits(order: Mapping[str, Any]) -> str:
    values = {int(index): value for index, value in order.get("values", {}).items()}
    string = lists.bits(values, order.get("length", lists.LEAST), order.get("size", 1))
    text = lists.encoded_list(string)
    text = text[: -order["cut"]] if "cut" in order else text
    return text[1:] if order.get("bare") else text


def _clique(count: int) -> list[dict[str, Any]]:
    names = [f"_:n{number}" for number in range(count)]
    link = "https://northlake.example/vocab#knows"
    return [
        {"id": name, "type": ["Related"], link: [{"id": other} for other in names if other != name]} for name in names
    ]
