"""The pytest plugin for whoever tests a consumer: fixtures with a mock provider, and a judgement at the end of a test.

``conformance.plugin`` brings it along. Kept thin, for every pytest of its users loads it: what costs time is imported
when a test asks for a fixture.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from conformance.one_sitting.judgement import ConsumerError, ConsumerWarning

if TYPE_CHECKING:
    from conformance.consumer.standing import Standing
    from conformance.plugin_mock.mock import ClrMock
    from conformance.plugin_mock.respx_mock import ClrMockRespx

__all__ = ["ConsumerError", "ConsumerWarning", "clr_mock", "clr_mock_respx"]

MARK = "clr"
_FIXTURES = frozenset({"clr_mock", "clr_mock_respx"})
_MARK_HELP = (
    "clr(scenario='plain', *, task, claims, settings, login, edition, inferred, whole, judge): what the fixtures "
    "clr_mock and clr_mock_respx play in this test, and how it is judged"
)


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker."""
    config.addinivalue_line("markers", _MARK_HELP)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse marks that cannot be played, once and before the first test; a worker leaves that to the test.

    A mark of that name on a test that asks for none of the fixtures is somebody else's.
    """
    marked = [item for item in items if item.get_closest_marker(MARK) and _asks_for_a_mock(item)]
    if marked and not hasattr(config, "workerinput") and not _missing():
        from conformance.plugin_mock.judged import refuse_wrong_marks

        refuse_wrong_marks(marked)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Judge what the consumer did, once the test itself has ended."""
    try:
        result = yield
    except (Exception, pytest.fail.Exception):
        if mocks_of(item):
            from conformance.plugin_mock.judged import tell_beside

            tell_beside(item, mocks_of(item))
        raise
    if mocks_of(item):
        from conformance.plugin_mock.judged import conclude

        conclude(item, mocks_of(item))
    return result


@pytest.fixture
def clr_mock(request: pytest.FixtureRequest) -> Iterator[ClrMock]:
    """A mock provider over real TLS, as the mark ``clr`` has it; judged when the test ends."""
    _need()
    from conformance.plugin_mock.giving import asked_of, over_tls

    with over_tls(asked_of(request.node)) as mock:
        mocks_of(request.node).append(mock)
        yield mock
        mocks_of(request.node).clear()


@pytest.fixture
def clr_mock_respx(request: pytest.FixtureRequest, _clr_standing: Standing) -> Iterator[ClrMockRespx]:
    """The same without sockets: it answers every httpx client of this process, sync or async, through respx."""
    _need("respx")
    from conformance.plugin_mock.giving import asked_of, in_process

    with in_process(asked_of(request.node), _clr_standing) as mock:
        mocks_of(request.node).append(mock)
        yield mock
        mocks_of(request.node).clear()


@pytest.fixture(scope="session")
def _clr_standing() -> Iterator[Standing]:
    """Mocks in this process that stand from one test to the next."""
    _need("respx")
    from conformance.plugin_mock.giving import standing

    with standing() as mocks:
        yield mocks


_GIVEN: pytest.StashKey[list[ClrMock]] = pytest.StashKey()


def mocks_of(item: pytest.Item) -> list[ClrMock]:
    """The mocks that a test has been given."""
    return item.stash.setdefault(_GIVEN, [])


def _asks_for_a_mock(item: pytest.Item) -> bool:
    return not _FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))


def _missing(*modules: str) -> str:
    """What to install before a mock can be given; empty when all is there."""
    from importlib.util import find_spec

    from conformance.extras import installed

    if not (installed("mock") and installed("provider")):
        return "pip install 'clr-conformance[mock,provider]'"
    return next((f"pip install {module}" for module in modules if find_spec(module) is None), "")


def _need(*modules: str) -> None:
    todo = _missing(*modules)
    if todo:
        pytest.fail(f"the mock provider is not installed whole: {todo}", pytrace=False)
