"""Which class of the contract each answer should hold."""

from __future__ import annotations

import pytest

from conformance.rulebooks.clr10.provider.bodies import class_of
from conformance.suites.answer import Answer
from tests.suites.conftest import reply


@pytest.mark.parametrize(
    ("operation", "code", "body", "class_name"),
    [
        ("getClrs", 200, {}, "ClrSet"),
        ("getClr", 200, {}, "GetClrPayload"),
        ("getClr", 410, {"imsx_codeMajor": "failure"}, "ImsxStatusInfo"),
        ("getClr", 410, {"id": "urn:uuid:1", "revoked": True}, "GetClrPayload"),
        ("getClr", 410, {"title": "Gone", "status": 410}, "ImsxStatusInfo"),
        ("getClr", 410, b"<p>", "ImsxStatusInfo"),
        ("getAssertion", 410, {"id": "urn:uuid:1"}, "ImsxStatusInfo"),
        ("postClr", 201, {}, "PostClrPayload"),
        ("postClr", 304, None, None),
        ("deleteClr", 204, None, None),
        ("deleteClr", 202, {}, "ImsxStatusInfo"),
        ("getClrs", 500, b"<p>", "ImsxStatusInfo"),
        ("getClrs", 302, None, None),
    ],
)
def test_classes(operation: str, code: int, body: object, class_name: str | None) -> None:
    assert class_of(Answer(reply(body, code), operation)) == class_name  # type: ignore[arg-type]
