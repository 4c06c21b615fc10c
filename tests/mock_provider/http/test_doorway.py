"""Paths as clients call them and paths of the routes: there and back, and what is behind neither."""

from __future__ import annotations

import re

import pytest

from mock_provider.http.doorway import Doorway, check_path

WELL_KNOWN = "/.well-known/oauth-authorization-server"
RENAMED = {"/oauth/token": "/a/token", "/oauth/login": "/a", "/oauth/register": "/oauth/token", "/oauth/revoke": "/x"}
TENANT = Doorway("/t-7f3a", {}, (WELL_KNOWN,))
BOTH = Doorway("/t-7f3a", RENAMED, (WELL_KNOWN,))


@pytest.mark.parametrize("path", ["/", "/oauth/token", "//discovery", "/ims/clr/v1p0/clrs/", WELL_KNOWN, "/no/such"])
def test_without_a_tenant_and_names_all_stays_as_it_is(path: str) -> None:
    plain = Doorway(well_known=(WELL_KNOWN,))
    assert plain.changes_nothing
    assert plain.inside(path) == plain.outside(path) == path


def test_names_that_are_the_same_change_nothing() -> None:
    assert Doorway("", {"/oauth/token": "/oauth/token"}).changes_nothing
    assert not BOTH.changes_nothing
    assert not TENANT.changes_nothing


@pytest.mark.parametrize(
    ("inner", "outer"),
    [
        ("/", "/t-7f3a/"),
        ("/ims/clr/v1p0/clrs", "/t-7f3a/ims/clr/v1p0/clrs"),
        ("//discovery", "/t-7f3a//discovery"),
        (WELL_KNOWN, f"{WELL_KNOWN}/t-7f3a"),
        ("/oauth/token", "/t-7f3a/a/token"),
        ("/oauth/login", "/t-7f3a/a"),
        ("/oauth/login/b", "/t-7f3a/a/b"),
        ("/oauth/register", "/t-7f3a/oauth/token"),
        ("/oauth/register/client-1", "/t-7f3a/oauth/token/client-1"),
        ("/oauth/nowhere", "/t-7f3a/oauth/nowhere"),
        ("/oauth/tokens", "/t-7f3a/oauth/tokens"),
    ],
)
def test_a_path_leads_there_and_back(inner: str, outer: str) -> None:
    assert BOTH.outside(inner) == outer
    assert BOTH.inside(outer) == inner


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/ims/clr/v1p0/clrs",
        "/t-7f3a-too/oauth/grants",
        "//t-7f3a/oauth/grants",
        "/a/token",
        WELL_KNOWN,
        f"/t-7f3a{WELL_KNOWN}",
        f"{WELL_KNOWN}/t-7f3a/",
        "/t-7f3a/oauth/login",
        "/t-7f3a/oauth/revoke",
        "/t-7f3a/oauth/revoke/x",
    ],
)
def test_outside_the_tenant_and_under_an_old_name_there_is_nothing(path: str) -> None:
    assert BOTH.inside(path) is None


@pytest.mark.parametrize("path", ["/a", "/t-7f3a", "/a/b.c/~d_e", "/v1.0"])
def test_a_path_of_letters_that_nobody_escapes_will_do(path: str) -> None:
    check_path(path)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("t-7f3a", "use a path such as /t-7f3a"),
        ("", "does not begin with a slash"),
        ("/", "ends with a slash"),
        ("/a/", "use a path such as /a"),
        ("//a", "an empty segment"),
        ("/a//b", "an empty segment"),
        ("/../a", "the segment '..'"),
        ("/a/.", "the segment '.'"),
        ("/a b", "the segment 'a b'"),
        ("/a?b=c", "the segment 'a?b=c'"),
        ("/%61", "the segment '%61'"),
        ("/ö", "the segment 'ö'"),
        ("/a\n", "the segment 'a\\n'"),
        ("/{path}", "the segment '{path}'"),
    ],
)
def test_a_path_that_could_be_written_in_two_ways_is_refused(path: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        check_path(path)
