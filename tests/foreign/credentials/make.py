"""Has all documents signed anew: ``python -m tests.foreign.credentials.make``.

It takes ``npm ci`` in the folder ``node``, and the packages openvc-core, apsig, awr, didkit, Authlib, PyJWT, jwcrypto
and openbadgeslib. Signatures by ECDSA differ each time.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from importlib import import_module
from io import BytesIO
from typing import Any, Final

from tests.foreign.credentials import by_node, by_python, integrity, jcs, statuses, tokens
from tests.foreign.credentials.by_node import Signed
from tests.foreign.credentials.people import HERE, lookups

FIXTURES: Final = HERE / "fixtures"
SVG: Final = b'<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><circle cx="4" cy="4" r="3"/></svg>'
BAKED: Final = (
    ("badge-jwt.png", "jwt-es256-did-web", "openbadgecredential"),
    ("badge-proof.png", "badge-did-web-rich", "openbadgecredential"),
    ("badge-jwt.svg", "jwt-eddsa-did-key", "openbadgecredential"),
    ("badge-proof.svg", "badge-p256-did-web-rich", "openbadgecredential"),
    ("record-proof.png", "record-mixed-suites", "clrcredential"),
    ("record-jwt.svg", "jwt-record-rs256", "clrcredential"),
)
"""Pictures: file, the document in it, and the keyword of the chunk or the namespace that goes with it."""


def everything() -> list[Signed]:
    """All documents, each after those that it holds."""
    return [*integrity.documents(), *statuses.documents(), *tokens.documents(), *jcs.documents()]


def results(documents: Sequence[Signed]) -> dict[str, Any]:
    """What was signed, by name: programs of npm first, then libraries of PyPI."""
    node = [entry for entry in documents if not entry.by.startswith("pypi:")]
    done = by_node.sign([entry.job for entry in node])
    for entry in documents:
        if entry.by.startswith("pypi:"):
            done[entry.name] = by_python.sign(entry.job, done)
    return done


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _png() -> bytes:
    written = BytesIO()
    import_module("png").from_array([[0, 255], [255, 0]], "L").write(written)
    return written.getvalue()


def main() -> None:
    """Write the fixtures and their manifest over what is there."""
    documents = everything()
    done = results(documents)
    shutil.rmtree(FIXTURES, ignore_errors=True)
    for folder in ("documents", "lookups"):
        (FIXTURES / folder).mkdir(parents=True)
    kept = [entry for entry in documents if entry.kept]
    rows = [_written(entry, done) for entry in kept] + [_baked(*row, done) for row in BAKED]
    served = dict(_served(kept, done))
    manifest = {"documents": rows, "lookups": served}
    (FIXTURES / "manifest.json").write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"{len(rows)} documents, {len(served)} look-ups")


def _written(entry: Signed, done: Mapping[str, Any]) -> dict[str, Any]:
    file = f"documents/{entry.name}{entry.suffix}"
    (FIXTURES / file).write_text(_text(done[entry.name]), "utf-8")
    row = {"file": file, "by": entry.by, "expected": entry.expected}
    return {**row, "about": entry.about} if entry.about else row


def _baked(file: str, name: str, keyword: str, done: Mapping[str, Any]) -> dict[str, Any]:
    text = done[name] if isinstance(done[name], str) else json.dumps(done[name], ensure_ascii=False)
    svg = SVG if file.endswith(".svg") else None
    (FIXTURES / "documents" / file).write_bytes(by_python.bake(svg, text, png=_png(), keyword=keyword))
    return {"file": f"documents/{file}", "by": "pypi:openbadgeslib", "expected": "verified"}


def _served(kept: Sequence[Signed], done: Mapping[str, Any]) -> list[tuple[str, str]]:
    """URL and file of everything that is looked up: keys, lists, the older list of 1EdTech."""
    documents = {**lookups(), f"{statuses.AT}vcrl": statuses.revocation_list()}
    found = []
    for number, (url, document) in enumerate(documents.items(), 1):
        file = f"lookups/{number}.json"
        (FIXTURES / file).write_text(_text(document), "utf-8")
        found.append((url, file))
    return found + [(entry.address, f"documents/{entry.name}{entry.suffix}") for entry in kept if entry.address]


if __name__ == "__main__":
    main()
