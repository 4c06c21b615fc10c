"""What behaviours remember stays bounded."""

from __future__ import annotations

from mock_provider.behaviour.memory import MOST_ENTRIES, MOST_OWNERS, Memory, Recent


def test_the_oldest_entry_is_forgotten() -> None:
    recent: Recent[int] = Recent()
    for number in range(MOST_ENTRIES + 2):
        recent[number] = number
    assert len(recent) == MOST_ENTRIES
    assert 1 not in recent
    assert recent[2] == 2


def test_a_default_counts_as_an_entry() -> None:
    recent: Recent[list[int]] = Recent()
    kept = recent.setdefault("first", [])
    kept.append(1)
    assert recent.setdefault("first", [2]) == [1]
    for number in range(MOST_ENTRIES):
        recent.setdefault(number, [])
    assert "first" not in recent
    assert len(recent) == MOST_ENTRIES


def test_owners_are_apart_and_who_was_not_seen_for_longest_goes() -> None:
    memory = Memory()
    memory["shared"] = True
    memory.of("user:mira")["seen"] = 1
    for number in range(MOST_OWNERS - 1):
        memory.of(f"client:{number}")["seen"] = number
    assert memory.of("user:mira") == {"seen": 1}
    memory.of("client:new")
    assert memory.of("user:mira") == {"seen": 1}
    assert memory.of("client:0") == {}
    assert dict(memory) == {"shared": True}


def test_what_is_empty_is_still_the_same_memory() -> None:
    memory = Memory()
    own = memory.of("user:mira")
    memory.of("user:mira")["seen"] = 1
    assert own == {"seen": 1}
