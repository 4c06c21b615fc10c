"""Reads a plan: a shipped name or a YAML file, with the environment filled in, checked by its JSON Schema."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import yaml

import test_plans
from conformance.errors import UsageFault
from conformance.names import did_you_mean, requirement_or_area
from conformance.plan import (
    BrowserSpec,
    BrowserStep,
    ClientSpec,
    Credentials,
    DataSpec,
    FormSpec,
    LimitSpec,
    LoginSpec,
    NetworkSpec,
    Plan,
    Sighting,
    TargetSpec,
    TokenSpec,
    Waiver,
)
from conformance.plan.faults import faults_of
from conformance.standard import book_of
from conformance.standard import load as load_standard

MAX_BYTES = 1_000_000
_OPTIONAL_BLOCKS = ("second_owner", "empty_owner", "client")
_LOGINS_WITHOUT_OWNER = ("token", "client-credentials", "manual")
_ENDPOINTS = ("authorization_url", "token_url", "registration_url", "revocation_url", "grants_url")
_ABSOLUTE = re.compile(r"https?://[^\s/?#]+\S*$", re.IGNORECASE)
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


def load(
    source: str,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, Any] | None = None,
    network: Mapping[str, Any] | None = None,
) -> Plan:
    """The plan of that shipped name or file path.

    ``overrides`` replaces members of ``target`` (``url``, ``ca``, ``allow_http``) and ``network`` those of that block
    before the environment is filled in. Raises ``UsageFault`` when the plan cannot be read, breaks the schema,
    names an environment variable that is not set, or a requirement that there is not.
    """
    environment = os.environ if environment is None else environment
    text = _text(source)
    raw = _parse(text, source)
    _check_schema(raw, text, source)
    given = {"target": overrides or {}, "network": network or {}}
    blocks = {name: {**(raw.get(name) or {}), **_set(members)} for name, members in given.items()}
    filled = _fill({**raw, **blocks, "login": _needed(raw.get("login") or {})}, environment, source)
    if not filled["target"].get("url"):
        raise UsageFault(
            "plan-no-target", f"{source}: no target", todo="Give --target URL or set target.url in the plan."
        )
    _check_url(filled["target"]["url"])
    _check_network(filled["network"])
    plan = adjust(_plan(filled, source))
    _check_endpoints(plan, source)
    return plan


def _check_endpoints(plan: Plan, source: str) -> None:
    """Raise ``UsageFault`` for an endpoint that is no URL, or that is claimed and not named."""
    for name in _ENDPOINTS:
        url = getattr(plan.target, name)
        if url and not _ABSOLUTE.match(url):
            raise UsageFault(
                "plan-invalid",
                f"{source} is not a right plan: target.{name}: {url!r} is no absolute URL",
                "a path alone, or no scheme in front",
                "Write the whole URL: https://host/path.",
            )
    if "revocation" in plan.claims and not plan.target.revocation_url:
        raise UsageFault(
            "plan-invalid",
            f"{source} is not a right plan: claims.revocation needs target.revocation_url",
            "the discovery document of CLR 1.0 has no member for it, so that the plan has to say where it is",
            "Set target.revocation_url, or claims.revocation: false.",
        )


def _set(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != {}}


def _check_url(url: str) -> None:
    """Raise ``UsageFault`` for a base URL without scheme or host; ``host:port`` is told what it may mean."""
    parts = _parts(url)
    if parts.scheme in ("http", "https") and parts.hostname:
        return
    from conformance.wire.client import is_loopback

    rest = url.rpartition("://")[2].lstrip("/")
    plain = [f"http://{rest} (with --allow-http)"] if is_loopback(_parts(f"//{rest}").hostname or "") else []
    raise UsageFault(
        "target-not-a-url",
        f"the target {url!r} is no http(s) URL",
        "the scheme in front is missing or mistyped",
        did_you_mean([*plain, f"https://{rest}"]),
    )


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _check_network(network: Mapping[str, Any]) -> None:
    from conformance.wire.proxy import Proxy

    try:
        if network.get("proxy"):
            Proxy.of(network["proxy"])
    except ValueError as error:
        raise UsageFault(
            "proxy-not-a-url",
            f"network.proxy is {error}",
            "another kind of proxy, or no scheme in front",
            "Give an HTTP proxy: --proxy http://proxy.example.edu:3128",
        ) from error


def _text(source: str) -> str:
    if source in test_plans.SHIPPED:
        return test_plans.text(source)
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
            f"Shipped plans: {', '.join(test_plans.SHIPPED)}; copy one: clr-conformance plan new NAME > mine.yaml",
        ) from error
    except UnicodeDecodeError as error:
        raise UsageFault("plan-not-text", f"{source} is not UTF-8 text", todo="Save the plan as UTF-8.") from error


class _Loader(yaml.SafeLoader):
    """Reads days as text, as JSON does: a wrong one is then told with its line like any other fault."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _parse(text: str, source: str) -> dict[str, Any]:
    try:
        read = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
        raw = json.loads(json.dumps(read, allow_nan=False))  # what JSON cannot say has no place in a plan
    except (yaml.YAMLError, RecursionError, ValueError, TypeError) as error:
        raise UsageFault("plan-not-yaml", _no_yaml(source, error), todo="Mend the line named.") from error
    if not isinstance(raw, dict):
        raise UsageFault("plan-not-yaml", f"{source} holds no mapping", "the file is empty or a list")
    return raw


def _no_yaml(source: str, error: Exception) -> str:
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return f"{source} is not YAML: {' '.join(str(error).split())[:200] or type(error).__name__}"
    context = f" {error.context}" if error.context else ""
    return f"{source}:{error.problem_mark.line + 1}: this is not YAML: {error.problem}{context}"


def _check_schema(raw: Mapping[str, Any], text: str, source: str) -> None:
    faults = faults_of(raw, text, json.loads(test_plans.schema_text()))
    if faults:
        raise UsageFault(
            "plan-invalid",
            f"{source} is not a right plan:\n" + "\n".join(f"{source}:{one.line}: {one.message}" for one in faults),
            todo="`clr-conformance plan schema` prints the JSON Schema; editors check against it while you type.",
        )


def _needed(login: Mapping[str, Any]) -> dict[str, Any]:
    """The login without the owner's user name and password where the strategy asks for none."""
    ownerless = login.get("strategy") in _LOGINS_WITHOUT_OWNER
    return {name: entry for name, entry in login.items() if not (ownerless and name == "owner")}


def _fill(value: Any, environment: Mapping[str, str], source: str) -> Any:
    """The value with ``${NAME}`` replaced; optional blocks whose variables are all unset are left out."""
    if isinstance(value, str):
        return _VARIABLE.sub(lambda match: _variable(match.group(1), environment, source), value)
    if isinstance(value, list):
        return [_fill(entry, environment, source) for entry in value]
    if isinstance(value, dict):
        return {
            key: _fill(entry, environment, source)
            for key, entry in value.items()
            if not (key in _OPTIONAL_BLOCKS and _unset(entry, environment))
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


def _plan(raw: Mapping[str, Any], source: str) -> Plan:
    client = raw.get("client")
    return Plan(
        name=raw.get("name") or Path(source).stem,
        target=TargetSpec(**raw["target"]),
        claims=frozenset(claim for claim, made in raw["claims"].items() if made),
        login=_login(raw.get("login") or {}),
        client=ClientSpec(**client) if client else None,
        data=DataSpec(**(raw.get("data") or {})),
        select=tuple(raw.get("select") or ()),
        ignore=tuple(raw.get("ignore") or ()),
        inferred=raw.get("inferred", "warn"),
        limits=LimitSpec(**(raw.get("limits") or {})),
        network=_network(raw.get("network") or {}),
        waivers=tuple(_waiver(entry) for entry in raw.get("waivers") or ()),
        strict_manual=raw.get("strict_manual", False),
        seen_by_hand=tuple(_sighting(entry) for entry in raw.get("seen_by_hand") or ()),
        keep_personal_data=raw.get("keep_personal_data", False),
        standard=raw.get("standard", "clr-v1p0"),
    )


def _network(raw: Mapping[str, Any]) -> NetworkSpec:
    return NetworkSpec(**{**raw, "basic": Credentials(**raw["basic"]) if raw.get("basic") else None})


def _login(raw: Mapping[str, Any]) -> LoginSpec:
    def owner(name: str) -> Credentials | None:
        return Credentials(**raw[name]) if raw.get(name) else None

    browser = raw.get("browser") or {}
    steps = {
        name: tuple(BrowserStep(**step) for step in browser.get(name) or ()) for name in ("login", "approve", "deny")
    }
    return replace(
        LoginSpec(),
        strategy=raw.get("strategy", "form"),
        owner=owner("owner"),
        second_owner=owner("second_owner"),
        empty_owner=owner("empty_owner"),
        form=FormSpec(**(raw.get("form") or {})),
        browser=BrowserSpec(**steps, executable=browser.get("executable")),
        tokens=tuple(_token(entry) for entry in raw.get("tokens") or ()),
        second_tokens=tuple(_token(entry) for entry in raw.get("second_tokens") or ()),
        manual_port=raw.get("manual_port", 8765),
        parameters=dict(raw.get("parameters") or {}),
    )


def _token(raw: Mapping[str, Any]) -> TokenSpec:
    return TokenSpec(raw["access_token"], tuple(raw.get("scopes") or ("readonly",)), raw.get("refresh_token"))


def _waiver(raw: Mapping[str, Any]) -> Waiver:
    return Waiver(**{**raw, "expires": date.fromisoformat(raw["expires"]), "covers": tuple(raw.get("covers") or ())})


def _sighting(raw: Mapping[str, Any]) -> Sighting:
    return Sighting(**{**raw, "when": date.fromisoformat(raw["when"])})


def adjust(
    plan: Plan,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    inferred: str | None = None,
    strict_manual: bool = False,
) -> Plan:
    """The plan with what the command line says on top, every requirement and area by its whole name.

    ``select`` replaces the plan's, ``ignore`` adds to it. Raises ``UsageFault`` for an unknown id or area.
    """
    standard = load_standard(book_of(plan.standard))

    def whole(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(requirement_or_area(standard, name) for name in names)

    return replace(
        plan,
        select=whole(tuple(select) or plan.select),
        ignore=whole((*plan.ignore, *ignore)),
        waivers=tuple(replace(one, requirement=whole([one.requirement])[0]) for one in plan.waivers),
        seen_by_hand=tuple(replace(one, requirement=whole([one.requirement])[0]) for one in plan.seen_by_hand),
        inferred="fail" if inferred == "fail" else "warn" if inferred == "warn" else plan.inferred,
        strict_manual=strict_manual or plan.strict_manual,
    )
