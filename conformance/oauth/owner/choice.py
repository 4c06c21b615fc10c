"""Which form of a page, and which of its buttons, says yes or no when the plan does not name them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from conformance.oauth.owner.html import Button, Form, Link
from conformance.oauth.owner.protocol import Decision
from conformance.oauth.problems import problem

_YES = re.compile(r"\b(allow|approve|accept|authori[sz]e|agree|grant|confirm|consent|continue|yes|ok)\b", re.IGNORECASE)
_NO = re.compile(
    r"\b(deny|decline|reject|refuse|cancel|disallow|disagree|no|not|don't|never|abort|back)\b", re.IGNORECASE
)
ASIDE = re.compile(r"log-?_?out|sign-?_?out|search|language|locale|setlang|i18n|cookie", re.IGNORECASE)
"""In the address of a form that stands on every page of a site, and decides nothing."""


def choose(forms: Sequence[Form], decision: Decision, values: Mapping[str, str]) -> tuple[Form, Button | None] | None:
    """The form to send and the button to press, or ``None`` when the page has no form that could be meant.

    With ``values`` (from the plan) it is the form that has those fields. Without, a button is taken by its words
    (allow, deny ...) when exactly one fits, or when the other of two says the opposite; else the first of the page
    for yes and the last for no.
    """
    candidates = [form for form in forms if not form.passwords]
    if values:
        return _declared(candidates, values, decision)
    wanted = [form for form in candidates if not ASIDE.search(form.action)] or candidates
    posted = [form for form in wanted if form.method == "POST"] or wanted
    if not posted:
        return None
    return _by_words(posted, decision) or _by_place(posted, decision)


def decide(form: Form, decision: Decision, values: Mapping[str, str]) -> tuple[Mapping[str, str], Button | None]:
    """The fields and the button of one form that say yes or no, for a form that is sent anyway."""
    if any(form.has(name) for name in values):
        return values, next((button for button in form.buttons if values.get(button.name) == button.value), None)
    fitting = [button for button in form.buttons if _says(button) == decision]
    both = any(_says(button) == "deny" for button in form.buttons)
    if both and len(fitting) == 1:
        return {}, fitting[0]
    return {}, form.buttons[0] if form.buttons else None


def choose_link(links: Sequence[Link], decision: Decision) -> Link | None:
    """The one link whose words say yes or no, where the page offers both; else ``None``."""
    by_words = {wanted: [link for link in links if _in_words(link.text) == wanted] for wanted in ("approve", "deny")}
    return by_words[decision][0] if all(len(found) == 1 for found in by_words.values()) else None


def _declared(
    forms: Sequence[Form], values: Mapping[str, str], decision: Decision
) -> tuple[Form, Button | None] | None:
    form = next((form for form in forms if any(form.has(name) for name in values)), None)
    if form is None:
        # Not the form that the plan speaks of: one with other names, or a page in between, which is sent on as it is.
        between = [form for form in forms if form.method == "POST" and not ASIDE.search(form.action)]
        return (_by_words(between, decision) or _by_place(between[:1], "approve")) if between else None
    return form, _pressed(form, values, decision)


def _pressed(form: Form, values: Mapping[str, str], decision: Decision) -> Button | None:
    """The button that has one of the values; raises OAuthProblem when the plan names a button that is not there."""
    pressed = next((button for button in form.buttons if values.get(button.name) == button.value), None)
    others = [button for button in form.buttons if button.name in values]
    if pressed is None and others and not any(name in values for name, _ in form.fields):
        offered = ", ".join(f"{button.name}={button.value} ({button.text or 'without words'})" for button in others[:8])
        wanted = ", ".join(f"{name}={value}" for name, value in values.items())
        raise problem(
            "no-such-button",
            f"The consent form has no button {wanted}; it has: {offered}.",
            likely=f"login.form.{decision} in the plan names another value.",
            todo=f"Name one of these under login.form.{decision}, or leave it out: then their words decide.",
        )
    return pressed


def _by_words(forms: Sequence[Form], decision: Decision) -> tuple[Form, Button] | None:
    # The form that offers both answers decides; a site's header may say OK too (a choice of language).
    deciding = [form for form in forms if len(form.buttons) > 1 and any(_says(button) for button in form.buttons)]
    buttons = [(form, button) for form in (deciding if len(deciding) == 1 else forms) for button in form.buttons]
    found = [pair for pair in buttons if _says(pair[1]) == decision]
    # "Not now" beside "Share my records": the one whose words do not tell is the opposite of the one whose words do.
    left = [pair for pair in buttons if _says(pair[1]) is None]
    chosen = found or (left if len(buttons) == 2 else [])
    return chosen[0] if len(chosen) == 1 else None


def _says(button: Button) -> Decision | None:
    return next((said for words in (button.text, button.value, button.name) if (said := _in_words(words))), None)


def _in_words(words: str) -> Decision | None:
    # No before yes: "do not allow".
    if _NO.search(words):
        return "deny"
    return "approve" if _YES.search(words) else None


def _by_place(forms: Sequence[Form], decision: Decision) -> tuple[Form, Button | None]:
    form = forms[0] if decision == "approve" else forms[-1]
    if not form.buttons:
        return form, None
    return form, form.buttons[0] if decision == "approve" else form.buttons[-1]
