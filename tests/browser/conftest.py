"""A real Chromium: Debian's, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "the package playwright is not installed"
    else:
        missing = "" if CHROMIUM else "no Chromium is installed"
    if missing and os.environ.get("CI"):
        pytest.fail(f"{missing}; on CI it has to be")
    if missing:
        pytest.skip(missing)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def axe() -> Callable[[Any], list[tuple[str, str, str]]]:
    """What axe finds wrong with a page for who sees it badly or not at all: the rule, how grave it is, an element."""
    try:
        from axe_playwright_python.sync_playwright import Axe
    except ImportError:
        if os.environ.get("CI"):
            pytest.fail("the package axe-playwright-python is not installed; on CI it has to be")
        pytest.skip("the package axe-playwright-python is not installed")

    def found(page: Any) -> list[tuple[str, str, str]]:
        violations = Axe().run(page).response["violations"]
        return [(each["id"], each["impact"], each["nodes"][0]["html"]) for each in violations]

    return found
