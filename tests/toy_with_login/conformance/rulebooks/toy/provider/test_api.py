"""API: the one operation."""

from conformance.suites.calling import RIGHT, Caller
from conformance.suites.marks import requirement


@requirement("TOY-API-001")
def test_the_ball_is_there(provider: Caller) -> None:
    provider.call("getBall", token=RIGHT).expect(200)
