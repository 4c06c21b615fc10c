"""Screenshots of a person as files beside the record."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from conformance.consumer.parts import Part
from conformance.traffic.outcome import Answer
from mock_provider.console import Screenshot

FOLDER: Final = "screenshots"


class Pictures:
    """The folder of screenshots below that of the reports."""

    def __init__(self, out: Path) -> None:
        self._folder = out / FOLDER

    def clear(self) -> None:
        """Those of an earlier run in the same folder go."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def keep(self, part: Part, answers: Iterable[Answer], pictures: Mapping[str, Screenshot]) -> tuple[Answer, ...]:
        """Write the pictures of a part, in the place of those of an earlier go; the answers name their files."""
        name = f"{part.scenario.id}.{part.task}"
        for old in self._folder.glob(f"{name}.*.png"):
            old.unlink()
        return tuple(self._kept(answer, pictures, f"{name}.{place}") for place, answer in enumerate(answers, 1))

    def _kept(self, answer: Answer, pictures: Mapping[str, Screenshot], name: str) -> Answer:
        picture = pictures.get(answer.about)
        if picture is None:
            return answer
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._folder / f"{name}.png"
        path.write_bytes(picture.content)
        return replace(answer, screenshot=f"{FOLDER}/{path.name}")
