"""A certificate authority of the tests' own, and a server certificate for loopback."""

from __future__ import annotations

import gc
import os
import ssl
from functools import cache
from pathlib import Path, PurePath

import pytest
import trustme

from conformance.collector import seldom

SLOW = (
    "browser/*",
    "cli/documents/*",
    "cli/test_*",
    "consumer/test_no_secrets.py",
    "consumer/test_scenarios.py",
    "consumer/test_strangers.py",
    "consumer/test_strangers_of_clr20.py",
    "consumer/test_verifiers.py",
    "docs/test_as_written.py",
    "foreign/*",
    "generic/*",
    "hostile/*",
    "inspection/test_another_edition.py",
    "mock_provider/behaviour/test_parallel*.py",
    "mock_provider/clr10/scenarios/test_documents.py",
    "mock_provider/clr10/scenarios/test_lists.py",
    "mock_provider/recorder/test_reasons.py",
    "mock_provider/recorder/test_told.py",
    "mock_provider/scenarios/test_oauth.py",
    "mock_provider/test_hostile_command.py",
    "mock_provider/test_mends.py",
    "mock_provider/test_remote.py",
    "mock_provider/test_running.py",
    "mock_provider/test_serve.py",
    "mock_provider/test_watched.py",
    "mutation/*",
    "rulebooks/oauth/consumer/test_any_traffic.py",
    "selfcheck/*",
    "suites/test_discovery.py",
    "suites/test_doctor.py",
    "suites/test_foreign.py",
    "suites/test_list_reasons.py",
    "suites/test_observed.py",
    "suites/test_posts.py",
    "suites/test_strangers*.py",
    "suites/test_oauth_*.py",
    "suites/test_disturbed.py",
    "suites/test_other_paths.py",
    "suites/test_transport.py",
    "plugin/*",
    "plugin_mock/*",
    "test_toy_edition.py",
    "test_wheel.py",
)
QUICK = ("cli/test_explain.py", "cli/test_main.py", "cli/test_requirements.py", "cli/test_nothing_judged.py")
"""Modules that run the suites, start processes or browsers, or look at very many inputs; and those that do not."""

LONGEST = (
    "selfcheck/test_whole.py",
    "consumer/test_strangers.py",
    "consumer/test_strangers_of_clr20.py",
    "suites/test_strangers.py",
    "suites/test_strangers_clr20.py",
    "selfcheck/test_consumers.py",
    "selfcheck/test_blends.py",
    "consumer/test_verifiers.py",
    "hostile/*",
    "suites/test_foreign.py",
    "selfcheck/test_consumer_blends.py",
    "test_wheel.py",
    "cli/test_consumer.py",
    "plugin/*",
    "plugin_mock/*",
    "generic/*",
    "mock_provider/behaviour/test_consumers.py",
    "cli/test_no_personal_data.py",
    "cli/test_accidents.py",
    "mock_provider/behaviour/test_parallel_oauth.py",
    "cli/test_no_secrets.py",
    "browser/*",
    "docs/*",
    "test_toy_edition.py",
    "suites/test_disturbed.py",
    "linked_data/test_differential.py",
    "by_hand/test_leading.py",
    "inspection/test_another_edition.py",
    "standard/test_checks.py",
    "mock_provider/test_serve.py",
    "one_sitting/test_judging.py",
)
"""Modules that come before all others, in this order: several workers then end together, and no core is left idle."""

collect_ignore = ["toy", "toy_with_login"]
"""An edition to be put into a copy of the packages (test_toy_edition.py): its checks are no tests."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int | None:
    """What ``-n auto`` means, unless the environment says so: one worker more than there are cores, since tests wait
    for processes that start, for browsers, and for what is slow on purpose."""
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest-xdist hand modules out in the order of ``LONGEST``; by itself it looks at how many tests they have."""
    seldom()
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_finish() -> None:
    """What was imported and collected stays: the collector need not look at it again and again."""
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes long, so that ``-m "not slow"`` is a quick look at all parts, and let the longest start first."""
    for item in items:
        if _is_slow(item.path):
            item.add_marker("slow")
    items.sort(key=lambda item: _turn(item.path))


@cache
def _is_slow(file: Path) -> bool:
    path = _below(file)
    return any(map(path.match, SLOW)) and not any(map(path.match, QUICK))


@cache
def _turn(file: Path) -> int:
    path = _below(file)
    return next((place for place, longest in enumerate(LONGEST) if path.match(longest)), len(LONGEST))


def _below(file: Path) -> PurePath:
    """A file as ``SLOW`` and ``LONGEST`` name it; nothing matches one that is elsewhere."""
    root = Path(__file__).parent
    return file.relative_to(root) if file.is_relative_to(root) else PurePath()


@pytest.fixture(scope="session")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="session")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ca") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


@pytest.fixture(scope="session")
def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return context
