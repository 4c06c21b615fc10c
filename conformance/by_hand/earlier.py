"""Requests for a sitting that is over: on one port they reach the next one, where nobody has to answer for them."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

from conformance.consumer.late import Door
from conformance.consumer.sitting import Played
from conformance.exchanges.served import Served


class Earlier:
    """The sittings that were played at the same port, by the path in front of all their URLs."""

    def __init__(self) -> None:
        self._doors: dict[str, Door] = {}

    def sift(self, played: Played) -> Played:
        """The sitting without requests for earlier ones, which are counted there as late."""
        own = tuple(one for one in played.sitting.exchanges if not self._is_late(one))
        if played.door is not None:
            self._doors[_first_part(played.sitting.base_url)] = played.door
        return replace(played, sitting=replace(played.sitting, exchanges=own))

    def _is_late(self, one: Served) -> bool:
        door = self._doors.get(_first_part(one.url))
        if door is not None:
            door.late += 1
        return door is not None


def _first_part(url: str) -> str:
    return urlsplit(url).path.lstrip("/").partition("/")[0]
