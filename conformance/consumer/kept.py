"""Sittings as files while a run goes on, so that one that was broken off can be gone on with.

What the mock gave out is worthless when it has gone, and stands there as it was; secrets that the plan brings along are
left out and filled in again from the plan. The folder is its owner's alone and goes when the run is over.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, quote_plus

from conformance import __version__
from conformance.consumer.kept_outcomes import (
    read_answer,
    read_outcome,
    read_specimen,
    written_outcome,
    written_specimen,
)
from conformance.consumer.parts import Key, Part
from conformance.consumer.sitting import Played
from conformance.errors import UsageFault
from conformance.exchanges.response import Headers
from conformance.exchanges.served import Served
from conformance.exchanges.specimens import Asked
from conformance.plan.consumer import ConsumerPlan
from conformance.traffic import End, Handshake, Run, Sitting

FOLDER: Final = "sittings"
_ABOUT: Final = "run.json"
_MOST_BYTES: Final = 64 * 1024 * 1024


class Kept:
    """The sittings of a run in a folder below that of its reports."""

    def __init__(self, out: Path, plan: ConsumerPlan) -> None:
        self._folder = out / FOLDER
        self._hidden = _Hidden(plan)
        self._about = {
            "tool": __version__,
            "plan": plan.name,
            "standard": plan.standard,
            "claims": sorted(plan.claims),
            "command": [self._hidden.hide(part) for part in plan.command],
            "login": plan.login,
        }

    def begin(self) -> None:
        """Start anew, with nothing kept."""
        self.clear()
        self._folder.mkdir(mode=0o700, parents=True)
        (self._folder / _ABOUT).write_text(json.dumps(self._about), encoding="utf-8")

    def keep(self, part: Part, played: Sequence[Played]) -> None:
        """Keep what was played of a part, whole or not at all."""
        text = json.dumps([_written(one, self._hidden.hide) for one in played])
        path = self._folder / f"{part.scenario.id}.{part.task}.json"
        partial = path.with_suffix(".partial")
        partial.touch(mode=0o600)
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)

    def read(self, todo: Sequence[Part]) -> dict[Key, tuple[Played, ...]]:
        """What is there of these parts; raises ``UsageFault`` when it is of another run, or nothing is there."""
        if _json(self._folder / _ABOUT) != self._about:
            raise UsageFault(
                "resume-not-possible",
                f"{self._folder.parent} holds no run that can be gone on with",
                "it was finished, or was made with another plan, command or release",
                "Start it anew: leave --resume out.",
            )
        found = {part.key: _json(self._folder / f"{part.scenario.id}.{part.task}.json") for part in todo}
        return {key: tuple(_read(one, self._hidden.show) for one in rows) for key, rows in found.items() if rows}

    def clear(self) -> None:
        """Keep nothing any longer."""
        shutil.rmtree(self._folder, ignore_errors=True)


class _Hidden:
    """Puts marks in the place of the plan's secrets, and the secrets back in the place of the marks."""

    def __init__(self, plan: ConsumerPlan) -> None:
        self._secrets = [*plan.learners.values()]
        if plan.client:
            names = {plan.client.id, quote(plan.client.id, safe=""), quote_plus(plan.client.id)}
            values = {plan.client.secret, quote(plan.client.secret, safe=""), quote_plus(plan.client.secret)}
            pairs = [f"{name}:{value}" for name in sorted(names) for value in sorted(values)]
            self._secrets += [base64.b64encode(pair.encode()).decode() for pair in pairs]
            self._secrets += sorted(values, key=len, reverse=True)

    def hide(self, text: str) -> str:
        """The text with marks."""
        for number, secret in enumerate(self._secrets):
            text = text.replace(secret, _mark(number)) if secret else text
        return text

    def show(self, text: str) -> str:
        """The text with the secrets."""
        for number, secret in enumerate(self._secrets):
            text = text.replace(_mark(number), secret)
        return text


def _mark(number: int) -> str:
    return f"\ue000{number}\ue001"


def _json(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            return None
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


Change = Callable[[str], str]


def _written(played: Played, hide: Change) -> dict[str, Any]:
    told = played.told
    row = {each.name: getattr(told, each.name) for each in fields(Sitting)}
    row["runs"] = [
        {"number": run.number, "learner": run.learner, "how": run.end.how, "code": run.end.code}
        | {"output": hide(run.output), "outcome": written_outcome(run.outcome, hide), "unusable": hide(run.unusable)}
        for run in told.runs
    ]
    row["specimens"] = [written_specimen(one) for one in told.specimens]
    row["handed"] = [hide(one) for one in told.handed]
    row["asked"] = [asdict(one) for one in told.asked]
    row["answers"] = [{**asdict(one), "words": hide(one.words)} for one in told.answers]
    row["exchanges"] = [_written_exchange(one, hide) for one in told.exchanges]
    row["handshakes"] = [{each.name: getattr(one, each.name) for each in fields(Handshake)} for one in told.handshakes]
    return {"seconds": played.seconds, "sitting": row | {"endpoints": dict(told.endpoints)}}


def _written_exchange(one: Served, hide: Change) -> dict[str, Any]:
    row = {each.name: getattr(one, each.name) for each in fields(Served)}
    for name in ("request_headers", "headers"):
        row[name] = [(key, hide(value)) for key, value in row[name]]
    for name in ("request_body", "body"):
        row[name] = base64.b64encode(hide(row[name].decode("latin-1")).encode("utf-8")).decode("ascii")
    return row | {"url": hide(one.url)}


def _read(row: Mapping[str, Any], show: Change) -> Played:
    sitting = dict(row["sitting"])
    runs = tuple(
        Run(
            each["number"],
            each["learner"],
            End(each["how"], each["code"]),
            show(each["output"]),
            read_outcome(each["outcome"], show),
            show(each["unusable"]),
        )
        for each in sitting.pop("runs")
    )
    exchanges = tuple(_read_exchange(each, show) for each in sitting.pop("exchanges"))
    handshakes = tuple(Handshake(**each) for each in sitting.pop("handshakes"))
    parts: dict[str, Any] = {
        "mended": tuple(sitting.pop("mended")),
        "specimens": tuple(map(read_specimen, sitting.pop("specimens"))),
        "handed": tuple(map(show, sitting.pop("handed"))),
        "asked": tuple(Asked(**each) for each in sitting.pop("asked")),
        "answers": tuple(read_answer(each, show) for each in sitting.pop("answers")),
    }
    return Played(Sitting(**sitting, **parts, runs=runs, exchanges=exchanges, handshakes=handshakes), row["seconds"])


def _read_exchange(row: Mapping[str, Any], show: Change) -> Served:
    members = dict(row)
    for name in ("request_headers", "headers"):
        members[name] = Headers([(key, show(value)) for key, value in members[name]])
    for name in ("request_body", "body"):
        members[name] = show(base64.b64decode(members[name]).decode("utf-8")).encode("latin-1")
    for name in ("struck", "taken"):
        members[name] = tuple(members[name])
    return Served(**members | {"url": show(row["url"])})
