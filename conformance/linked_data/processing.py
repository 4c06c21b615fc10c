"""Hands context documents to PyLD, and turns what it says of wrong ones into our problems. Nothing is fetched."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from typing import Any, Final

from conformance.linked_data.contexts import Contexts
from conformance.linked_data.problems import (
    LinkedDataError,
    invalid_linked_data,
    of_context,
    too_large_a_number,
    unknown_context,
)

_KEPT: Final = 200
_ODD: Final = (AttributeError, KeyError, TypeError, ValueError, RecursionError, IndexError)


class _Unknown(LookupError):
    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


def options_of(contexts: Contexts) -> dict[str, Any]:
    """PyLD's options for a reading with these contexts and no base."""

    def load(url: str, _: Mapping[str, Any]) -> dict[str, Any]:
        document = contexts.document(url)
        if document is None:
            raise _Unknown(url)
        # A copy, since PyLD writes into what it has loaded; a tag, so that it keeps it.
        return {"document": deepcopy(dict(document)), "documentUrl": url, "contextUrl": None, "tag": "static"}

    from pyld.context_resolver import ContextResolver  # PyLD takes a while to import

    kept: dict[str, Any] = contexts.memo.setdefault("resolved", {})
    if len(kept) > _KEPT:
        kept.clear()
    resolver = ContextResolver(kept, load)
    return {"base": None, "documentLoader": load, "contextResolver": resolver, "processingMode": "json-ld-1.1"}


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever PyLD raises over a document becomes a ``LinkedDataError``; its warnings are nobody's business."""
    from pyld.jsonld import JsonLdError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except LinkedDataError:
        raise
    except JsonLdError as error:
        raise (_unknown_in(error) or of_context(error)) from error
    except OverflowError as error:
        raise too_large_a_number() from error
    except _ODD as error:
        raise invalid_linked_data("it has a shape that processors of JSON-LD stumble over") from error


def _unknown_in(error: BaseException) -> LinkedDataError | None:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, _Unknown):
            return unknown_context(cause.url)
        cause = cause.__cause__
    return None
