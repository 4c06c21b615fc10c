"""The pytest plugin: options, and a run when a plan is given. A project that merely has this package gets no more.

Works under plain pytest (``pytest --pyargs conformance.rulebooks --clr-plan FILE``) and under
``clr-conformance provider``, which hands in a run of its own. Kept thin, for every pytest of its users loads it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conformance.plugin.hooks import RunPlugin, Write

SUITES = "conformance.rulebooks"

pytest_plugins = ("conformance.plugin_mock",)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of a run under plain pytest."""
    group = parser.getgroup("clr", "CLR conformance self-check")
    group.addoption("--clr-plan", metavar="PLAN", help="plan of the run: a shipped name or a YAML file")
    group.addoption("--clr-target", metavar="URL", help="base URL of the target, instead of the plan's")
    group.addoption("--clr-ca", metavar="FILE", help="PEM file of a private certificate authority")
    group.addoption("--clr-allow-http", action="store_true", default=None, help="allow plain http to a loopback target")
    group.addoption("--clr-out", metavar="DIR", help="folder for run.json and the reports")


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker where the suites are run, and the run when a plan is given."""
    planned = config.getoption("--clr-plan")
    if planned or any("conformance" in argument for argument in config.args):
        config.addinivalue_line("markers", "requirement(*ids): the check decides these requirements of the catalogue")
    if planned:
        _refuse_workers(config)
        attach(config, _hooks_of_options(config))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Refuse the suites without a plan, once and not check by check; listing them needs none."""
    if config.pluginmanager.has_plugin("clr-run") or config.option.collectonly:
        return
    if any(item.get_closest_marker("requirement") and _of_the_suites(item) for item in items):
        raise pytest.UsageError(f"the checks of {SUITES} need a plan: --clr-plan PLAN (a shipped name or a YAML file)")


def attach(config: pytest.Config, hooks: RunPlugin) -> None:
    """Make this session that of the run of these hooks."""
    from conformance.plugin.fixtures import fixtures_of

    config.pluginmanager.register(hooks, "clr-run")
    config.pluginmanager.register(fixtures_of(hooks), "clr-fixtures")


def _of_the_suites(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and item.module.__name__.startswith(f"{SUITES}.")


def _refuse_workers(config: pytest.Config) -> None:
    """The checks of a run share its logins, its tokens and what it wrote to the target, so one process holds them."""
    if getattr(config.option, "dist", "no") != "no" or hasattr(config, "workerinput"):
        raise pytest.UsageError(
            "a run against a target is one process: leave -n and --dist of pytest-xdist out (or add -p no:xdist)"
        )


def _hooks_of_options(config: pytest.Config) -> RunPlugin:
    from conformance.errors import UsageFault, in_sentences
    from conformance.extras import need
    from conformance.plan import file as plan_file

    overrides = {
        "url": config.getoption("--clr-target"),
        "ca": config.getoption("--clr-ca"),
        "allow_http": config.getoption("--clr-allow-http"),
    }
    given = config.getoption("--clr-out")
    out = Path(given) if given else None
    try:
        need("provider")
        from conformance.plugin.hooks import RunPlugin, no_reports
        from conformance.run.provider import ProviderRun

        run = ProviderRun(plan_file.load(config.getoption("--clr-plan"), overrides=overrides), out=out)
        return RunPlugin(run, _writer(out) if out else no_reports)
    except UsageFault as fault:
        problem = fault.problem
        raise pytest.UsageError(in_sentences(problem.message, problem.likely, problem.todo)) from fault


def _writer(out: Path) -> Write:
    """Writes all reports that can be made here into the folder."""
    from clr_reports import default_formats, write_reports

    return lambda record: write_reports(record, out, default_formats())
