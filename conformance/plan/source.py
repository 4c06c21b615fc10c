"""Reads a plan of any role: a shipped name or a YAML file, checked by the schema, with the environment filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from conformance.errors import UsageFault
from conformance.plan import shipped
from conformance.plan.faults import faults_of

MAX_BYTES = 1_000_000
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def read(source: str, role: str = "provider") -> dict[str, Any]:
    """The members of the plan of that shipped name or file path, as they are written.

    Raises ``UsageFault`` when it cannot be read, is about another role, or breaks the schema.
    """
    text = _text(source)
    raw = _parse(text, source)
    _check_role(raw, source, role)
    _check_schema(raw, text, source, role)
    return raw


def role_of(source: str) -> str:
    """Whom the plan of that shipped name or file path is about, as far as it says; raises as ``read``."""
    return _role_in(_parse(_text(source), source))


def _role_in(raw: Mapping[str, Any]) -> str:
    named = raw.get("role")
    return named if named in shipped.ROLES else shipped.ROLES[0]


def _check_role(raw: Mapping[str, Any], source: str, role: str) -> None:
    named = _role_in(raw)
    if named != role:
        raise UsageFault(
            "plan-of-another-role",
            f"{source} is a plan for a {named}, not for a {role}",
            "the name of another plan, or of another command",
            f"clr-conformance {named} {source}; plans for a {role}: {', '.join(shipped.names(role))}",
        )


def _text(source: str) -> str:
    if source in shipped.names():
        return shipped.text(source)
    path = Path(source)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UsageFault("plan-too-large", f"{source} is larger than {MAX_BYTES} bytes", "this is not a plan")
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageFault(
            "plan-not-found",
            f"no plan {source!r}: {error.strerror}",
            "it is neither a shipped plan nor a file",
            f"Shipped plans: {', '.join(shipped.names())}; copy one: clr-conformance plan new NAME > mine.yaml",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageFault("plan-not-text", f"{source} is not UTF-8 text", todo="Save the plan as UTF-8.") from error


class _Loader(yaml.SafeLoader):
    """Reads days as text, as JSON does: a wrong one is then reported with its line like any other fault."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _parse(text: str, source: str) -> dict[str, Any]:
    try:
        read = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
        raw = json.loads(json.dumps(read, allow_nan=False))  # what JSON cannot say has no place in a plan
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise UsageFault("plan-not-yaml", _no_yaml(source, error), todo="Fix the line that is named.") from error
    if not isinstance(raw, dict):
        raise UsageFault("plan-not-yaml", f"{source} holds no mapping", "the file is empty or a list")
    return raw


def _no_yaml(source: str, error: Exception) -> str:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return f"{source} is not YAML: {' '.join(str(error).split())[:200] or type(error).__name__}"
    context = f" {error.context}" if error.context else ""
    return f"{source}:{error.problem_mark.line + 1}: this is not YAML: {error.problem}{context}"


def _check_schema(raw: Mapping[str, Any], text: str, source: str, role: str) -> None:
    faults = faults_of(raw, text, shipped.schema(role))
    if faults:
        raise UsageFault(
            "plan-invalid",
            f"{source} is not a valid plan:\n" + "\n".join(f"{source}:{one.line}: {one.message}" for one in faults),
            todo="`clr-conformance plan schema` prints the JSON Schema; editors check against it while you type.",
        )


def filled(value: Any, environment: Mapping[str, str], source: str, *, optional: frozenset[str]) -> Any:
    """The value with ``${NAME}`` replaced; the ``optional`` blocks whose variables are all unset are left out.

    Raises ``UsageFault`` for a variable that is not set.
    """
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: _variable(match.group(1), environment, source), value)
    if isinstance(value, list):
        return [filled(entry, environment, source, optional=optional) for entry in value]
    if isinstance(value, dict):
        return {
            key: filled(entry, environment, source, optional=optional)
            for key, entry in value.items()
            if not (key in optional and _unset(entry, environment))
        }
    return value


def _unset(block: Any, environment: Mapping[str, str]) -> bool:
    values = block.values() if isinstance(block, dict) else ()
    names = {name for text in values if isinstance(text, str) for name in _VARIABLE.findall(text)}
    return bool(names) and not any(name in environment for name in names)


def _variable(name: str, environment: Mapping[str, str], source: str) -> str:
    if name not in environment:
        raise UsageFault(
            "plan-variable-unset",
            f"{source} needs the environment variable {name}, which is not set",
            todo=f"export {name}=... , or write the value into the plan (no secrets in a file that is shared).",
        )
    return environment[name]
