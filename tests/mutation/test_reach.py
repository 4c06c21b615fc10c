"""How far a change in the suites reaches."""

from __future__ import annotations

from mutation.reach import changed_line, definitions, reached

TOOLS = """\
MOST = 3


class Answer:
    limit: int = 0

    def expect(self, status):
        return status == 200

    def __init__(self):
        self.limit = MOST


def _parts(text):
    return text.split(",")


def parts(text):
    return _parts(text)
"""
CHECKS = """\
@pytest.fixture
def start(provider):
    return parts(provider)


@requirement("X-1")
@pytest.mark.parametrize("n", [1])
def test_start(start):
    assert start


@requirement("X-2")
def test_expect(answer):
    answer.expect(200)


def _parts():
    return 1


def test_own_parts():
    assert _parts()
"""
KNOWN = [*definitions("tools.py", TOOLS), *definitions("provider/test_x.py", CHECKS)]


def felt(path: str, line: int) -> dict[str, int]:
    return {one.name: distance for one, distance in reached(KNOWN, path, line).items()}


def line_of(text: str, source: str) -> int:
    return next(number for number, line in enumerate(source.splitlines(), 1) if text in line)


def test_a_change_in_a_check_is_felt_there_alone() -> None:
    assert felt("provider/test_x.py", line_of("assert start", CHECKS)) == {"test_start": 0}


def test_a_decorator_belongs_to_its_function() -> None:
    assert felt("provider/test_x.py", line_of('"n"', CHECKS)) == {"test_start": 0}


def test_a_change_in_a_method_is_felt_where_it_is_named() -> None:
    assert felt("tools.py", line_of("== 200", TOOLS)) == {"expect": 0, "test_expect": 1}


def test_a_private_name_is_felt_in_its_own_file_and_beyond_through_others() -> None:
    found = felt("tools.py", line_of("split", TOOLS))
    assert found == {"_parts": 0, "parts": 1, "start": 2, "test_start": 3}


def test_a_constant_and_the_rest_of_a_class_are_known() -> None:
    assert felt("tools.py", 1) == {"MOST": 0, "Answer": 1}
    assert felt("tools.py", line_of("limit: int", TOOLS)) == {"Answer": 0}


def test_the_changed_line() -> None:
    assert changed_line(TOOLS, TOOLS.replace("200", "201")) == line_of("200", TOOLS)
    assert changed_line(TOOLS, TOOLS) == 0
    without = CHECKS.replace('@requirement("X-1")', "   ")
    assert changed_line(CHECKS, "\n" + without) == line_of("X-1", CHECKS)
