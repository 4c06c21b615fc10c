"""Why a look-up brought no key, each way with its code, its likely cause and what to do."""

from __future__ import annotations

from typing import Final

from conformance.trust.keys.problems import KeyProblem, KeyRefused
from conformance.trust.session import LookupResult, State

_BY_CODE: Final = {
    "markup": ("a page for people, a login, or the front page of a single-page site", "serve the key as JSON there"),
    "pem": ("a key in PEM form", "publish it as a JWK or as a Multikey"),
    "not-an-object": ("a bare list of keys", "put the list into the member keys of an object"),
    "empty-document": ("a path that answers without a body", "serve the key as JSON there"),
    "address-refused": ("a private address, or a redirect to one", "publish the key at a public address"),
    "scheme-refused": ("plain http, which anybody on the way can change", "publish the key over https"),
    "redirect-loop": ("redirects that lead back or never end", "name the address where the key is in the end"),
    "body-too-large": ("a page or an archive in place of a key", "serve the key alone"),
    "name-not-found": ("a mistyped host, or one that was given up", "name the address where the key is now"),
}
_BY_STATE: Final = {
    State.OFFLINE: ("key-offline", "", "run with network, or serve the key by --lookup URL=FILE"),
    State.LOCKED: ("key-locked", "the key is behind a login", "publish the key for everybody"),
    State.GONE: ("key-gone", "the key was taken away", "keep the keys of records that are still in use"),
    State.MISSING: ("key-not-found", "a mistyped address, or a key that was taken away", "publish the key there"),
    State.OTHER: ("key-not-json", "another kind of file", "serve the key as JSON there"),
    State.FAILED: ("key-no-answer", "the host is down or overloaded", "try again later"),
}


def no_answer(answer: LookupResult) -> KeyRefused:
    """The problem of a look-up that did not bring a JSON object: open where nothing can be concluded from it."""
    code, likely, todo = _BY_STATE[answer.state]
    if answer.code:
        code = f"key-{answer.code}"
        likely, todo = _BY_CODE.get(answer.code, (likely, todo))
    text = f"no key came of its address: {answer.text}"
    return KeyRefused(KeyProblem(code, text, likely, todo, answer.silent, answer))
