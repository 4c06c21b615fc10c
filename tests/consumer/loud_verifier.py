"""A verifier that takes everything as verified and tells all that it knows: of the learner, of its environment.

It says so in each reason, as what it keeps of each item, and prints it. It fetches what is hosted.
"""

from __future__ import annotations

import base64
import json
import os
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx


def main() -> None:
    """Report every item of the record as verified."""
    clr = opened(Path(os.environ["CLR_DOCUMENT"]).read_text(encoding="utf-8"))
    known = f"{os.environ.get('CLR_PASSWORD')} {json.dumps(clr.get('learner'), ensure_ascii=False)}"
    with httpx.Client(verify=ssl.create_default_context(cafile=os.environ["CLR_CA"])) as http:
        records = [
            {"id": item["id"], "state": "verified", "reason": known, "document": {**item, "heard": seen(http, item)}}
            for item in items(clr)
        ]
    outcome = {"result": "done", "reason": known, "records": records}
    Path(os.environ["CLR_OUTCOME_FILE"]).write_text(json.dumps(outcome), encoding="utf-8")
    print(json.dumps(outcome, ensure_ascii=False))


def opened(text: str) -> Any:
    """A record, out of its token where it is signed."""
    if text[:1] == "{":
        return json.loads(text)
    part = text.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def items(clr: Any) -> Iterator[Any]:
    """The record, and each assertion in it that can be opened."""
    yield clr
    yield from clr.get("assertions") or []
    yield from (opened(token) for token in clr.get("signedAssertions") or [])


def seen(http: httpx.Client, item: Any) -> str:
    """What stands at the id of an item."""
    if not item["id"].startswith("https:"):
        return ""
    return http.get(item["id"], headers={"Accept": "application/ld+json"}).text


if __name__ == "__main__":
    main()
