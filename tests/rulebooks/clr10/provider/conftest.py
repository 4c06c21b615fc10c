"""The targets of the suites' tests, for the room of the edition."""

from tests.suites.conftest import mocks, opened, server

__all__ = ["mocks", "opened", "server"]
