"""What this office does wrong, or otherwise than most, as the driver tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

RIGHT = frozenset(
    {
        "behind-proxy",
        "compressed",
        "consent-once",
        "deletes-silently",
        "hosted-only",
        "kept-login",
        "local-times",
        "not-modified",
        "refresh-stays",
        "short-pages",
        "signed-only",
        "spanish",
        "urn-ids",
    }
)
WRONG = frozenset(
    {
        # discovery and registration
        "discovery-with-more",
        "no-scopes-offered",
        "relative-privacy-policy",
        "registration-for-members",
        "registration-without-expiry",
        "registration-of-implicit",
        "registration-of-anything",
        # authorization
        "plain-challenge",
        "redirect-with-more",
        "state-upper",
        "cancel-ignored",
        "any-scope",
        "unknown-scope-crashes",
        # tokens
        "code-stays",
        "verifier-unchecked",
        "secret-unchecked",
        "token-type-mac",
        "token-cached",
        "scope-of-all",
        "code-of-anybody",
        # refresh, revocation, use
        "refresh-widens",
        "refresh-of-anybody",
        "refresh-unknown",
        "revocation-of-refresh-idle",
        "revocation-of-access-idle",
        "revocation-404",
        "withdrawal-idle",
        "scopes-unchecked",
        "challenge-missing",
        "login-instead-of-401",
        # the list
        "limit-ignored",
        "page-numbers",
        "offset-from-one",
        "oldest-first",
        "since-inclusive",
        "count-of-page",
        "relative-links",
        "empty-is-404",
        "past-end-404",
        "bad-limit-ignored",
        "reads-of-anybody",
        # posts and deletions
        "answer-renamed",
        "store-renames",
        "assertions-lost",
        "extensions-lost",
        "replace-adds",
        "signature-unchecked",
        "shape-unchecked",
        "both-forms",
        "delete-hides",
        "delete-unknown-200",
        # documents and signatures
        "naive-times",
        "decimal-strings",
        "one-as-object",
        "html-404",
        "json-type",
        "endorsement-of-nothing",
        "hosted-stale-id",
        "shared-secret",
        "rotated-key",
        "key-is-private",
        "list-of-objects",
    }
)


@dataclass
class House:
    """The state that all views look at; started over between runs."""

    origin: str = ""
    prefix: str = ""
    wrong: str | None = None
    rights: frozenset[str] = field(default_factory=frozenset)

    def become(self, origin: str, wrong: str | None, right: Iterable[str]) -> None:
        """Take other switches; raises ``ValueError`` for one that nobody knows."""
        rights = frozenset(right)
        unknown = sorted({*({wrong} if wrong else ())} - WRONG | rights - RIGHT)
        if unknown:
            raise ValueError(f"no such switch: {', '.join(unknown)}")
        self.wrong, self.rights = wrong, rights
        self.prefix = "/registrar" if "behind-proxy" in rights else ""
        self.origin = origin

    @property
    def root(self) -> str:
        """The address of the office, as people outside know it."""
        return self.origin + self.prefix

    @property
    def base(self) -> str:
        """The base URL of the CLR API."""
        return f"{self.root}/ims/clr/v1p0"


house = House()


def wrong(name: str) -> bool:
    """True while the office does this wrong."""
    assert name in WRONG, name
    return house.wrong == name


def right(name: str) -> bool:
    """True while the office goes this other way."""
    assert name in RIGHT, name
    return name in house.rights
