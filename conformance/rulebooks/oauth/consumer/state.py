"""What a consumer keeps from one start to the next: a JSON file in a folder of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

_FILE = "state.json"


class State:
    """Members by section and name, read once and written at every change; without a folder they last for one start."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / _FILE if folder else None
        self._sections: dict[str, dict[str, Any]] = {}
        if self._file and self._file.is_file():
            self._sections = json.loads(self._file.read_text(encoding="utf-8"))

    def get(self, section: str, name: str) -> Any:
        """The value; ``None`` when there is none."""
        return self._sections.get(section, {}).get(name)

    def keep(self, section: str, name: str, value: Any) -> None:
        """Keep a value that JSON can hold; ``None`` forgets it."""
        self._sections.setdefault(section, {})[name] = value
        if self._file is None:
            return
        written = self._file.with_suffix(".new")
        # Tokens are in it: nobody else on this machine may read it.
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(json.dumps(self._sections))  # json.dump writes piece by piece, in five times the time
        written.replace(self._file)
