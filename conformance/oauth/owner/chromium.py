"""One Chromium for the whole run, driven by Playwright, which is an optional extra and imported only here."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, ClassVar

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
    """Starts when the first owner needs it and stops with the last: Playwright runs once per thread."""

    _playwright: ClassVar[Playwright | None] = None
    _browser: ClassVar[Browser | None] = None
    _users: ClassVar[int] = 0

    @classmethod
    def acquire(cls, executable: str | None) -> Browser:
        """The running browser, started when needed; each call wants a ``release``.

        Raises OAuthProblem (``browser-missing`` or ``browser-failed``).
        """
        if cls._browser is None:
            cls._start(executable)
        if cls._browser is None:
            raise problem("browser-failed", "Chromium did not start.")
        cls._users += 1
        return cls._browser

    @classmethod
    def release(cls) -> None:
        """One owner needs it no more."""
        cls._users -= 1
        if cls._users > 0:
            return
        if cls._browser is not None:
            cls._browser.close()
        if cls._playwright is not None:
            cls._playwright.stop()
        cls._browser, cls._playwright, cls._users = None, None, 0

    @classmethod
    def _start(cls, executable: str | None) -> None:
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
        cls._playwright = sync_playwright().start()
        try:
            cls._browser = cls._playwright.chromium.launch(
                executable_path=path, headless=True, args=_flags(), timeout=30_000
            )
        except Error as error:
            cls._playwright.stop()
            cls._playwright = None
            raise problem(
                "browser-failed",
                f"Chromium did not start: {error.message.splitlines()[0][:300]}",
                likely="The executable is no Chromium, or lacks libraries of the system.",
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
