"""A person without a browser: reads the console as its page does, types what it shows into a wallet, and answers."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx

from conformance.by_hand.leading import Wishes, lead, led_by_hand
from conformance.by_hand.listening import Whereabouts
from conformance.consumer.invitation import Invitation
from conformance.consumer.own import called
from conformance.plan.consumer import ConsumerPlan
from conformance.record import RunRecord
from conformance.rulebooks import find
from conformance.standard import book_of

Wallet = Callable[[Invitation], int | None]
Answers = dict[str, str]
SECONDS = 60.0


@dataclass
class Page:
    """The console, as HTTP."""

    address: str
    seen: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        origin, _, token = self.address.partition("/console#")
        headers = {"Authorization": f"Bearer {token}", "Origin": origin}
        self.http = httpx.Client(base_url=origin, headers=headers, timeout=SECONDS)

    def view(self) -> dict[str, Any]:
        """What there is now, as soon as it is something new."""
        after = self.lines[-1]["place"] if self.lines else 0
        told = self.http.get("/console/state", params={"seen": self.seen, "after": after}).json()
        self.seen = told["revision"]
        self.lines += told["lines"]
        self.last: dict[str, Any] = told["view"]
        return self.last

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The view as soon as it is as wanted."""
        for _ in range(1000):
            view = self.view()
            if wanted(view):
                return view
        raise AssertionError(f"it never came: {view}")

    def turn(self, number: int | None = None, state: str = "turn") -> dict[str, Any]:
        """The step of that number, or any, when it is in that state."""
        self.seen = 0
        view = self.wait(
            lambda view: (
                bool(view["step"]) and view["step"]["state"] == state and number in (None, view["step"]["number"])
            )
        )
        return dict(view["step"])

    def act(self, step: dict[str, Any], action: str) -> httpx.Response:
        return self.http.post("/console/act", json={"step": step["key"], "action": action})

    def answer(self, step: dict[str, Any], question: str, value: str, words: str = "") -> httpx.Response:
        sent = {"step": step["key"], "question": question, "value": value, "words": words}
        return self.http.post("/console/answers", json=sent)

    def drop(self, step: dict[str, Any], question: str, picture: bytes) -> httpx.Response:
        query = {"step": step["key"], "question": question}
        return self.http.put(
            "/console/screenshots", params=query, content=picture, headers={"Content-Type": "image/png"}
        )


class Led:
    """A run that a person leads; ``page`` is the console, ``record`` what it came to."""

    def __init__(self, plan: ConsumerPlan, out: Path, state: Path, **wishes: Any) -> None:
        self.plan = led_by_hand(plan)
        self.wallet: Wallet = called(find(book_of(plan.standard)).consumer.reference_consumer)  # type: ignore[union-attr]
        self.out = out
        self._state = state
        self._address: queue.Queue[str] = queue.Queue()
        where = Whereabouts(port=0, data_dir=state / "authority")
        self._wishes = replace(Wishes(where, announce=self._address.put), **wishes)
        self._record: RunRecord | None = None
        self._thread = threading.Thread(target=self._lead, daemon=True)

    def _lead(self) -> None:
        self._record = lead(self.plan, self.out, self._wishes)

    def begin(self) -> Page:
        self._thread.start()
        self.page = Page(self._address.get(timeout=SECONDS))
        return self.page

    def end(self) -> RunRecord:
        """The record, when the person has nothing more to do."""
        self._thread.join(SECONDS)
        assert self._record is not None
        return self._record

    def connect(self, step: dict[str, Any], folder: str = "") -> int | None:
        """Type what the step shows into the wallet and let it go."""
        typed = {one["label"]: one["value"] for one in step["places"]}
        authority = {one["label"]: one["value"] for one in self.page.last["places"]}["Authority to trust"]
        state = self._state / (folder or f"wallet-{step['key']}")
        state.mkdir(exist_ok=True)
        return self.wallet(
            Invitation(
                url=typed["Address"],
                origin="",
                ca=Path(authority),
                username=typed["User name"],
                password=typed["Password"],
                task=self.task_of(step),
                state=state,
                outcome_file=self._state / "outcome.json",
            )
        )

    @staticmethod
    def task_of(step: dict[str, Any]) -> str:
        told = " ".join(step["instructions"])
        return "write" if "send a record" in told else "delete" if "delete one" in told else "read"

    def outcome(self) -> dict[str, str]:
        """What the wallet made of each item, by id."""
        told = json.loads((self._state / "outcome.json").read_text())
        return {one["id"]: one["state"] for one in told["records"]}


@contextmanager
def led(plan: ConsumerPlan, tmp_path: Path, name: str = "out", **wishes: Any) -> Iterator[Led]:
    """A run that has begun; ended by the person's stop where the block leaves it open."""
    state = tmp_path / "state"
    state.mkdir(exist_ok=True)
    run = Led(plan, tmp_path / name, state, **wishes)
    run.begin()
    yield run
    run.end()
