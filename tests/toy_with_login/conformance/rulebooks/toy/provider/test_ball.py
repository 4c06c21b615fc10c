"""BALL: what the provider sends is a ball."""

from conformance.suites.calling import RIGHT, Caller
from conformance.suites.marks import requirement


@requirement("TOY-BALL-01")
def test_a_ball_is_whole(provider: Caller) -> None:
    provider.call("getBall", token=RIGHT).require(200).expect_document("Ball")
