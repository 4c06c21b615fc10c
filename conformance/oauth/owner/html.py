"""Forms of a page as a browser would send them (HTML standard, section 4.10.21), read from pages of any quality."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree, html

from conformance.exchanges import Response
from conformance.exchanges.charset import declared_charset
from conformance.oauth.authorize import absolute

# A page for people is small; more is not read.
PAGE_BYTES = 1024 * 1024
FORMS, CONTROLS, LINKS = 50, 2000, 500
_REFRESH_URL = re.compile(r"url\s{0,20}=", re.IGNORECASE)
_NOT_SENT = frozenset({"submit", "image", "button", "reset", "file"})


@dataclass(frozen=True, slots=True)
class Button:
    """A control that submits a form; ``action`` and ``method`` override those of the form."""

    name: str
    value: str
    text: str
    action: str | None = None
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """A form with the fields it would send untouched, its buttons, and the names of all its controls.

    ``near`` is the text of the form and of the elements around it, the closest first, when it was asked for.
    """

    action: str
    method: str
    fields: tuple[tuple[str, str], ...]
    buttons: tuple[Button, ...]
    names: frozenset[str]
    passwords: tuple[str, ...]
    near: tuple[str, ...] = ()

    def has(self, name: str) -> bool:
        """True when the form has a control of this name."""
        return name in self.names


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text; ``near`` is as that of a form."""

    url: str
    text: str
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """What matters of an HTML page: its forms, where it leads by itself, its links and its visible text."""

    url: str
    forms: tuple[Form, ...] = ()
    refresh: str | None = None
    links: tuple[Link, ...] = ()
    text: str = ""
    scripted: bool = False


def read_page(response: Response, *, surroundings: bool = False) -> Page:
    """The page in a response, an empty one when it holds no HTML; ``surroundings`` fills ``near`` of what it holds."""
    content = response.body[:PAGE_BYTES]
    if not content.strip() or "html" not in (response.media_type or "html"):
        return Page(url=response.url)
    try:
        text = _unicode(content, response.headers.get("content-type") or "")
        # As UTF-8 bytes, because libxml2 knows fewer encodings than Python.
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return Page(url=response.url)
    return _page(tree, response.url, surroundings)


def _page(tree: html.HtmlElement, url: str, surroundings: bool) -> Page:
    base = next((absolute(url, element.get("href") or "") for element in tree.iterfind(".//base[@href]")), None) or url
    controls = _controls(tree)
    forms = tuple(
        _form(element, controls.get(element, []), base, url, tuple(_around(element)) if surroundings else ())
        for element in islice(tree.iter("form"), FORMS)
    )
    return Page(
        url=url,
        forms=forms,
        refresh=_refresh(tree, base),
        links=tuple(_links(tree, base, surroundings)),
        scripted=tree.find(".//script") is not None,
        # Last, since it takes out what nobody sees.
        text=_visible(tree),
    )


def _unicode(content: bytes, content_type: str) -> str:
    """The text of a page in its declared encoding, in UTF-8 when that fits, or else byte by byte."""
    charset = declared_charset(content_type)
    if charset is not None:
        return content.decode(charset, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _links(tree: html.HtmlElement, base: str, surroundings: bool) -> Iterator[Link]:
    for element in islice(tree.iterfind(".//a[@href]"), LINKS):
        url = absolute(base, element.get("href") or "")
        if url is not None:
            yield Link(url, _words(element), tuple(_around(element)) if surroundings else ())


def _refresh(tree: html.HtmlElement, base: str) -> str | None:
    for element in tree.iterfind(".//meta"):
        if (element.get("http-equiv") or "").lower() == "refresh":
            target = (element.get("content") or "").partition(";")[2].strip()
            named = _REFRESH_URL.match(target)
            url = (target[named.end() :] if named else target).strip(" '\"")
            return absolute(base, url) if url else None
    return None


def _visible(tree: html.HtmlElement) -> str:
    for name in ("script", "style", "noscript", "template"):
        for element in list(tree.iter(name)):
            element.drop_tree()
    return _words(tree)


def _words(element: html.HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def _form(
    element: html.HtmlElement, everything: list[html.HtmlElement], base: str, page: str, near: tuple[str, ...]
) -> Form:
    controls = [control for control in everything if not _disabled(control)]
    action = (element.get("action") or "").strip()
    return Form(
        # An empty or missing action means the URL of the page, whatever <base> says.
        action=(absolute(base, action) if action else page) or page,
        method=_method(element.get("method")) or "GET",
        fields=tuple(pair for control in controls for pair in _pairs(control)),
        buttons=tuple(_button(control, base) for control in controls if _submits(control)),
        names=frozenset(control.get("name") or "" for control in controls) - {""},
        passwords=tuple(control.get("name") or "" for control in controls if _kind(control) == "password"),
        near=near,
    )


def _controls(tree: html.HtmlElement) -> dict[html.HtmlElement, list[html.HtmlElement]]:
    """The controls of each form in document order, those outside that name it by its id included."""
    named = {form.get("id"): form for form in islice(tree.iter("form"), FORMS)}
    found: dict[html.HtmlElement, list[html.HtmlElement]] = {}
    for control in islice(tree.iter("input", "button", "select", "textarea"), CONTROLS):
        identity = control.get("form")
        form = named.get(identity) if identity else next(control.iterancestors("form"), None)
        if form is not None:
            found.setdefault(form, []).append(control)
    return found


def _disabled(control: html.HtmlElement) -> bool:
    if control.get("disabled") is not None:
        return True
    return any(fieldset.get("disabled") is not None for fieldset in control.iterancestors("fieldset"))


def _kind(control: html.HtmlElement) -> str:
    if control.tag == "button":
        return (control.get("type") or "submit").lower()
    return (control.get("type") or "text").lower() if control.tag == "input" else str(control.tag)


def _submits(control: html.HtmlElement) -> bool:
    return _kind(control) in {"submit", "image"}


def _button(control: html.HtmlElement, base: str) -> Button:
    action = control.get("formaction")
    value = control.get("value")
    return Button(
        name=control.get("name") or "",
        value="" if value is None else value,
        text=_words(control) or value or control.get("aria-label") or "",
        action=absolute(base, action) if action else None,
        method=_method(control.get("formmethod")),
    )


def _method(value: str | None) -> str | None:
    name = (value or "").strip().upper()
    return name if name in {"GET", "POST"} else None


def _pairs(control: html.HtmlElement) -> Iterator[tuple[str, str]]:
    """What a control adds to a form that is sent untouched."""
    name, kind = control.get("name"), _kind(control)
    if not name or control.tag == "button" or kind in _NOT_SENT:
        return
    if control.tag == "select":
        yield from ((name, value) for value in _selected(control))
    elif control.tag == "textarea":
        yield name, control.text or ""
    elif kind not in {"checkbox", "radio"}:
        yield name, control.get("value") or ""
    elif control.get("checked") is not None:
        yield name, control.get("value", "on")


def _selected(select: html.HtmlElement) -> list[str]:
    options = [option for option in select.iter("option") if option.get("disabled") is None]
    chosen = [option for option in options if option.get("selected") is not None]
    if select.get("multiple") is None:
        chosen = chosen[-1:] or options[:1]
    return [_option(option) for option in chosen]


def _option(option: html.HtmlElement) -> str:
    value = option.get("value")
    return _words(option) if value is None else value


def _around(element: html.HtmlElement) -> Iterator[str]:
    """The text of a form or link, then of each element around it; a table row or a list item says what it is for."""
    yield _words(element)
    for depth, parent in enumerate(element.iterancestors()):
        if depth >= 6 or parent.tag == "body":
            return
        yield _words(parent)


def filled(form: Form, values: Mapping[str, str], button: Button | None = None) -> list[tuple[str, str]]:
    """The pairs that a form is sent with: its own, ``values`` in their place or on top, and the pressed button."""
    pairs = [(name, values.get(name, value)) for name, value in _once(form.fields, values)]
    sent = {name for name, _ in pairs}
    pairs += [(name, value) for name, value in values.items() if name not in sent]
    if button is not None and button.name and button.name not in values:
        pairs.append((button.name, button.value))
    return pairs


def _once(fields: tuple[tuple[str, str], ...], values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The fields, those that get a value only once (two radio buttons have one name)."""
    seen: set[str] = set()
    for name, value in fields:
        if name in values and name in seen:
            continue
        seen.add(name)
        yield name, value
