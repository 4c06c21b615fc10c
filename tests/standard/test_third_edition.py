"""A further edition is a folder of data: its catalogue, facts and classes are read as those that are here."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FACTS = """
id: toy-v1
name: Toy 1
title: The Toy Standard 1
prefix: TOY1
areas: [LOG, DI]
roles: [A, I]
base_path: /toy
operations:
  getToys: {method: GET, path: /toys, scope: look, claim: read, returns: {200: Toy}}
scopes: {look: https://toy.example/look}
"""

LOG = """
area: LOG
title: Logging in
requirements:
- id: TOY1-LOG-01
  same: OAUTH-AUT-009
  level: SHOULD NOT
  text: The browser should not be redirected to a redirect_uri that is not registered (see OAUTH-AUT-008).
  source: {ref: toy, section: 3, anchor: s3}
  confidence: S:toy
  basis: published
"""

DI = """
area: DI
title: Proofs
requirements:
- id: TOY1-DI-02
  role: I
  level: MUST
  text: A toy must have a proof.
  why: Nobody knows who made it.
  fix: Add one.
  source: {document: The toy book, section: "4", url: "https://toy.example/book"}
  confidence: S:toy
  basis: published
  test: Look for it.
  planned: documents
"""

CONTRACT = """
paths: {}
components:
  schemas:
    Toy:
      type: object
      additionalProperties: false
      required: [name]
      properties: {name: {$ref: '#/components/schemas/Text'}}
    Text: {type: string}
"""

SCRIPT = """
import json, sys
import conformance.standard as standard
standard.__path__.append(sys.argv[1])
{body}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with the folder of one more edition."""
    place = tmp_path_factory.mktemp("standard")
    book = place / "toy1"
    (book / "requirements").mkdir(parents=True)
    files = {
        "facts.yaml": FACTS,
        "sources.yaml": "toy: {document: The toy book, url: https://toy.example/book}",
        "openapi.yaml": CONTRACT,
        "requirements/log.yaml": LOG,
        "requirements/di.yaml": DI,
    }
    for name, text in files.items():
        (book / name).write_text(text, encoding="utf-8")
    return place


def run(folder: Path, body: str) -> str:
    """What a new process prints that knows the edition in that place too."""
    command = [sys.executable, "-c", SCRIPT.format(body=body), str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def told(folder: Path, expression: str) -> Any:
    return json.loads(run(folder, f"print(json.dumps({expression}))"))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("standard.editions()", ["clr10", "clr20", "toy1"]),
        ("standard.book_of('toy-v1')", "toy1"),
        ("[row.id for row in standard.load('toy1')]", ["TOY1-LOG-01", "TOY1-DI-02"]),
        ("standard.load('toy1').own_id('OAUTH-AUT-009')", "TOY1-LOG-01"),
        ("standard.load('toy1').find('di-02')", "TOY1-DI-02"),
        ("standard.load('toy1').find('oauth-aut-009')", "TOY1-LOG-01"),
        ("standard.load('toy1')['TOY1-LOG-01'].level", "SHOULD NOT"),
        (
            "standard.load('toy1')['TOY1-LOG-01'].why",
            "The endpoint becomes an open redirector that carries codes to attackers.",
        ),
        ("standard.load('toy1')['TOY1-LOG-01'].source.url", "https://toy.example/book#s3"),
        ("[role.label for role in standard.load('toy1').roles]", ["authorization server", "issuer"]),
        ("standard.facts('toy1').operation_at('GET', '/toy/toys').id", "getToys"),
        ("standard.load('clr10').own_id('OAUTH-AUT-009')", "CLR10-AUT-009"),
    ],
)
def test_all_of_it_is_read_from_its_folder(folder: Path, expression: str, value: object) -> None:
    assert told(folder, expression) == value


def test_its_classes_are_read_from_its_contract(folder: Path) -> None:
    body = "from conformance.standard.classes import models\nprint([*models('toy1')], models('toy1')['Toy'].closed)"
    assert run(folder, body) == "['Toy'] True\n"


def test_it_may_name_no_member_that_is_a_learners_own(folder: Path) -> None:
    assert told(folder, "[*standard.personal('toy1').persons]") == []


def test_two_rows_that_are_one_shared_rule_are_refused(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "toy1" / "requirements" / "log.yaml"
    row = LOG.partition("requirements:\n")[2]
    file.write_text(LOG + row.replace("TOY1-LOG-01", "TOY1-LOG-02"), encoding="utf-8")
    body = "try: standard.load('toy1')\nexcept standard.CatalogueError as error: print(error)"
    assert run(tmp_path, body) == "TOY1-LOG-02: TOY1-LOG-01 is OAUTH-AUT-009 already\n"


@pytest.mark.parametrize("id_of_it", ["TOY1-DI-02", "toy1-di-02"])
def test_explain_tells_it_under_its_title(folder: Path, id_of_it: str) -> None:
    lines = run(
        folder, f"from conformance.cli import main\nsys.argv[1:] = ['explain', '{id_of_it}']\nmain()"
    ).splitlines()
    assert lines[:3] == ["The Toy Standard 1", "TOY1-DI-02  MUST  issuer", "DI: Proofs"]


def test_requirements_lists_it_under_its_title_and_offers_the_choice(folder: Path) -> None:
    listed = run(
        folder, "from conformance.cli import main\nsys.argv[1:] = ['requirements', '-l', 'must', '-r', 'I']\nmain()"
    )
    assert listed.splitlines()[-3] == "The Toy Standard 1"
    assert listed.splitlines()[-1].startswith("TOY1-DI-02")
    helped = run(folder, "from conformance.cli import main\nsys.argv[1:] = ['requirements', '--help']\nmain()")
    assert "--standard [clr-v1p0|clr-v2p0|toy-v1]" in helped
