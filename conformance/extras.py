"""What comes with which extra of the package, so that one sentence says what is missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from conformance.errors import UsageFault

MODULES: Final = {
    "provider": ("pytest", "openapi_core", "jsonschema"),
    "mock": ("authlib", "platformdirs", "python_multipart", "sqlalchemy", "starlette", "trustme", "uvicorn"),
    "allure": ("allure_commons",),
}
"""For each extra of ``pyproject.toml`` the modules that only it brings."""


def installed(extra: str) -> bool:
    """True when everything of the extra is there."""
    return all(find_spec(module) is not None for module in MODULES[extra])


def need(*extras: str) -> None:
    """Raise ``UsageFault`` (``extra-missing``) when one of these is not installed."""
    absent = [extra for extra in extras if not installed(extra)]
    if absent:
        raise _missing(absent)


def behind(error: ModuleNotFoundError) -> UsageFault | None:
    """The fault behind a module that cannot be imported, when an extra brings it."""
    top = (error.name or "").partition(".")[0]
    found = [extra for extra, modules in MODULES.items() if top in modules]
    return _missing(found) if found else None


def _missing(extras: list[str]) -> UsageFault:
    names = ",".join(extras)
    return UsageFault(
        "extra-missing",
        f"this needs the extra {names} of clr-conformance, which is not installed here",
        "clr-conformance was installed without it, to judge documents only",
        f"pip install 'clr-conformance[{names}]' (in a checkout: '.[{names}]'), or [all]",
    )
