"""Who sits at the browser: the session cookie, and the token that ties a form to it."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from mock_provider.oauth.core import Clock
from mock_provider.store.digests import new_secret
from mock_provider.store.users import User, UserStore

_KEY = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Session:
    """A browser's session: its key, who is signed in (None: nobody yet), whether the browser has the cookie already."""

    key: str
    user: User | None
    known: bool

    @property
    def csrf(self) -> str:
        """The token that every form of this session carries.

        Derived from the key, which only this browser and we know; so that showing a form stores nothing.
        """
        return hmac.new(self.key.encode("ascii"), b"csrf", hashlib.sha256).hexdigest()

    def allows(self, token: str | None) -> bool:
        """True when a form was made for this session; compares in constant time."""
        return self.known and hmac.compare_digest(self.csrf.encode("ascii"), (token or "").encode("utf-8"))


class Sessions:
    """Finds, starts and ends sessions; ``secure`` (https) gives the cookie its ``__Host-`` name.
    Below a ``path`` of its own (a tenant's) the cookie is for that path, with a ``__Secure-`` name.

    Every browser is signed in as the user ``kept_login`` from the first, unless that is empty.
    """

    def __init__(
        self, users: UserStore, clock: Clock, *, seconds: int, secure: bool, kept_login: str = "", path: str = ""
    ) -> None:
        self._users = users
        self._clock = clock
        self._seconds = seconds
        self._secure = secure
        self._kept_login = kept_login
        self._path = path or "/"
        prefix = "__Secure-" if path else "__Host-"  # a __Host- cookie is for the path / alone
        self.cookie = f"{prefix if secure else ''}clr-session"

    def signed_in(self, request: Request) -> User | None:
        """Who is signed in by the cookie of a request; only looks, and starts no session."""
        key = request.cookies.get(self.cookie, "")
        return self._users.session_user(key, int(self._clock())) if _KEY.fullmatch(key) else None

    def of(self, request: Request) -> Session:
        """The session of a request; a new one when its cookie is missing or malformed."""
        key = request.cookies.get(self.cookie, "")
        if not _KEY.fullmatch(key):
            return self._first()
        return Session(key, self.signed_in(request), known=True)

    def _first(self) -> Session:
        user = self._users.get(self._kept_login) if self._kept_login else None
        if user is None:
            return Session(new_secret(), None, known=False)
        return Session(self._users.open_session(user.username, int(self._clock()), self._seconds), user, known=False)

    def start(self, user: User, before: Session) -> Session:
        """Signs a user in under a new key, so that a key planted before the login is worth nothing."""
        self._users.close_session(before.key)
        key = self._users.open_session(user.username, int(self._clock()), self._seconds)
        return Session(key, user, known=False)

    def end(self, session: Session) -> None:
        """Signs out."""
        self._users.close_session(session.key)

    def remember(self, response: Response, session: Session) -> None:
        """Gives the browser the cookie when it does not have it."""
        if not session.known:
            response.set_cookie(
                self.cookie, session.key, path=self._path, secure=self._secure, httponly=True, samesite="lax"
            )

    def forget(self, response: Response) -> None:
        """Takes the cookie away."""
        response.delete_cookie(self.cookie, path=self._path, secure=self._secure, httponly=True, samesite="lax")
