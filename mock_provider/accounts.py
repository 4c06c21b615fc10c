"""Who can log in at the mock: the learners that it invents, or one's own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CONTENTS = ("full", "small")
"""How much is made up for users: more than a hundred CLRs of the first of the invented learners, or a dozen."""
MOST_USERS = 500
_MOST_BYTES = 1_000_000
_MOST_LETTERS = 100
_NAME = re.compile(r"[A-Za-z0-9._@+-]{1,100}")
_MEMBERS = ("password", "name", "content")


class UsersError(ValueError):
    """The users cannot be read; the message says which entry, and what it may be."""


@dataclass(frozen=True, slots=True)
class Account:
    """How one user logs in, and what the mock makes up for that user.

    ``name`` is what the pages call the user (empty: the user name). ``content`` names the invented learner whose kind
    of CLRs the user gets (``mira``: all kinds); empty: none.
    """

    password: str = field(repr=False)
    name: str = ""
    content: str = ""


INVENTED: Mapping[str, Account] = {
    name: Account(f"{name}-password", content=name) for name in ("mira", "jonas", "amal", "sofia", "nils", "kim")
}
"""The learners that the mock invents. ``mira`` has CLRs of all kinds and several pages of them, ``kim`` has none."""


def read_users(value: Any) -> dict[str, Account]:
    """Users by user name: from a mapping, a JSON object, or the path of a YAML or JSON file.

    Each entry is a password, or an object with ``password`` and, when wanted, ``name`` and ``content``. Raises
    ``UsersError``, whose text never holds a password.
    """
    source = ""
    if isinstance(value, str | Path) and not str(value).startswith("{"):
        source, value = f"{value}: ", _from_file(Path(value))
    elif isinstance(value, str):
        value = _from_json(value)
    try:
        return _accounts(value)
    except UsersError as error:
        raise UsersError(f"{source}{error}") from None


def _from_file(path: Path) -> Any:
    import yaml

    try:
        with path.open("rb") as stream:
            content = stream.read(_MOST_BYTES + 1)
        if len(content) > _MOST_BYTES:
            raise UsersError(f"{path}: has more than {_MOST_BYTES} bytes")
        return yaml.safe_load(content)
    except OSError as error:
        raise UsersError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (yaml.YAMLError, RecursionError) as error:  # its text would quote the line, and so the password
        place = getattr(error, "problem_mark", None)
        where = f" at line {place.line + 1}" if place else ""
        raise UsersError(f"{path}: is neither YAML nor JSON{where}") from None


def _from_json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise UsersError("what begins with { is not JSON") from None


def _accounts(value: Any) -> dict[str, Account]:
    if not isinstance(value, Mapping) or not value:
        raise UsersError("has to hold user names with their passwords, for example 'ada: ada-password'")
    if len(value) > MOST_USERS:
        raise UsersError(f"has {len(value)} users; there may be {MOST_USERS}")
    return {_username(name): _account(name, about) for name, about in value.items()}


def _username(name: Any) -> str:
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UsersError(
            f"{name!r} cannot be a user name: 1 to 100 of A-Z a-z 0-9 . _ @ + - (in quotes when all digits)"
        )
    return name


def _account(name: str, about: Any) -> Account:
    if isinstance(about, Account):
        return about
    members = {"password": about} if not isinstance(about, Mapping) else dict(about)
    for member in members:
        if member not in _MEMBERS:
            raise UsersError(f"{name}: there is no {member!r}; an entry has password, and may have name and content")
    for member, text in members.items():
        if not isinstance(text, str) or not text.isprintable():
            raise UsersError(f"{name}: {member} has to be a text; put it in quotes")
        if len(text) > _MOST_LETTERS:
            raise UsersError(f"{name}: {member} is longer than {_MOST_LETTERS} characters")
    if not members.get("password"):
        raise UsersError(f"{name}: there is no password")
    if members.get("content", "") not in ("", *INVENTED):
        raise UsersError(f"{name}: content is one of {', '.join(INVENTED)}, or left out")
    return Account(**members)
