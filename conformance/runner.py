"""Starts pytest in this process for one run, without the plugins and settings that the user's own pytest has."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from typing import Final

import pytest

from conformance import plugin
from conformance.errors import UsageFault
from conformance.plugin.hooks import RunPlugin
from conformance.run.provider import ProviderRun

# Parts of pytest that this run has no use for; each costs time at every check or at the end.
_NOT_NEEDED: Final = (
    "terminal",
    "cacheprovider",
    "capture",
    "debugging",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "logging",
    "pastebin",
    "recwarn",
    "setuponly",
    "setupplan",
    "skipping",
    "stepwise",
    "subtests",
    "threadexception",
    "tmpdir",
    "unittest",
    "unraisableexception",
    "warnings",
)


class _Attach:
    """Makes a session that of a run."""

    def __init__(self, hooks: RunPlugin) -> None:
        self._hooks = hooks

    @pytest.hookimpl(trylast=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        plugin.attach(config, self._hooks)

    def pytest_collection_finish(self) -> None:
        gc.freeze()  # what was imported and collected stays: the collector need not look at it again and again


def run_suites(run: ProviderRun, arguments: Sequence[str] = (), plugins: Sequence[object] = ()) -> None:
    """Run the checks of the run's edition in this process.

    ``arguments`` and ``plugins`` are further ones for pytest (``-k``, ``-x``). Afterwards ``run.record`` is there,
    unless pytest broke off. Raises ``UsageFault`` when the arguments cannot be used or leave no check.
    """
    hooks = RunPlugin(run)
    ini = files("conformance") / "pytest.ini"
    without = [argument for name in _NOT_NEEDED for argument in ("-p", f"no:{name}")]
    options = ["-c", str(ini), "--noconftest", "-p", plugin.__name__, *without]
    how = ["--import-mode=importlib", "--assert=plain"]
    with _pytest_alone(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of libraries, about each other; without the plugin they would be printed
        ended = pytest.main(
            [*options, *how, *arguments, "--pyargs", *run.rules.checks], plugins=[_Attach(hooks), *plugins]
        )
        gc.unfreeze()
    if hooks.refusal:
        raise hooks.refusal
    if ended == pytest.ExitCode.USAGE_ERROR:
        raise UsageFault(
            "arguments-refused",
            f"pytest refuses {' '.join(arguments)!r}, for the reason above",
            "the expression of -k is not valid",
            "Join names with and, or, not: -k 'limit and not illegal'",
        )


@contextmanager
def _pytest_alone() -> Iterator[None]:
    """The environment without what the user has set for pytest, as long as the block lasts."""
    before = {name: os.environ.get(name) for name in ("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "PYTEST_ADDOPTS")}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.pop("PYTEST_ADDOPTS", None)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
