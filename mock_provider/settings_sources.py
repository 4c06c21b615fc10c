"""Where settings come from: flags, the environment (``CLR_MOCK_…``) and a YAML file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from mock_provider.accounts import UsersError
from mock_provider.settings import Settings, SettingsError, converter_of
from mock_provider.settings_values import as_text

PREFIX = "CLR_MOCK_"
FILE_VARIABLE = "CLR_MOCK_CONFIG"


def load(
    flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, file: Path | None = None
) -> Settings:
    """The settings from flags, then the environment, then the YAML file, then the defaults; first come wins.

    A flag that is None was not given. The file is ``file`` or the one that ``CLR_MOCK_CONFIG`` names.
    Raises ``SettingsError``.
    """
    environment = environment or {}
    named = environment.get(FILE_VARIABLE)
    path = file or (Path(named) if named else None)
    values = dict(_from_file(path)) if path else {}
    values |= _from_environment(environment)
    for name, value in (flags or {}).items():
        if value is not None:
            values[_known(name, "flag")] = _convert(name, value, f"--{name.replace('_', '-')}")
    return Settings(**values)


def to_environment(settings: Settings) -> dict[str, str]:
    """The environment variables from which ``load()`` makes equal settings, for worker processes."""
    pairs = ((PREFIX + item.name.upper(), getattr(settings, item.name)) for item in fields(Settings))
    return {name: as_text(value) for name, value in pairs}


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for variable, text in environment.items():
        if variable.startswith(PREFIX) and variable != FILE_VARIABLE:
            name = _known(variable.removeprefix(PREFIX).lower(), variable)
            values[name] = _convert(name, text, variable)
    return values


def _from_file(path: Path) -> dict[str, Any]:
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: cannot be read as YAML: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise SettingsError(f"{path}: has to hold names and values, for example 'port: 8440'")
    values: dict[str, Any] = {}
    for key, value in content.items():
        name = _known(str(key).replace("-", "_"), str(path))
        values[name] = _convert(name, value, f"{path}: {key}")
    return values


def _known(name: str, where: str) -> str:
    names = [item.name for item in fields(Settings)]
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]}?" if near else f"; known are {', '.join(names)}"
    raise SettingsError(f"{where}: there is no setting {name}{hint}")


def _convert(name: str, value: Any, where: str) -> Any:
    try:
        return converter_of(name)(value)
    except UsersError as error:
        raise SettingsError(f"{where}: {error}") from error
    except (ValueError, TypeError) as error:
        raise SettingsError(f"{where}: {value!r} is not {error}") from error
