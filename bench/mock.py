"""The list of records of the mock (token checked, a 20 KB page) beside Prism's static mock of the same contract.

Needs ``wrk`` and ``npm``. One process each, the same load generator, one after the other in the same run.
"""

from __future__ import annotations

import base64
import contextlib
import json
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from conformance.standard import contract, facts

CACHE = Path(tempfile.gettempdir()) / "clr-conformance-bench"
SECONDS = 8
ROUNDS = 3
PAGE = 20_000  # bytes, about


@dataclass(frozen=True, slots=True)
class Listing:
    """The list of an edition: its book and path, the media type asked for, and where its records stand."""

    book: str
    path: str
    accept: str
    members: tuple[str, ...]
    offset: int = 0


LISTINGS = (
    Listing("clr10", "/clrs", "application/ld+json", ("clrs", "signedClrs"), offset=60),
    Listing("clr20", "/credentials", "application/json", ("credential", "compactJwsString")),
)


def run() -> None:
    """Print requests per second of both and their ratio."""
    for tool in ("wrk", "npm"):
        if shutil.which(tool) is None:
            print(f"skipped: {tool} is not installed (Debian package {tool})")
            return
    prism = _prism()
    for listing in LISTINGS:
        _compared(listing, prism)


def _compared(listing: Listing, prism: Path) -> None:
    with _our_mock(listing) as (url, token, page):
        records = sum(len(json.loads(page).get(member) or ()) for member in listing.members)
        print(f"{facts(listing.book).name}, page: {len(page)} bytes, {records} records")
        with _prism_mock(listing, prism, page) as other:
            for _ in range(ROUNDS):
                ours, theirs = _load(listing, url, token), _load(listing, other, token)
                print(f"mock (HTTPS) {ours:8.0f} req/s   Prism (HTTP) {theirs:8.0f} req/s   ratio {ours / theirs:.1f}")


def _prism() -> Path:
    binary = CACHE / "node_modules" / ".bin" / "prism"
    if not binary.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(CACHE), "@stoplight/prism-cli@5"],
            check=True,
        )
    return binary


@contextlib.contextmanager
def _our_mock(listing: Listing) -> Iterator[tuple[str, str, bytes]]:
    """The mock as a user starts it, in a process of its own; the URL of a page of the size wanted, and that page."""
    port = _free_port()
    command = [str(Path(sys.executable).with_name("clr-conformance")), "mock", "--port", str(port)]
    credentials = ["--client-id", "bench", "--client-secret", "bench-secret-bench-secret", "--client-acts-for", "mira"]
    about = facts(listing.book)
    with _process([*command, "--standard", about.id, "--quiet", *credentials]):  # Prism is quiet too
        origin = f"https://127.0.0.1:{port}"
        _wait(f"{origin}/health")
        read = next(each for each in about.operations.values() if each.path == listing.path and each.method == "GET")
        token = _token(f"{origin}/oauth/token", about.scope_uri(read.scope))
        headers = {"Authorization": f"Bearer {token}", "Accept": listing.accept}
        base = f"{origin}{about.base_path}{listing.path}?offset={listing.offset}&limit="
        pages = ((f"{base}{limit}", _get(f"{base}{limit}", headers)) for limit in range(1, 101))
        url, page = next((url, page) for url, page in pages if len(page) >= PAGE or url.endswith("=100"))
        yield url, token, page


@contextlib.contextmanager
def _prism_mock(listing: Listing, prism: Path, page: bytes) -> Iterator[str]:
    """Prism with our contract, and the same page as its static example."""
    document: dict[str, Any] = json.loads(json.dumps(contract(listing.book)))
    content = document["paths"][listing.path]["get"]["responses"]["200"]["content"][listing.accept]
    content["examples"] = {"page": {"value": json.loads(page)}}
    document["servers"] = [{"url": "http://127.0.0.1"}]
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "contract.yaml"
        file.write_text(yaml.safe_dump(document), encoding="utf-8")
        with _process([str(prism), "mock", str(file), "-p", str(port), "-v", "fatal"]):
            url = f"http://127.0.0.1:{port}{listing.path}?limit=10"
            _wait(url)
            served = _get(url, {"Authorization": "Bearer bench", "Accept": listing.accept})
            if abs(len(served) - len(page)) > len(page) // 10:
                raise RuntimeError(f"Prism serves {len(served)} bytes instead of {len(page)}")
            yield url


def _load(listing: Listing, url: str, token: str) -> float:
    command = ["wrk", "-t1", "-c16", f"-d{SECONDS}", "-H", f"Authorization: Bearer {token}"]
    printed = subprocess.run(
        [*command, "-H", f"Accept: {listing.accept}", url], check=True, capture_output=True, text=True
    ).stdout
    if "Non-2xx" in printed:
        raise RuntimeError(f"not every answer was a success:\n{printed}")
    match = re.search(r"Requests/sec:\s*([\d.]+)", printed)
    if match is None:
        raise RuntimeError(f"wrk printed no rate:\n{printed}")
    return float(match.group(1))


@contextlib.contextmanager
def _process(command: list[str]) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def _token(url: str, scope: str) -> str:
    basic = base64.b64encode(b"bench:bench-secret-bench-secret").decode()
    body = f"grant_type=client_credentials&scope={scope}".encode()
    request = urllib.request.Request(url, body, {"Authorization": f"Basic {basic}"})
    with urllib.request.urlopen(request, context=_untrusting()) as reply:
        return str(json.load(reply)["access_token"])


def _get(url: str, headers: dict[str, str]) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), context=_untrusting()) as reply:
        body: bytes = reply.read()
        return body


def _untrusting() -> ssl.SSLContext:
    """No verification: wrk does none either, and both ends are on loopback."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _wait(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            try:
                _get(url, {})
            except urllib.error.HTTPError:
                return
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing answers at {url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
