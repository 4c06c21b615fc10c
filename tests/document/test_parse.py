"""What the parser refuses, what it reads with a finding, and that hostile text costs little."""

import json

import pytest

from conformance.document import DocumentError, ParseLimits, parse
from conformance.document.parse import text_findings
from conformance.rulebooks.clr10.document import RULES


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-document"),
        (b" \r\n\t", "empty-document"),
        (b"<html></html>", "not-json"),
        (b'{"a": 1,}', "not-json"),
        (b'{"a": 1', "not-json"),
        (b"[1] [2]", "not-json"),
        (b'{"a": "line\nbreak"}', "not-json"),
        (b"NaN", "not-a-number"),
        (b'{"creditsEarned": NaN}', "not-a-number"),
        (b'{"creditsEarned": -Infinity}', "not-a-number"),
        (b"1e400", "number-too-large"),
        (b"1" * 1_000_000, "number-too-large"),
        (b'"\\ud800"', "lone-surrogate"),
        (b'"\xff"', "not-utf-8"),
        ('{"name": "Åse"}'.encode("latin-1"), "not-utf-8"),
        ('{"name": "Åse"}'.encode("utf-16"), "not-utf-8"),
    ],
)
def test_what_is_not_json_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        parse(data)
    assert refused.value.code == code
    assert refused.value.todo


def test_an_error_names_the_line() -> None:
    with pytest.raises(DocumentError, match="line 3, column"):
        parse(b'{\n"a": 1,\n"b" 2}')


@pytest.mark.parametrize("text", ["{}", "[]", "null", '"x"', "1.5", '{"a": {"b": [1, "\\\\", "\\"", "[[[{{{"]}}'])
def test_json_is_read_as_the_standard_library_reads_it(text: str) -> None:
    parsed = parse(text.encode())
    assert parsed.value == json.loads(text)
    assert parsed.faults == ()


def test_a_byte_order_mark_is_a_finding_and_the_rest_is_read() -> None:
    parsed = parse(b'\xef\xbb\xbf{"a": 1}')
    assert parsed.value == {"a": 1}
    assert [finding.requirement for finding in text_findings(parsed.faults, RULES.of_text)] == ["CLR10-API-016"]


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1, "a": 2}',
        '{"a": {"b": 1, "c": [], "b": 1}}',
        '{"a\\\\": 1, "a\\\\": 2}',
        '{"a": "\\u0022", "a": "\\u0022:"}',
        '{"a" :1, "\\u0061": "\\":"}',
    ],
)
def test_members_that_occur_twice_are_one_finding(text: str) -> None:
    (finding,) = text_findings(parse(text.encode()).faults, RULES.of_text)
    assert finding.requirement == "CLR10-PAY-004"
    assert finding.count == 1


def test_depth_is_bounded_exactly() -> None:
    limits = ParseLimits(depth=100)
    parse(b"[" * 100 + b"]" * 100, limits)
    with pytest.raises(DocumentError, match="100 levels"):
        parse(b"[" * 101 + b"]" * 101, limits)


def test_brackets_inside_strings_are_not_depth() -> None:
    text = json.dumps({"narrative": "[" * 500, 'with "quotes"': "{" * 500 + "\\"})
    assert parse(text.encode(), ParseLimits(depth=1)).value == json.loads(text)


def test_a_quote_behind_a_backslash_ends_no_string() -> None:
    text = b'{"a": "\\"' + b"[" * 500 + b'"}'
    assert parse(text, ParseLimits(depth=1)).value == {"a": '"' + "[" * 500}


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 3_000_000,
        b'{"a":' * 1_000_000,
        b"[{" * 1_000_000 + b"}]" * 1_000_000,
        b"\\" * 3_000_000,
        b'"' + b"\\" * 3_000_000,
        b'"' * 3_000_000,
        b"[" + b"1," * 3_000_000 + b"1]",
    ],
    ids=["arrays", "objects", "balanced", "backslashes", "escapes", "quotes", "entries"],
)
def test_hostile_text_ends_with_one_error(data: bytes) -> None:
    with pytest.raises(DocumentError):
        parse(data, ParseLimits(members=1_000_000))


def test_members_and_size_are_bounded() -> None:
    with pytest.raises(DocumentError) as many:
        parse(b'{"a": 1, "b": [1, 2, 3]}', ParseLimits(members=2))
    assert many.value.code == "too-many-members"
    with pytest.raises(DocumentError) as large:
        parse(b"[1, 2, 3]", ParseLimits(size=4))
    assert large.value.code == "document-too-large"


def test_separators_inside_strings_are_not_members() -> None:
    assert parse(b'{"a": "1,2,3,4,5:6:7"}', ParseLimits(members=2)).value == {"a": "1,2,3,4,5:6:7"}
