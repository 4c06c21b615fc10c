"""GCS: a provider that departs from one requirement is told so by its name, and a right one by none."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from .conftest import Asked, Breakage, Told, asked, members, minor, on, status, told


def lists(change: Callable[[Told], object]) -> Breakage:
    """A provider whose lists are changed."""
    return on("GET", "/clrs", lambda answer: change(answer) if answer.status == 200 else None)


def query(change: Callable[[dict[str, str]], object]) -> Breakage:
    """A provider that reads the query of its lists otherwise."""
    return asked(lambda request: change(request.query) if request.path.endswith("/clrs") else None)


def dropping(name: str, *values: str) -> Breakage:
    """A provider that ignores a parameter, or only these values of it."""

    def change(parameters: dict[str, str]) -> None:
        if not values or parameters.get(name) in values:
            parameters.pop(name, None)

    return query(change)


def without_relation(relation: str) -> Breakage:
    def change(answer: Told) -> None:
        parts = [part for part in answer.headers["link"].split(", ") if f'rel="{relation}"' not in part]
        answer.headers["link"] = ", ".join(parts)

    return lists(change)


def links(pattern: str, instead: str) -> Breakage:
    return lists(lambda answer: answer.headers.update({"link": re.sub(pattern, instead, answer.headers["link"])}))


def leaking() -> Breakage:
    """A CLR of the first user shows up in the lists of all others."""
    first: dict[str, Any] = {}

    def change(answer: Told) -> None:
        body, token = answer.json, answer.request.headers.get("authorization")
        if body["clrs"]:
            first.setdefault("clr", body["clrs"][0])
            first.setdefault("token", token)
        if first and token != first["token"]:
            answer.json = {**body, "clrs": [first["clr"], *body["clrs"][1:]]}

    return lists(change)


def letting_in(*refusals: int, token: bool = True) -> Breakage:
    """Refused requests for a list are answered with the last list that was served."""
    last: dict[str, bytes] = {}

    def change(answer: Told) -> None:
        if answer.status == 200:
            last["body"] = answer.body
        elif answer.status in refusals and last and ("authorization" in answer.request.headers) is token:
            answer.status, answer.body = 200, last["body"]

    return on("GET", "/clrs", change)


def shifted(request: Asked) -> None:
    """Every page but the first starts one CLR too late."""
    offset = request.query.get("offset", "0")
    if offset.isdigit() and int(offset) > 0:
        request.query["offset"] = str(int(offset) + 1)


def inclusive(parameters: dict[str, str]) -> None:
    """Takes since as at or after."""
    if parameters.get("since", "").endswith("Z"):
        moment = datetime.fromisoformat(parameters["since"]) - timedelta(seconds=1)
        parameters["since"] = moment.isoformat().replace("+00:00", "Z")


def empty_is_missing(answer: Told) -> None:
    if not answer.json["clrs"] and not answer.json["signedClrs"]:
        answer.status = 404
        answer.json = {
            "@context": answer.json["@context"],
            "imsx_codeMajor": "failure",
            "imsx_severity": "error",
        }


def repeated(answer: Told) -> None:
    body = answer.json
    answer.json = {**body, "clrs": [*body["clrs"], *body["clrs"][:1]]}


def reversed_(answer: Told) -> None:
    answer.json = {**answer.json, "clrs": answer.json["clrs"][::-1]}


def one_more(answer: Told) -> None:
    answer.headers["x-total-count"] = str(int(answer.headers["x-total-count"]) + 1)


def always_next(answer: Told) -> None:
    if 'rel="next"' not in answer.headers["link"] and answer.json["clrs"]:
        answer.headers["link"] += f', <https://127.0.0.1{answer.request.path}?limit=1&offset=0>; rel="next"'


def without_limit_all(parameters: dict[str, str]) -> None:
    parameters.setdefault("limit", "1000")


def without_header(name: str) -> Breakage:
    def change(answer: Told) -> None:
        del answer.headers[name]

    return lists(change)


WRONG: dict[str, tuple[str, Breakage]] = {
    "no ClrSet": ("CLR10-GCS-001", on("GET", "/clrs", members(clrs={}))),
    "shows the CLRs of others": ("CLR10-GCS-002", leaking()),
    "any scope will do": ("CLR10-GCS-003", letting_in(403)),
    "any token will do": ("CLR10-GCS-003", letting_in(401)),
    "no token will do": ("CLR10-GCS-004", letting_in(401, token=False)),
    "a scope is missing: 401": ("CLR10-GCS-005", told(lambda a: status(401)(a) if a.status == 403 else None)),
    "takes limit=0": ("CLR10-GCS-006", dropping("limit", "0")),
    "takes limit=abc": ("CLR10-GCS-006", dropping("limit", "abc")),
    "the first page has all": ("CLR10-GCS-007", query(without_limit_all)),
    "ignores limit": ("CLR10-GCS-008", dropping("limit", "1", "2")),
    "takes offset=-1": ("CLR10-GCS-009", dropping("offset", "-1")),
    "counts from 1": ("CLR10-GCS-010", query(lambda q: q.update(offset="1") if q.get("offset") == "0" else None)),
    "leaves CLRs out between pages": ("CLR10-GCS-011", asked(shifted)),
    "ignores offset": ("CLR10-GCS-011", dropping("offset")),
    "404 past the end": ("CLR10-GCS-012", lists(empty_is_missing)),
    "ignores since": ("CLR10-GCS-013", dropping("since")),
    "since is inclusive": ("CLR10-GCS-013", query(inclusive)),
    "takes since=yesterday": ("CLR10-GCS-015", dropping("since", "yesterday")),
    "another code minor for a bad query": ("CLR10-GCS-016", told(minor("unknown"))),
    "counts one too many": ("CLR10-GCS-017", lists(one_more)),
    "counts in words": ("CLR10-GCS-017", lists(lambda a: a.headers.update({"x-total-count": "many"}))),
    "no count": ("CLR10-GCS-018", without_header("x-total-count")),
    "no Link": ("CLR10-GCS-019", without_header("link")),
    "no next": ("CLR10-GCS-020", without_relation("next")),
    "always next": ("CLR10-GCS-021", lists(always_next)),
    "no prev": ("CLR10-GCS-022", without_relation("prev")),
    "no last": ("CLR10-GCS-023", without_relation("last")),
    "relative links": ("CLR10-GCS-024", links("<https://[^/]+", "<")),
    "links lose limit": ("CLR10-GCS-024", links(r"limit=\d+&", "")),
    "links lose since": ("CLR10-GCS-024", links("&since=[^>]*", "")),
    "a CLR is there twice": ("CLR10-GCS-025", lists(repeated)),
    "oldest first": ("CLR10-GCS-026", lists(reversed_)),
    "404 for a user without CLRs": ("CLR10-GCS-027", lists(empty_is_missing)),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_list_is_named(judged, wrong: str) -> None:
    requirement, breakage = WRONG[wrong]
    owner = "mira" if requirement == "CLR10-GCS-007" else "nils"

    assert requirement in judged(breakage, [requirement], owner=owner).named


def test_a_right_list_is_not_blamed(judged) -> None:
    clean = judged(None, ["GCS", "CON"])

    assert not clean.named
    assert {clean[f"CLR10-GCS-{number:03}"] for number in range(1, 28) if number != 14} == {"pass"}


def terse(answer: Told) -> None:
    """No count, and links in another order and another spelling."""
    del answer.headers["x-total-count"]
    parts = re.findall(r'<([^>]*)>; rel="(\w+)"', answer.headers["link"])
    answer.headers["link"] = " , ".join(f'<{url}>;title="a, b" ; REL={relation}' for url, relation in reversed(parts))


def small_pages(parameters: dict[str, str]) -> None:
    """No page is larger than three, whatever is asked for."""
    limit = parameters.get("limit", "100")
    if limit.isdigit() and int(limit) > 3:
        parameters["limit"] = "3"


@pytest.mark.parametrize("unusual", [lists(terse), query(small_pages)], ids=["no count, other links", "small pages"])
def test_an_unusual_list_is_not_blamed(judged, unusual: Breakage) -> None:
    assert judged(unusual, ["GCS"], owner="sofia").named <= {"CLR10-GCS-018"}
