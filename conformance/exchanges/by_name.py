"""What the name of a member says is secret: in JSON, forms, queries, HTML and header fields."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import unquote_plus

Mark = Callable[[str], str]
"""Makes what stands in the place of a secret from the name of that secret."""

_SUFFIX = r"[\w.\-]{0,40}?(?:token|secret|password|passwd|csrf|xsrf|code_verifier|client_assertion)"
_EXACT = r"code|assertion|pwd|pass|otp"
# A URL that is signed in its query opens what it names, like a token.
_SIGNED = r"[\w.\-]{0,40}?signature|sig"
_JSON_MEMBER = re.compile(rf'"({_SUFFIX})"(\s*:\s*)"((?:[^"\\]|\\.)*)', re.IGNORECASE)
_PAIR = re.compile(rf"""(?<![\w.\-])({_SUFFIX}|{_EXACT}|{_SIGNED})=([^&\s"'<>#;]+)""", re.IGNORECASE)
_TAG = re.compile(r"<(?:input|meta)\b[^>]{0,4000}", re.IGNORECASE)
_TAG_NAME = re.compile(rf"""\bname\s*=\s*["']?({_SUFFIX}|{_EXACT})["'\s/]""", re.IGNORECASE)
_TAG_VALUE = re.compile(r"""(\b(?:value|content)\s*=\s*)("[^"]*"?|'[^']*'?|[^\s"'>]+)""", re.IGNORECASE)
_USERINFO = re.compile(r"(?<=://)[^/\s@\"'<>]{1,400}@")
_COOKIE = re.compile(r"(?:^|(?<=[;\s]))([^=;\s]+)=([^;]*)")
_IN_MEMBERS = ("token", "secret", "passw", "csrf", "xsrf", "code_verifier", "client_assertion")
_IN_PAIRS = ("token", "secret", "pass", "csrf", "xsrf", "code", "assertion", "pwd", "otp", "sig")
"""One of these is in each name that the patterns know: to look for them takes a tenth of the patterns' time."""
WHOLE: Final = frozenset({"x-api-key", "x-auth-token", "x-csrf-token", "x-xsrf-token"})
_SCHEMES = frozenset({"bearer", "basic", "digest", "dpop"})


def hide(text: str, mark: Mark) -> str:
    """The text without the values that stand at secret members: of JSON, of forms and queries, of inputs in HTML."""
    if '"' in text and _has_any(_IN_MEMBERS, text):
        text = _JSON_MEMBER.sub(lambda m: f'"{m[1]}"{m[2]}"{mark(variable(m[1]))}', text)
    if "=" in text and _has_any(_IN_PAIRS, text):
        text = _PAIR.sub(lambda m: f"{m[1]}={mark(variable(m[1]))}", text)
    if "<" in text:
        text = _TAG.sub(lambda m: _tag(m[0], mark), text)
    if "@" in text:
        text = _USERINFO.sub(lambda _: f"{mark('CLR_USERINFO')}@", text)
    return text


def _has_any(parts: tuple[str, ...], text: str) -> bool:
    """True where one of them may be in the text; other letters than those of ASCII may stand for one of theirs."""
    small = text.lower()
    return not text.isascii() or any(part in small for part in parts)


def _tag(tag: str, mark: Mark) -> str:
    named = _TAG_NAME.search(tag + " ")
    if named is None:
        return tag
    return _TAG_VALUE.sub(lambda m: f'{m[1]}"{mark(variable(named[1]))}"', tag)


def hide_header(field: str, value: str, mark: Mark) -> str:
    """The value of a header field (its name in lower case) without credentials; schemes and names of cookies stay."""
    if field in {"authorization", "proxy-authorization"}:
        return _authorization(value, mark)
    if field == "cookie":
        return _COOKIE.sub(lambda m: f"{m[1]}={mark('CLR_COOKIE')}", value)
    if field == "set-cookie":
        return _COOKIE.sub(lambda m: f"{m[1]}={mark('CLR_COOKIE')}", value, count=1)
    return hide(value, mark)


def _authorization(value: str, mark: Mark) -> str:
    scheme, space, credentials = value.strip().partition(" ")
    if not credentials.strip():
        return value if scheme.lower() in _SCHEMES or not scheme else mark("CLR_SECRET")
    return f"{scheme}{space}{mark('CLR_TOKEN' if scheme.lower() == 'bearer' else variable(scheme))}"


def variable(name: str) -> str:
    """The shell variable that stands for the secret of that name: ``CLR_ACCESS_TOKEN``."""
    return "CLR_" + re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_").upper()


def pairs(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of the secret members of a form body or of the query of a URL."""
    if "=" in text and _has_any(_IN_PAIRS, text):
        yield from ((found[1].upper(), unquote_plus(found[2])) for found in _PAIR.finditer(text))


def members(text: str) -> Iterator[tuple[str, str]]:
    """Name and value of the secret members of a JSON body, which may be broken or cut off."""
    yield from ((found[1].upper(), _unescaped(found[3])) for found in _JSON_MEMBER.finditer(text))


def cookies(text: str) -> Iterator[str]:
    """The values in a Cookie header field."""
    yield from (found[2] for found in _COOKIE.finditer(text))


def is_secret(name: str) -> bool:
    """True for a name whose value in a form is secret whatever it is."""
    return _PAIR.fullmatch(f"{name}=x") is not None


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"'))
    except ValueError:
        return text


def encodable(text: str) -> str:
    """The text without lone surrogates, which JSON can hold and UTF-8 cannot."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text
