"""The history keeps what arrived, with the class that its body should have."""

from __future__ import annotations

from conformance.exchanges import Failure
from conformance.suites.answer import Answer
from conformance.suites.history import History

from .conftest import reply


def test_what_did_not_arrive_is_not_kept() -> None:
    history = History(lambda answer: f"the class of {answer.operation}")
    history.add(Answer(reply(None, None, failure=Failure("reset", "gone")), "getClrs"))
    history.add(Answer(reply({}, 200, failure=Failure("body-too-large", "cut")), "getClrs"))
    history.add(Answer(reply({}, 201, index=3), "postClr"))
    history.add(Answer(reply({}, 404, index=4), "getClr"))

    assert [seen.index for seen in history] == [3, 4]
    assert [seen.index for seen in history.successes()] == [3]
    assert [seen.index for seen in history.errors()] == [4]
    assert [seen.class_name for seen in history] == ["the class of postClr", "the class of getClr"]
