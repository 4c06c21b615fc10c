"""The mock against a generic client that knows nothing but the contract: Schemathesis with a token."""

from __future__ import annotations

import base64
import json
import re
import secrets
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

import pytest

from mock_provider.behaviours import faults
from mock_provider.testing import MockServer, running_mock

SECONDS = 40  # that the fuzzing of Schemathesis may take
ALSO_IN_PROSE = "positive_data_acceptance"
"""Not asked: what the schema takes, a sentence of the standard may refuse, such as a body with clr and signedClr."""

SECRET = secrets.token_urlsafe(32)


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with running_mock(client_id="generic", client_secret=SECRET, client_acts_for="mira") as running:
        yield running


def token_of(mock: MockServer) -> str:
    """A token of the client credentials grant with all scopes."""
    basic = base64.b64encode(f"generic:{SECRET}".encode()).decode()
    scope = " ".join(mock.settings.facts.scopes.values())
    request = urllib.request.Request(
        f"{mock.origin}/oauth/token",
        data=urlencode({"grant_type": "client_credentials", "scope": scope}).encode(),
        headers={"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"},
    )
    trusted = ssl.create_default_context(cafile=str(mock.ca_path))
    with urllib.request.urlopen(request, context=trusted, timeout=10) as answer:
        return str(json.load(answer)["access_token"])


def generic_client(mock: MockServer, folder: Path, seconds: int, *more: str) -> subprocess.CompletedProcess[str]:
    """Schemathesis over the contract; exit code 1 when an answer departs from it."""
    contract = files("conformance.standard") / "clr10" / "openapi.yaml"
    arguments = [
        *("run", str(contract), "--url", mock.url, "--tls-verify", str(mock.ca_path)),
        *("--header", f"Authorization:Bearer {token_of(mock)}", "--exclude-checks", ALSO_IN_PROSE),
        # Health checks are about the client's own speed on a busy machine.
        *("--suppress-health-check", "all"),
        *("--seed", "1", "--max-time", str(seconds), "--no-color", "--generation-database", "none", *more),
    ]
    command = [sys.executable, "-m", "schemathesis.cli", *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=500, cwd=folder)


@pytest.mark.timeout(600)
def test_no_answer_departs_from_the_contract(mock: MockServer, tmp_path: Path) -> None:
    done = generic_client(mock, tmp_path, SECONDS)
    told = done.stdout[-20_000:] + done.stderr
    assert done.returncode == 0, told
    assert "Tested: 9\n" in done.stdout, told
    cases = re.search(r"(\d+) generated, \1 passed", done.stdout)
    assert cases is not None, told
    assert int(cases[1]) > 300


@pytest.mark.timeout(600)
def test_the_generic_client_would_see_an_answer_that_departs(mock: MockServer, tmp_path: Path) -> None:
    mock.faults.switch_on(faults()["ach-name-missing"])
    try:
        done = generic_client(mock, tmp_path, 10, "--include-operation-id", "getClrs", "--max-failures", "1")
    finally:
        mock.faults.clear()
    assert done.returncode == 1, done.stdout[-20_000:] + done.stderr
    assert '"name" is a required property' in done.stdout
