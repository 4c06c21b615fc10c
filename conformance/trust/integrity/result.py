"""How the check of one proof ended."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checked:
    """``code`` is empty exactly when the proof fits; ``text`` then says how, else why not.

    ``open`` is true where nothing can be concluded: an unknown suite, a context that is not known. ``declared`` is
    true where the proof itself says that it is none to rely on: it has expired, or it is for the holder.
    """

    code: str = ""
    text: str = ""
    open: bool = False
    declared: bool = False

    @property
    def fits(self) -> bool:
        """True when the proof was made with the key over just this document."""
        return not self.code
