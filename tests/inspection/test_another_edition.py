"""An edition that is a folder of data and a folder of rules is inspected like any other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FACTS = """\
id: toy-v1
name: Toy 1
title: A toy
prefix: TOY
areas: [BOX]
roles: [D]
payloads: {}
"""
REQUIREMENTS = """\
area: BOX
title: Boxes
requirements:
- id: TOY-BOX-001
  role: D
  level: MUST
  text: A box must have a label.
  fix: Write what is in it.
  source: {ref: toy, section: "1"}
  confidence: S
  basis: published
  test: A box without one.
  checks: [document.schema.box]
- id: TOY-BOX-002
  role: D
  level: SHOULD
  text: A label should be short.
  fix: Leave words out.
  source: {ref: toy, section: "2"}
  confidence: S
  basis: published
  test: A long one.
  checks: [document.box.labels_are_short]
"""
SOURCES = """\
toy: {document: The toy, url: "https://toy.example/"}
"""
CONTRACT = """\
openapi: 3.1.0
info: {title: Toy, version: "1"}
paths: {}
components:
  schemas:
    Label: {type: string}
    Box:
      type: object
      properties: {label: {$ref: "#/components/schemas/Label"}}
      required: [label]
"""
RULES = """\
from functools import partial

from conformance.document import DocumentError, DocumentRules, Recognised
from conformance.document.model import DocumentModel
from conformance.document.registry import Registry
from conformance.document.rules import SchemaRules
from conformance.record import Finding
from conformance.standard import contract
from conformance.standard.classes import models

REGISTRY = Registry()


@REGISTRY.check("TOY-BOX-002", "Box", when="label")
def labels_are_short(box):
    if len(box.text("label") or "") > 10:
        yield box.finding("A label is long", at="label", expected="ten letters or fewer")


def recognise(value):
    if isinstance(value, dict) and value.get("kind") == "box":
        return Recognised("Box", "its kind is box", "Box", value)
    return Recognised("something", "it is no box", None, value)


def refuse(found):
    return DocumentError("not-recognised", f"This is {found.what}")


def ruling(error):
    return Finding("TOY-BOX-001", "A box has no label", "a label", "none", error.pointer)


def checks():
    return tuple(REGISTRY.load(__name__, [], ()))


RULES = DocumentRules(
    book="toy",
    model=DocumentModel(partial(models, "toy"), partial(contract, "toy")),
    schema=SchemaRules(ruling, lambda: {"TOY-BOX-001": frozenset({("Box", "")})}),
    recognise=recognise,
    refuse=refuse,
    checks=checks,
    registry=lambda: {"document.schema.box": ("TOY-BOX-001",), "document.box.labels_are_short": ("TOY-BOX-002",)},
    occurring=lambda document: iter(()),
    class_names={"Box": "Box"},
)
"""
PROGRAM = """\
import sys
import conformance.rulebooks, conformance.standard
conformance.standard.__path__.append(sys.argv[1] + "/standard")
conformance.rulebooks.__path__.append(sys.argv[1] + "/rulebooks")
from conformance.cli import main
sys.argv[1:] = ["validate", *sys.argv[2:]]
main()
"""


@pytest.fixture
def validate(tmp_path: Path) -> Any:
    files = {
        "standard/toy/facts.yaml": FACTS,
        "standard/toy/requirements/box.yaml": REQUIREMENTS,
        "standard/toy/sources.yaml": SOURCES,
        "standard/toy/openapi.yaml": CONTRACT,
        "rulebooks/toy/__init__.py": "",
        "rulebooks/toy/document/__init__.py": RULES,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)

    def run(document: Any, *options: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "a.json").write_text(json.dumps(document))
        arguments = [sys.executable, "-c", PROGRAM, str(tmp_path), "a.json", "--offline", *options]
        environment = {**os.environ, "CLR_TRACEBACK": "1", "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.run(
            arguments, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    return run


def test_its_documents_are_recognised_and_judged(validate: Any) -> None:
    done = validate({"kind": "box", "label": "much too long a label"})
    assert (done.returncode, "warning[TOY-BOX-002] A label is long" in done.stdout) == (0, True), done.stderr
    done = validate({"kind": "box"}, "--format", "json")
    (document,) = json.loads(done.stdout)["documents"]
    (finding,) = document["findings"]
    assert (done.returncode, document["recognised"], finding["requirement"]) == (1, "Box", "TOY-BOX-001")
    assert finding["fix"] == "Write what is in it."


@pytest.mark.parametrize("form", ["sarif", "junit", "html", "markdown"])
def test_every_format_speaks_of_it(validate: Any, form: str) -> None:
    done = validate({"kind": "box"}, "--format", form)
    assert (done.returncode, "TOY-BOX-001" in done.stdout) == (1, True), done.stderr


def test_its_requirements_can_be_selected_and_its_classes_named(validate: Any) -> None:
    assert validate({"kind": "box", "label": "pens"}, "--select", "BOX-002").returncode == 0
    done = validate({}, "--as", "Box")
    assert (done.returncode, "TOY-BOX-001" in done.stdout) == (1, True), done.stderr


def test_other_editions_judge_theirs_as_before(validate: Any) -> None:
    done = validate({"type": "ClrSet"})
    assert (done.returncode, "ClrSet" in done.stdout) == (1, True), done.stderr
