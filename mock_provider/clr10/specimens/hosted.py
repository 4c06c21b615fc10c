"""Hosted assertions: a right one, and its twin whose hosted copy is not what it has to be."""

from __future__ import annotations

from mock_provider.clr10.specimens.desk import Desk, changed, right
from mock_provider.scenarios import Laid
from mock_provider.testing import MockServer


def copy_differs(mock: MockServer, claims: frozenset[str]) -> Laid:
    """The copy in hand has a better grade than the copy at its id."""
    desk = Desk(mock, claims)
    issuer = desk.issuer("guild")
    twin, item = desk.hosted(issuer, desk.name()), desk.hosted(issuer, desk.name())
    results = [{**each, "value": "A"} for each in item["results"]]
    desk.record([right(twin, "/assertions/0", fetches=[twin["id"]])], assertions=[twin])
    desk.record(
        [changed(item, "/assertions/0", "its grade is not that of the copy at its id", twin=twin)],
        assertions=[{**item, "results": results}],
    )
    return desk.laid("copy-differs")
