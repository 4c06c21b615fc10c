"""A person without a browser: reads the console as its page does, types what it shows into a wallet, and answers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from conformance.by_hand.leading import Wishes, lead, led_by_hand
from conformance.by_hand.listening import Whereabouts
from conformance.by_hand.person import Person
from conformance.consumer.invitation import Invitation
from conformance.consumer.laying import Table
from conformance.consumer.own import called
from conformance.plan.consumer import ConsumerPlan
from conformance.record import RunRecord
from conformance.rulebooks import find
from conformance.traffic import ConsumerRules
from mock_provider.testing import process_folder

Wallet = Callable[[Invitation], int | None]
Step = dict[str, Any]

SECONDS = 60.0
WELL = "Does the wallet show the learner's records?"
WENT_WRONG = (
    "Does the wallet say that something went wrong?",
    "Does the wallet say that access was denied?",
    "Does the wallet say that it could not get access?",
)


def rules() -> ConsumerRules:
    found = find("clr10").consumer
    assert found is not None
    return found


def wrong_wallet(name: str) -> Wallet:
    """The deliberately wrong consumer of that name."""
    (wrong,) = (one for one in rules().wrong_consumers if one.change.__name__ == name)
    return called(wrong.of(rules().reference_consumer))


@dataclass
class Page:
    """The console, as HTTP."""

    address: str
    seen: int = 0
    lines: list[dict[str, Any]] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)

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
        self.last = told["view"]
        return self.last

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The view as soon as it is as wanted."""
        self.seen = 0
        for _ in range(1000):
            view = self.view()
            if wanted(view):
                return view
        raise AssertionError(f"it never came: {view}")

    def turn(self, number: int, state: str = "turn") -> Step:
        """The step of that number, as soon as it is in that state."""
        wanted = (number, state)
        view = self.wait(lambda view: bool(view["step"]) and (view["step"]["number"], view["step"]["state"]) == wanted)
        return dict(view["step"])

    def act(self, step: Step, action: str) -> httpx.Response:
        sent = {"step": step["key"], "state": step["state"], "action": action}
        told = self.http.post("/console/act", json=sent)
        assert told.status_code in (204, 409), told.text
        return told

    def answer(self, step: Step, question: str, value: str, words: str = "") -> httpx.Response:
        sent = {"step": step["key"], "question": question, "value": value, "words": words}
        return self.http.post("/console/answers", json=sent)

    def drop(self, step: Step, question: str, picture: bytes) -> httpx.Response:
        query = {"step": step["key"], "question": question}
        headers = {"Content-Type": "image/png"}
        return self.http.put("/console/screenshots", params=query, content=picture, headers=headers)


class Led:
    """A run that a person leads: ``page`` is the console, ``wallet`` the consumer, a right one unless replaced."""

    def __init__(self, plan: ConsumerPlan, out: Path, state: Path, **wishes: Any) -> None:
        self.out = out
        self.wallet: Wallet = called(rules().reference_consumer)
        self.says: dict[str, str] = {}
        self.says_so = "yes"
        self.table = Table(None, (), as_files=False)
        self._plan = led_by_hand(plan)
        self._state = state
        state.mkdir(exist_ok=True)
        self._address: queue.Queue[str] = queue.Queue()
        where = Whereabouts(port=0, data_dir=process_folder())
        self._wishes = replace(Wishes(where, announce=self._address.put), **wishes)
        self._record: RunRecord | None = None
        self._thread = threading.Thread(target=self._lead, daemon=True)

    def _lead(self) -> None:
        self._record = lead(self._plan, self.out, self._wishes)

    def begin(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The command is started. What is laid is looked at on its way: no wallet here has a screen."""
        lay = Person.lay

        def laid(person: Person, table: Table) -> None:
            self.table = table
            lay(person, table)

        monkeypatch.setattr(Person, "lay", laid)
        self._thread.start()
        self.page = Page(self._address.get(timeout=SECONDS))

    def end(self) -> RunRecord:
        """The record, when the person has nothing more to do."""
        self._thread.join(SECONDS)
        self.page.http.close()
        assert self._record is not None
        return self._record

    def stop(self) -> None:
        """The person stops, where the run goes on."""
        if self._thread.is_alive():
            view = self.page.wait(lambda view: view["ended"] or bool(view["step"]))
            if not view["ended"]:
                self.page.act(view["step"], "stop")
            self.end()

    # what the person does

    def connect(self, step: Step) -> int | None:
        """Type what the step shows into the wallet and let it go; how it ended."""
        typed = {one["label"]: one["value"] for one in step["places"]}
        authority = {one["label"]: one["value"] for one in self.page.last["places"]}["Authority to trust"]
        state = self._state / f"wallet-{step['key'].partition('.')[0]}"
        state.mkdir(exist_ok=True)
        ended = self.wallet(
            Invitation(
                url=typed["Address of the provider"],
                origin="",
                ca=Path(authority),
                username=typed["User name"],
                password=typed["Password"],
                task="read",
                state=state,
            )
        )
        self.says = {WELL: "no" if ended else "yes", **dict.fromkeys(WENT_WRONG, self.says_so)}
        return ended

    def see(self, question: str) -> str:
        """The answer of somebody who has a right wallet in hand, and sees what it shows."""
        if question in self.says:
            return self.says[question]
        asked = next((one for one in self.table.asked if one.text == question), None)
        if asked is not None:
            return asked.right
        specimen = next(one for one in self.table.specimens if f"“{one.name}”" in question)
        state = min(specimen.states - {"refused", "unverified"}, default="")
        return "yes" if question.endswith(f"shown as {state}?") else "no"

    def answer_all(self, number: int) -> Step:
        """Answer until no question of the step is open; the step, with all answers."""
        while True:
            step = self.page.turn(number, "asked")
            known = {one["question"] for one in step["answers"] if one["value"]}
            left = [one for one in step["questions"] if one["id"] not in known]
            if not left:
                return step
            for one in left:
                assert self.page.answer(step, one["id"], self.see(one["text"])).status_code == 204

    def asked(self, number: int) -> Step:
        """The step when the wallet has finished, before a question is answered."""
        step = self.page.turn(number)
        self.connect(step)
        self.page.act(step, "done")
        return self.page.turn(number, "asked")

    def play(self, number: int) -> Step:
        """Each start of the wallet in that step, until the page tells what it was about; the step then."""
        while True:
            self.asked(number)
            before = self.answer_all(number)
            self.page.act(before, "done")
            step = self._after(before)
            if step["state"] == "told":
                return step

    def _after(self, before: Step) -> Step:
        """What comes when the answers are given: what it was about, or another start."""

        def is_another(view: dict[str, Any]) -> bool:
            step = view["step"]
            return bool(step) and (step["state"] == "told" or step["key"] != before["key"])

        return dict(self.page.wait(is_another)["step"])

    def pass_(self, number: int) -> None:
        """Play the step and go on."""
        self.page.act(self.play(number), "next")

    def pass_all(self) -> None:
        """Every step that is left."""
        while True:
            view = self.page.wait(lambda view: view["ended"] or bool(view["step"] and view["step"]["state"] == "turn"))
            if view["ended"]:
                return
            self.pass_(view["step"]["number"])
