"""A CLR verifier of other hands, as a command: ``python verifier.py --tell file|post|code [--skip STEP …]``.

Everything else comes from the environment, as for any consumer. It is told nothing of scenarios.
"""

from __future__ import annotations

import argparse
import json
import os
import ssl
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

sys.path.insert(0, str(Path(__file__).parent))

from credentials import Row, Verifier  # type: ignore[import-not-found]  # found beside this file when it is run

BELIEVED = {"believes-everything": "verified", "believes-nothing": "unverified"}
LEANINGS = (*BELIEVED, "silent", "crashes", "refuses-all")
"""Verifiers that do not verify at all."""


def main(
    arguments: Sequence[str] | None = None,
    told: Mapping[str, str] = os.environ,
    http: requests.Session | None = None,
) -> int:
    """Verify the record that was handed over and tell what came of it; the exit code."""
    chosen = _parser().parse_args(arguments)
    if told.get("CLR_TASK", "verify") != "verify" or "CLR_DOCUMENT" not in told:
        return 77
    if chosen.leaning == "crashes":
        raise RuntimeError("nobody has thought of this")
    content = Path(told["CLR_DOCUMENT"]).read_text(encoding="utf-8").strip()
    session = http or session_without(chosen.skip, told)
    if chosen.leaning == "refuses-all":
        return 20
    verifier = Verifier(session, chosen.skip, published=chosen.published, goes_on=chosen.goes_on)
    if chosen.leaning in BELIEVED:
        verifier.row = lambda item: Row(str(item.node.get("id")), BELIEVED[chosen.leaning])
    rows = verifier.record(content)
    return 0 if chosen.leaning == "silent" else tell(rows, chosen.tell, told, session)


def session_without(steps: Sequence[str], told: Mapping[str, str]) -> requests.Session:
    """A session that trusts the authority that it is told of, unless a step of that is left out."""
    session = requests.Session()
    session.verify, session.trust_env = told["CLR_CA"], False
    if "API-025" in steps:
        urllib3.disable_warnings()
        session.verify = False
    if "API-007" in steps:
        session.mount("https://", OldTls(told["CLR_CA"]))
    return session


class OldTls(HTTPAdapter):
    """Speaks any TLS that the machine knows."""

    def __init__(self, authority: str) -> None:
        self.authority = authority
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **members: Any) -> None:
        context = ssl.create_default_context(cafile=self.authority)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        super().init_poolmanager(*arguments, **members, ssl_context=context)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tell", choices=("file", "post", "code"), default="file")
    parser.add_argument("--skip", action="append", default=[], metavar="STEP")
    parser.add_argument("--published", action="store_true", help="an issuer's profile is the one at its id")
    parser.add_argument("--goes-on", action="store_true", help="a copy that differs is what is kept")
    parser.add_argument("--leaning", choices=LEANINGS, default="")
    return parser


def tell(rows: list[Row], how: str, told: Mapping[str, str], http: requests.Session) -> int:
    """Who reports ends with 0, whatever was found; who does not says it by the code."""
    if how == "file":
        Path(told["CLR_OUTCOME_FILE"]).write_text(json.dumps(outcome(rows)), encoding="utf-8")
    elif how == "post":
        http.post(told["CLR_OUTCOME_URL"], json=outcome(rows), timeout=(5, 5)).raise_for_status()
    elif how == "code":
        return 0 if all(row.state == "verified" for row in rows) else 20
    return 0


def outcome(rows: list[Row]) -> dict[str, Any]:
    if rows and not rows[0].id:
        return {"result": "refused", "reason": rows[0].reason}
    shown = ({name: value for name, value in row._asdict().items() if value} for row in rows)
    return {"result": "done", "records": [*shown]}


if __name__ == "__main__":
    sys.exit(main())
