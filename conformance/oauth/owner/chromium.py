"""One Chromium for the whole run, driven by Playwright, which is an optional extra and imported only here."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from conformance.oauth.problems import problem

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Chromium:
    """Starts when the first owner needs it and stops with the last.

    Playwright runs once per thread, so all owners of a run are handed the same one.
    """

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._users = 0

    def acquire(self, executable: str | None) -> Browser:
        """The running browser, started when needed; each call wants a ``release``.

        Raises OAuthProblem (``browser-missing`` or ``browser-failed``).
        """
        if self._browser is None:
            self._start(executable)
        if self._browser is None:
            raise problem("browser-failed", "Chromium did not start.")
        self._users += 1
        return self._browser

    def release(self) -> None:
        """One owner needs it no more."""
        self._users -= 1
        if self._users > 0:
            return
        if self._browser is not None:
            self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()
        self._browser, self._playwright, self._users = None, None, 0

    def _start(self, executable: str | None) -> None:
        try:
            from playwright.sync_api import Error, sync_playwright
        except ImportError:
            raise problem(
                "browser-missing",
                "Playwright is not installed.",
                likely="The strategy browser is an optional extra.",
                todo="pip install 'clr-conformance[browser]'",
            ) from None
        path = find(executable)
        self._playwright = sync_playwright().start()
        try:
            self._browser = self._playwright.chromium.launch(
                executable_path=path, headless=True, args=_flags(), timeout=30_000
            )
        except Error as error:
            self._playwright.stop()
            self._playwright = None
            raise problem(
                "browser-failed",
                f"Chromium did not start: {error.message.splitlines()[0][:300]}",
                likely="The executable is not a Chromium, or lacks libraries of the system.",
                todo=f"Try {path} --headless --version in a shell.",
            ) from None


def find(executable: str | None) -> str:
    """The path of a Chromium: the one of the plan, or the first on the PATH.

    Raises OAuthProblem (``browser-missing``).
    """
    for name in (executable,) if executable else NAMES:
        found = shutil.which(name)
        if found:
            return found
    raise problem(
        "browser-missing",
        f"No Chromium was found: {executable or ', '.join(NAMES)}.",
        likely="No browser is installed on this machine.",
        todo="Install Chromium (apt-get install chromium), or set login.browser.executable in the plan.",
    )


def _flags() -> list[str]:
    # Chromium refuses to start its sandbox as root (containers); everybody else keeps it.
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [*_FLAGS, "--no-sandbox"] if root else list(_FLAGS)
