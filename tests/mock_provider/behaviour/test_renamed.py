"""What the mock can be told to do names requirements as an edition has them, whichever id its room writes."""

from __future__ import annotations

from conformance.standard import load
from mock_provider.behaviour import Fault, Variation
from mock_provider.behaviours import as_written, everything, faults, renamed

CLR10 = load("clr10")


def test_ids_of_shared_rules_are_those_of_the_edition() -> None:
    written = Fault(
        id="f",
        title="F",
        how="See OAUTH-TOK-010.",
        breaks=("OAUTH-AUT-009", "CLR10-GCS-006"),
        consequences={"OAUTH-AUT-010": "as OAUTH-AUT-009 falls"},
    )
    found = renamed(written, CLR10)

    assert found.breaks == ("CLR10-AUT-009", "CLR10-GCS-006")
    assert found.consequences == {"CLR10-AUT-010": "as CLR10-AUT-009 falls"}
    assert found.how == "See CLR10-TOK-010."
    assert renamed(Variation(id="v", title="V", how="", doubts=("OAUTH-BRR-002",)), CLR10).doubts == ("CLR10-BRR-002",)


def test_every_id_of_a_behaviour_is_one_of_the_edition() -> None:
    for one in everything("clr10").values():
        named = {*one.breaks, *one.consequences, *one.doubts, *one.obliges}
        assert named <= CLR10.requirements.keys(), one.id
        assert "OAUTH-" not in one.how, one.id


def test_to_play_one_needs_no_catalogue() -> None:
    assert as_written("clr10").keys() == everything("clr10").keys()
    assert faults("clr10").keys() <= as_written("clr10").keys()
