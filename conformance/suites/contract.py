"""Every API response against the OpenAPI contract, by openapi-core with compiled schemas underneath."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import jsonschema_rs
from jsonschema_path import SchemaPath
from openapi_core.datatypes import RequestParameters
from openapi_core.templating.media_types.exceptions import MediaTypeFinderError
from openapi_core.validation.response.exceptions import DataValidationError, HeaderValidationError
from openapi_core.validation.response.validators import V31ResponseValidator
from openapi_core.validation.schemas import oas31_schema_validators_factory
from openapi_core.validation.schemas.exceptions import InvalidSchemaValue
from openapi_core.validation.schemas.factories import DialectSchemaValidatorsFactory
from openapi_core.validation.schemas.validators import SchemaValidator
from werkzeug.datastructures import Headers

from conformance.document import DocumentError, parse
from conformance.standard import contract, facts
from conformance.suites.answer import Answer

MOST_KNOWN = 20_000

_Schema = jsonschema_rs.Draft202012Validator


@dataclass(frozen=True, slots=True)
class ContractError:
    """One departure of a response: ``part`` is ``body``, ``media type``, ``header`` or ``operation``."""

    part: str
    name: str
    message: str


class ContractValidator:
    """Validates responses of the API of an edition (``book``) under one base URL.

    Of answers that differ in nothing but the body, openapi-core sees those until one is right; it chose the schema of
    the body then, and the bodies of the others are held against that.
    """

    def __init__(self, book: str, base: str) -> None:
        self._book = book
        self._base = base
        self._paths = frozenset(contract(book)["paths"])
        self._prefix = urlsplit(base).path.rstrip("/")
        self._known: dict[tuple[object, ...], tuple[ContractError, ...]] = {}
        self._right: dict[tuple[object, ...], _Schema | None] = {}
        self._body = _Body()

    def errors(self, answer: Answer) -> tuple[ContractError, ...]:
        """What departs from the contract in this answer; equal answers of a path are validated once."""
        kind = (
            answer.response.method,
            self._template(urlsplit(answer.response.url).path),
            answer.status,
            answer.media_type,
            answer.header("x-total-count"),
            answer.header("www-authenticate"),
            bool(answer.response.body),
        )
        key = (*kind, hashlib.sha256(answer.response.body).digest())
        if key not in self._known:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
                self._right.clear()
            self._known[key] = () if self._is_right(kind, answer) else self._validate(kind, answer)
        return self._known[key]

    def _is_right(self, kind: tuple[object, ...], answer: Answer) -> bool:
        """True when an answer that differs from this one in the body alone was right, and this body is too."""
        if kind not in self._right:
            return False
        schema = self._right[kind]
        try:
            return schema is None or schema.is_valid(answer.value())
        except DocumentError:
            return False

    def _template(self, path: str) -> str:
        """The path of the contract that this one is an instance of, or the path itself."""
        inside = path.removeprefix(self._prefix)
        collection, _, rest = inside.removeprefix("/").partition("/")
        if inside == path or not rest or "/" in rest:
            return path
        return next((each for each in self._paths if each.startswith(f"/{collection}/{{")), path)

    def _validate(self, kind: tuple[object, ...], answer: Answer) -> tuple[ContractError, ...]:
        """What openapi-core says."""
        self._body.value = self._body.schema = None
        errors = tuple(map(_as_error, self._validator.iter_errors(_Request.of(answer), _Response.of(answer))))
        if not errors:
            self._right[kind] = self._body.schema
        return errors

    @cached_property
    def _validator(self) -> V31ResponseValidator:
        document = {**contract(self._book), "servers": [{"url": self._base}]}
        return V31ResponseValidator(
            SchemaPath.from_dict(document),
            schema_validators_factory=_CompiledFactory(document["components"], self._body),
            extra_media_type_deserializers={
                name: self._body.parsed for name in facts(self._book).media_types if name != "application/json"
            },
        )


@dataclass(slots=True)
class _Body:
    """The body that openapi-core is looking at, and the schema that it held the body against."""

    value: Any = None
    schema: _Schema | None = None

    def parsed(self, body: bytes) -> Any:
        try:
            self.value = parse(body).value
        except DocumentError as error:
            raise ValueError(str(error)) from error  # what openapi-core expects of a deserializer
        return self.value


def _as_error(error: Exception) -> ContractError:
    # str(error) of openapi-core holds the whole payload: only the causes are shown
    cause = error.__cause__
    if isinstance(error, HeaderValidationError):
        return ContractError("header", error.name, _brief(cause))
    if isinstance(cause, MediaTypeFinderError):
        return ContractError("media type", str(cause), "not a media type of the contract")
    if isinstance(error, DataValidationError):
        return ContractError("body", "", _brief(cause) if cause else "there is no body")
    return ContractError("operation", type(error).__name__, "the contract knows no such response")


def _brief(cause: BaseException | None) -> str:
    if isinstance(cause, InvalidSchemaValue):
        return "; ".join(str(getattr(error, "message", error))[:200] for error in list(cause.schema_errors)[:3])
    return type(cause).__name__


class _Compiled(SchemaValidator):
    """Asks the compiled validator first; openapi-core's own only explains a failure."""

    fast: _Schema
    body: _Body

    def validate(self, value: Any) -> None:
        if value is self.body.value:
            self.body.schema = self.fast
        if not self.fast.is_valid(value):
            errors = tuple(error for error, _ in zip(self.fast.iter_errors(value), range(20), strict=False))
            raise InvalidSchemaValue(value="", type="any", schema_errors=errors)


class _CompiledFactory(DialectSchemaValidatorsFactory):
    def __init__(self, components: Mapping[str, Any], body: _Body) -> None:
        stock = oas31_schema_validators_factory
        super().__init__(stock.schema_validator_cls, stock.default_jsonschema_dialect_id, stock.format_checker)
        self._components = components
        self._body = body
        self._known: dict[int, _Compiled] = {}

    def create(self, spec: SchemaPath, schema: SchemaPath, *args: Any, **kwargs: Any) -> SchemaValidator:
        with schema.resolve() as resolved:
            contents: Any = resolved.contents
        if id(contents) not in self._known:
            stock = super().create(spec, schema, *args, **kwargs)
            validator = _Compiled(schema, stock.validator)
            root = {**contents, "components": self._components}
            validator.fast = _Schema(root, validate_formats=True)
            validator.body = self._body
            self._known[id(contents)] = validator
        return self._known[id(contents)]


@dataclass(slots=True)
class _Request:
    host_url: str
    path: str
    method: str
    content_type: str = "application/json"
    body: bytes | None = None
    parameters: RequestParameters = field(default_factory=RequestParameters)

    @classmethod
    def of(cls, answer: Answer) -> _Request:
        parts = urlsplit(answer.response.url)
        return cls(f"{parts.scheme}://{parts.netloc}", parts.path, answer.response.method.lower())


@dataclass(slots=True)
class _Response:
    data: bytes | None
    status_code: int
    content_type: str
    headers: Headers

    @classmethod
    def of(cls, answer: Answer) -> _Response:
        headers = Headers([(name, value) for name, value in answer.response.headers])
        return cls(answer.response.body, answer.status or 0, answer.media_type, headers)
