"""The right consumer, which prints each secret that it learns: its password, the redirect, its client and token."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).parent))

import right  # type: ignore[import-not-found]  # found beside this file when it is run

LEARNT = [os.environ["CLR_PASSWORD"]]
_pages, _post = right.through_the_pages, httpx.Client.post


def through_the_pages(http: httpx.Client, url: str) -> str:
    """As the right one, and says where it was sent back to."""
    print(target := _pages(http, url))
    return str(target)


def post(self: httpx.Client, url: Any, **how: Any) -> httpx.Response:
    """As ever, and says what was sent and what came back."""
    response = _post(self, url, **how)
    print(words := f"{how.get('data')} {how.get('headers')} {response.headers} {response.text}", file=sys.stderr)
    LEARNT.append(words)
    return response


def report() -> None:
    """Tells all of it in the outcome: in its reason, as the id of an item, and as what it keeps."""
    told = [words[:3000] for words in LEARNT]
    records = [{"id": words[:1500], "state": "refused", "reason": words, "document": words} for words in told]
    outcome = {"result": "refused", "reason": " ".join(told)[:4000], "records": records}
    Path(os.environ["CLR_OUTCOME_FILE"]).write_text(json.dumps(outcome), encoding="utf-8")


if __name__ == "__main__":
    print(f"logging in as {os.environ['CLR_USERNAME']} with {os.environ['CLR_PASSWORD']}")
    right.through_the_pages, httpx.Client.post = through_the_pages, post  # type: ignore[method-assign]
    try:
        sys.exit(right.main())
    finally:
        report()
