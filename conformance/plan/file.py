"""Reads the plan of a provider run: a shipped name or a YAML file, with the environment filled in."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from conformance.access import (
    BrowserSpec,
    BrowserStep,
    ClientSpec,
    Credentials,
    FormSpec,
    LoginSpec,
    NetworkSpec,
    TokenSpec,
    is_loopback,
    proxy_parts,
)
from conformance.errors import UsageFault
from conformance.limits import Limits
from conformance.names import did_you_mean
from conformance.plan import DataSpec, Plan, TargetSpec
from conformance.plan.common import adjusted, selection_of, standard_of
from conformance.plan.edition import envelopes
from conformance.plan.source import filled, read
from conformance.standard import book_of, editions, facts
from conformance.standard import load as load_standard

_OPTIONAL_BLOCKS = frozenset({"second_owner", "empty_owner", "client"})
_LOGINS_WITHOUT_OWNER = ("token", "client-credentials", "manual")
_ENDPOINTS = ("authorization_url", "token_url", "registration_url", "revocation_url", "grants_url")
_ABSOLUTE = re.compile(r"https?://[^\s/?#]+\S*$", re.IGNORECASE)


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
    raw = read(source)
    given = {"target": overrides or {}, "network": network or {}}
    blocks = {name: {**(raw.get(name) or {}), **_set(members)} for name, members in given.items()}
    raw = {**raw, **blocks, "login": _needed(raw.get("login") or {})}
    raw = filled(raw, environment, source, optional=_OPTIONAL_BLOCKS)
    if not raw["target"].get("url"):
        raise UsageFault(
            "plan-no-target", f"{source}: no target", todo="Give --target URL or set target.url in the plan."
        )
    _check_url(raw["target"]["url"])
    _check_network(raw["network"])
    _check_envelope(raw, source)
    plan = adjust(_plan(raw, source))
    _check_endpoints(plan, source)
    return plan


def _check_endpoints(plan: Plan, source: str) -> None:
    """Raise ``UsageFault`` for an endpoint that is not a URL, or that is claimed and not named."""
    for name in _ENDPOINTS:
        url = getattr(plan.target, name)
        if url and not _ABSOLUTE.match(url):
            raise UsageFault(
                "plan-invalid",
                f"{source} is not a valid plan: target.{name}: {url!r} is not an absolute URL",
                "a path alone, or no scheme in front",
                "Write the whole URL: https://host/path.",
            )
    edition = facts(book_of(plan.standard))
    if "revocation" in plan.claims and not plan.target.revocation_url and "revocation" not in edition.discovery:
        raise UsageFault(
            "plan-invalid",
            f"{source} is not a valid plan: claims.revocation needs target.revocation_url",
            f"the discovery document of {edition.name} has no member for it, so that the plan has to say where it is",
            "Set target.revocation_url, or claims.revocation: false.",
        )


def _check_envelope(raw: Mapping[str, Any], source: str) -> None:
    """Raise ``UsageFault`` for an envelope that the edition of the plan does not have."""
    envelope, edition = raw["target"].get("envelope"), facts(book_of(standard_of(raw)))
    if not envelope or envelope in edition.envelopes:
        return
    known = [name for name in envelopes() if name not in edition.envelopes]
    todo = f"It knows {', '.join(edition.envelopes)}." if edition.envelopes else "Leave it out."
    if envelope in known:
        owner = next(facts(book) for book in editions() if envelope in facts(book).envelopes)
        todo = f"It belongs to {owner.name}: use a plan of standard: {owner.id}."
    raise UsageFault(
        "envelope-unknown",
        f"{source}: {edition.name} has no envelope {envelope!r}",
        "a slip of the pen, or a plan of another edition",
        todo,
    )


def _set(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None and value != {}}


def _check_url(url: str) -> None:
    """Raise ``UsageFault`` for a base URL without scheme or host; for ``host:port`` it says what may be meant."""
    parts = _parts(url)
    if parts.scheme in ("http", "https") and parts.hostname:
        return
    rest = url.rpartition("://")[2].lstrip("/")
    plain = [f"http://{rest} (with --allow-http)"] if is_loopback(_parts(f"//{rest}").hostname or "") else []
    raise UsageFault(
        "target-not-a-url",
        f"the target {url!r} is not an http(s) URL",
        "the scheme in front is missing or mistyped",
        did_you_mean([*plain, f"https://{rest}"]),
    )


def _parts(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", "", "", "")


def _check_network(network: Mapping[str, Any]) -> None:
    try:
        if network.get("proxy"):
            proxy_parts(network["proxy"])
    except ValueError as error:
        raise UsageFault(
            "proxy-not-a-url",
            f"network.proxy is {error}",
            "another kind of proxy, or no scheme in front",
            "Give an HTTP proxy: --proxy http://proxy.example.edu:3128",
        ) from error


def _needed(login: Mapping[str, Any]) -> dict[str, Any]:
    """The login without the owner's user name and password where the strategy asks for none."""
    ownerless = login.get("strategy") in _LOGINS_WITHOUT_OWNER
    return {name: entry for name, entry in login.items() if not (ownerless and name == "owner")}


def _plan(raw: Mapping[str, Any], source: str) -> Plan:
    client, selection, standard = raw.get("client"), selection_of(raw), standard_of(raw)
    return Plan(
        name=raw.get("name") or Path(source).stem,
        target=TargetSpec(**raw["target"]),
        claims=selection.claims or frozenset(),
        login=_login(raw.get("login") or {}, next(iter(facts(book_of(standard)).scopes), "")),
        client=ClientSpec(**client) if client else None,
        data=DataSpec(**(raw.get("data") or {})),
        limits=Limits(**(raw.get("limits") or {})),
        network=_network(raw.get("network") or {}),
        keep_personal_data=raw.get("keep_personal_data", False),
        standard=standard,
    ).judging(selection)


def _network(raw: Mapping[str, Any]) -> NetworkSpec:
    return NetworkSpec(**{**raw, "basic": Credentials(**raw["basic"]) if raw.get("basic") else None})


def _login(raw: Mapping[str, Any], usual: str) -> LoginSpec:
    """The login; a token of which nothing is said carries the ``usual`` scope."""

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
        tokens=tuple(_token(entry, usual) for entry in raw.get("tokens") or ()),
        second_tokens=tuple(_token(entry, usual) for entry in raw.get("second_tokens") or ()),
        manual_port=raw.get("manual_port", 8765),
        parameters=dict(raw.get("parameters") or {}),
    )


def _token(raw: Mapping[str, Any], usual: str) -> TokenSpec:
    return TokenSpec(raw["access_token"], tuple(raw.get("scopes") or (usual,)), raw.get("refresh_token"))


def adjust(
    plan: Plan,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    inferred: str | None = None,
    strict_manual: bool = False,
) -> Plan:
    """The plan with what the command line says on top; see ``common.adjusted``."""
    standard = load_standard(book_of(plan.standard))
    selection = adjusted(
        plan.selection, standard, select=select, ignore=ignore, inferred=inferred, strict_manual=strict_manual
    )
    return plan.judging(selection)
