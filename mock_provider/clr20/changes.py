"""Changes of a draft by the place of what is changed, such as ``achievement/criteria``."""

from __future__ import annotations

from typing import Any

from mock_provider.clr20.drafting import Draft
from mock_provider.clr20.making import Act


def put(path: str, value: Any) -> Act:
    """Writes a value at a place of the draft, such as ``achievement/criteria``; its texts may say ``{root}``."""

    def act(draft: Draft) -> None:
        holder, name = _holder(draft, path)
        written = draft.place.rooted(value)
        if isinstance(holder, list) and name == len(holder):
            holder.append(written)
        else:
            holder[name] = written

    return act


def drop(path: str) -> Act:
    """Leaves out what is at a place of the draft."""

    def act(draft: Draft) -> None:
        holder, name = _holder(draft, path)
        del holder[name]

    return act


def both(*acts: Act) -> Act:
    """One act after the other."""

    def act(draft: Draft) -> None:
        for one in acts:
            one(draft)

    return act


def _holder(draft: Draft, path: str) -> tuple[Any, Any]:
    part, *way = (int(step) if step.isdecimal() else step for step in path.split("/"))
    *way, last = way
    node: Any = getattr(draft, str(part))
    for step in way:
        node = node[step]
    return node, last
