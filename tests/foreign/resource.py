"""The resource server of the foreign provider: the nine operations, written from the standard alone."""

from __future__ import annotations

import functools
import gzip
import json
import re
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import unquote, urlencode

from flask import Blueprint, Response, abort, make_response, request
from werkzeug.exceptions import HTTPException

from tests.foreign.content import CONTEXT, Record, learner_of, unsigned
from tests.foreign.oauth import state
from tests.foreign.state import SCOPE, SCOPES

api = Blueprint("api", __name__, url_prefix="/t/river/ims/clr/v1p0")

MEDIA = "application/ld+json"
MINOR = {
    400: "invalid_data",
    401: "unauthorizedrequest",
    403: "forbidden",
    404: "unknown",
    405: "not_allowed",
    406: "not_acceptable",
    410: "unknown",
    500: "internal_server_error",
}
LATER_STANDARD = "https://purl.imsglobal.org/spec/clr/v2p0/scope/"


class Refusal(Exception):
    """Ends a request with a status body."""

    def __init__(self, status: int, minor: str = "", headers: dict[str, str] | None = None) -> None:
        super().__init__(status)
        self.status, self.minor, self.headers = status, minor, headers or {}


def status_body(major: str, severity: str, minor: str) -> dict[str, Any]:
    kept = state()
    body: dict[str, Any] = {
        "imsx_severity": severity,
        "imsx_codeMajor": "error" if kept.wrong("status-major") else major,
        "imsx_codeMinor": {
            "imsx_codeMinorField": [{"imsx_codeMinorFieldValue": minor, "imsx_codeMinorFieldName": "river-records"}]
        },
    }
    if kept.wrong("status-minor") and minor == "unauthorizedrequest":
        body["imsx_codeMinor"]["imsx_codeMinorField"][0]["imsx_codeMinorFieldValue"] = "unauthorisedrequest"
    return body if kept.wrong("status-bare") else {**body, "@context": [CONTEXT]}


def told(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A JSON response in the style of the provider."""
    kept = state()
    if kept.wrong("null-members"):
        value = _with_nulls(value)
    if kept.wrong("no-zone"):
        value = json.loads(re.sub(r'("issuedOn": "[^"]{19})[^"]*"', r'\1"', json.dumps(value)))
    if kept.wrong("own-enumeration"):
        value = json.loads(json.dumps(value).replace('"achievementType": "Course"', '"achievementType": "Class"'))
    if kept.wrong("single-for-array"):
        value = _single(value)
    content = json.dumps(value, ensure_ascii=kept.style.ascii_json).encode()
    made = Response(content, status, headers or {})
    if status == 200 and kept.style.compressed and "gzip" in request.headers.get("Accept-Encoding", ""):
        made = Response(gzip.compress(content), status, {**(headers or {}), "Content-Encoding": "gzip"})
    elif status == 200 and kept.style.chunked:
        made = Response(_pieces(content), status, headers or {})
    made.headers["Content-Type"] = MEDIA if kept.style.ascii_json else f"{MEDIA};charset=UTF-8"
    if kept.wrong("media-json"):
        made.headers["Content-Type"] = "application/json"
    return made


def _pieces(content: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), 1000):
        yield content[start : start + 1000]


def _with_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        nulls = {"image": None} if value.get("type") in ("Assertion", "Achievement") else {}
        return {**{name: _with_nulls(entry) for name, entry in value.items()}, **nulls}
    return [_with_nulls(entry) for entry in value] if isinstance(value, list) else value


def _single(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _single(entry[0] if name == "assertions" and len(entry) == 1 else entry)
            for name, entry in value.items()
        }
    return [_single(entry) for entry in value] if isinstance(value, list) else value


@api.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    kept = state()
    status, headers = refusal.status, dict(refusal.headers)
    if kept.wrong("no-challenge"):
        headers.pop("WWW-Authenticate", None)
    elif status == 401:
        headers.setdefault("WWW-Authenticate", 'Bearer charset="UTF-8", realm="River \\"Records\\""')
    if kept.wrong("html-errors"):
        return Response("<h1>Error</h1>", status, headers, mimetype="text/html")
    major = "unsupported" if status == 405 else "failure"
    body = status_body(major, "error", refusal.minor or MINOR.get(status, "unknown"))
    return told(body, 200 if kept.wrong("error-200") and status in (400, 404) else status, headers)


def http_trouble(error: HTTPException) -> Response:
    """Flask's own 404, 405 and 500, told as the API tells errors below its path."""
    if not request.path.startswith("/t/river/"):
        return error.get_response()
    allow = {"Allow": ", ".join(error.valid_methods or ())} if getattr(error, "valid_methods", None) else {}
    return refused(Refusal(error.code if error.code in MINOR else 400, headers=allow))


# who and how


def operation(scope: str | None = None) -> Callable[[Callable[..., Any]], Callable[..., Response]]:
    """What every operation begins with: the Accept header, then the token."""

    def decorate(action: Callable[..., Any]) -> Callable[..., Response]:
        @functools.wraps(action)
        def run(**arguments: Any) -> Response:
            _check_accept()
            if scope:
                arguments["user"] = _user(scope)
            return make_response(action(**arguments))

        return run

    return decorate


def _check_accept() -> None:
    kept = state()
    accepted = {one.lower() for one, quality in request.accept_mimetypes if quality > 0}
    wildcards = {"*/*", "application/*"} if kept.style.wildcard else set()
    if not accepted & {MEDIA, *wildcards} and not kept.wrong("accept-ignored"):
        raise Refusal(406)


def _user(scope: str) -> str:
    kept = state()
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise Refusal(403 if kept.wrong("403-for-401") else 401)
    token = kept.access.get(given.strip())
    if token is None and kept.wrong("any-token"):
        return "ada@river.example"
    if token is None or token.expires + kept.style.leeway <= time.time():
        raise Refusal(
            401,
            headers={"WWW-Authenticate": 'bearer error="invalid_token", realm="river"'}
            if not kept.wrong("no-challenge")
            else {},
        )
    lenient = {"readonly": "no-scope-read", "replace": "no-scope-post", "delete": "no-scope-delete"}[scope]
    if SCOPE + scope not in token.scopes and not kept.wrong(lenient):
        if kept.wrong("401-for-403"):
            raise Refusal(401)
        raise Refusal(403, headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{SCOPE}{scope}"'})
    return token.user


# the list


@api.get("/clrs")
@operation("readonly")
def get_clrs(user: str) -> Response:
    kept = state()
    limit, offset = _number("limit", 1, 100), _number("offset", 0, 0)
    since = _since()
    records = _records(user, since)
    if not records and kept.wrong("empty-404"):
        raise Refusal(404)
    size = min(limit, kept.style.page) if not kept.wrong("limit-ignored") else 100
    start = 0 if kept.wrong("offset-ignored") else offset
    if kept.wrong("limit-of-storage"):
        size, start = 100, offset // 100 * 100
    if kept.wrong("offset-from-one"):
        start = max(0, offset - 1)
    shown = records[start : start + size]
    body: dict[str, Any] = {"signedClrs": [one.jws for one in shown if one.jws]}
    body["clrs"] = [one.clr for one in shown if not one.jws or kept.wrong("twice")]
    body = {name: entries for name, entries in body.items() if entries}
    if kept.wrong("set-extra"):
        body["count"] = len(shown)
    headers = {"Link": _links(limit, offset, size, len(records))}
    if kept.style.total:
        headers["X-Total-Count"] = str(len(shown) if kept.wrong("total-wrong") else len(records))
    return told(
        {**body, "@context": CONTEXT, "type": "ClrSet"}, headers={name: text for name, text in headers.items() if text}
    )


def _records(user: str, since: datetime | None) -> list[Record]:
    kept = state()
    mine = [
        one
        for one in kept.archive.records
        if (one.owner == user or kept.wrong("leak")) and (not one.deleted or kept.wrong("delete-stays"))
    ]
    mine.sort(key=lambda one: _moment(one.clr["issuedOn"]), reverse=not kept.wrong("oldest-first"))
    if since is None or kept.wrong("since-ignored"):
        return mine
    if kept.wrong("since-inclusive"):
        return [one for one in mine if _moment(one.clr["issuedOn"]) >= since]
    return [one for one in mine if _moment(one.clr["issuedOn"]) > since]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _number(name: str, least: int, default: int) -> int:
    kept = state()
    text = request.args.get(name)
    if text is None:
        return default
    lenient = {"limit": "limit-zero", "offset": "offset-negative"}[name]
    if kept.wrong(lenient) and re.fullmatch(r"-?\d+", text):
        return max(int(text), least)
    if not re.fullmatch(r"\d{1,9}", text) or int(text) < least:
        raise Refusal(400, "invalid_query_parameter")
    return int(text)


def _since() -> datetime | None:
    text = request.args.get("since")
    if text is None:
        return None
    try:
        moment = _moment(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        if state().wrong("since-anything"):
            return None
        raise Refusal(400, "invalid_query_parameter")
    return moment


def _links(limit: int, offset: int, size: int, count: int) -> str:
    kept = state()
    complete = offset == 0 and count <= size
    if kept.wrong("link-missing") or (complete and not kept.style.links_when_complete):
        return ""
    final = max(0, (count - 1) // size * size)
    relations = {"last": final}
    if offset + size < count or kept.wrong("next-for-ever"):
        relations["next"] = offset + size
    if offset > 0:
        relations["prev"] = max(0, offset - size)
    relations["first"] = 0
    kept_query = {"since": request.args["since"]} if "since" in request.args and not kept.wrong("link-forgets") else {}
    base = "" if kept.wrong("link-relative") else kept.base
    hosts = dict.fromkeys(relations, base)
    if kept.wrong("link-elsewhere"):
        hosts["next"] = base.replace("https://127.0.0.1", "https://node-7.river.invalid")
    queries = {one: urlencode({"offset": start, **kept_query, "limit": limit}) for one, start in relations.items()}
    return " , ".join(
        f'<{hosts[relation]}/clrs?{query}>; title="a, b; c"; rel={relation}' for relation, query in queries.items()
    )


# one CLR


def _find(sourced_id: str, user: str) -> Record:
    kept = state()
    for one in kept.archive.records:
        known = {one.id, one.id.rsplit("/", 1)[-1]}
        if known & {sourced_id, unquote(sourced_id)} and not one.deleted:
            if one.owner == user or kept.wrong("peek"):
                return one
            raise Refusal(404)
    if kept.wrong("unknown-200"):
        abort(make_response(told(None)))
    raise Refusal(404)


@api.get("/clrs/<path:sourced_id>")
@operation("readonly")
def get_clr(sourced_id: str, user: str) -> Response:
    kept = state()
    clr = _find(sourced_id, user).clr
    if kept.wrong("clr-id-mismatch"):
        clr = {**clr, "id": clr["id"].replace("https://", "https://www.")}
    if clr.get("revoked") and not kept.wrong("revoked-200"):
        if kept.style.gone_body == "status":
            raise Refusal(410)
        return told({**clr, "@context": CONTEXT}, 410)
    return told({"@context": CONTEXT, **clr})


@api.delete("/clrs/<path:sourced_id>")
@operation("delete")
def delete_clr(sourced_id: str, user: str) -> Response:
    kept = state()
    again = any(sourced_id in one.id and one.deleted for one in kept.archive.records)
    if not (again and kept.wrong("delete-again")):
        _find(sourced_id, user).deleted = True
    if kept.wrong("delete-no-body"):
        return told("")
    if kept.style.deletion == 204:
        return Response(status=204)
    major = "success" if kept.style.deletion == 200 else "processing"
    return told(status_body(major, "status", "fullsuccess"), kept.style.deletion)


# writing


@api.post("/clrs")
@operation("replace")
def post_clr(user: str) -> Response:
    kept = state()
    if request.mimetype != MEDIA:
        raise Refusal(400)
    try:
        body = json.loads(request.get_data())
    except ValueError as error:
        raise Refusal(400) from error
    clr, jws = _posted(body)
    if not kept.wrong("post-anything"):
        _check(clr)
    if clr.get("learner") != learner_of(user) and not kept.wrong("post-stranger"):
        raise Refusal(403)
    payload = {"signedClr": jws} if jws else {"clr": clr}
    if kept.wrong("post-extra"):
        payload |= {name: entry for name, entry in body.items() if name not in ("clr", "signedClr", "@context")}
    status = _keep(user, clr, jws)
    if status == 304:
        return Response(status=304)
    if kept.wrong("post-renames") and not jws:
        payload = {"clr": {**clr, "name": "Untitled"}}
    return told({**payload, "@context": CONTEXT}, status)


def _posted(body: Any) -> tuple[dict[str, Any], str | None]:
    kept = state()
    if not isinstance(body, dict) or "@context" not in body:
        raise Refusal(400)
    forms = [name for name in ("clr", "signedClr") if name in body]
    if len(forms) != 1 and not (kept.wrong("post-both") and forms):
        raise Refusal(400)
    if kept.style.extra_refused and set(body) - {"@context", "clr", "signedClr"}:
        raise Refusal(400)
    if forms[0] == "clr":
        if not isinstance(body["clr"], dict):
            raise Refusal(400)
        return dict(body["clr"]), None
    return _verified(body["signedClr"]), body["signedClr"]


def _verified(jws: Any) -> dict[str, Any]:
    try:
        payload = unsigned(str(jws))
    except ValueError as error:
        if state().wrong("post-any-signature") and str(jws).count(".") == 2:
            return next(one.clr for one in state().archive.records if one.jws)
        raise Refusal(400) from error
    payload.pop("@context", None)
    return payload


def _check(clr: dict[str, Any]) -> None:
    """The rules of the class Clr that a body most often breaks."""
    wanted = {"id": str, "issuedOn": str, "learner": dict, "publisher": dict}
    known = {"assertions": list, "achievements": list, "partial": bool, "name": str, "signedAssertions": list}
    if any(not isinstance(clr.get(name), kind) for name, kind in wanted.items()):
        raise Refusal(400)
    if any(name in clr and not isinstance(clr[name], kind) for name, kind in known.items()):
        raise Refusal(400)
    try:
        zoned = _moment(clr["issuedOn"]).tzinfo
    except ValueError:
        zoned = None
    if zoned is None:
        raise Refusal(400)


def _keep(user: str, clr: dict[str, Any], jws: str | None) -> int:
    kept = state()
    known = next((one for one in kept.archive.records if one.id == clr.get("id") and not one.deleted), None)
    if known is not None and known.owner != user:
        raise Refusal(403)
    if kept.wrong("post-new-id") and jws is None:
        clr["id"] = f"{kept.base}/clrs/n{len(kept.archive.records)}"
        known = None
    if kept.style.unchanged_304 and known is not None and (known.clr, known.jws) == (clr, jws):
        return 304
    if kept.wrong("post-stores-less") and jws is None:
        clr = {**clr, "assertions": []}
    if known is not None:
        known.clr, known.jws = (known.clr, known.jws) if kept.wrong("post-never-replaces") else (clr, jws)
        return 200
    if not kept.wrong("post-forgets"):
        kept.archive.records.append(Record(user, clr, jws))
    return 200 if kept.wrong("create-200") else 201


# public items and discovery


@api.get("/<any(assertions,endorsements,keys,revocations):collection>/<path:name>")
@operation()
def get_item(collection: str, name: str) -> Response:
    kept = state()
    item = getattr(kept.archive, collection).get(name)
    if item is None or kept.wrong("hosted-missing"):
        if kept.wrong("hosted-404-html"):
            return Response("<h1>Not here</h1>", 404, mimetype="text/html")
        raise Refusal(404)
    if kept.wrong("hosted-token") and "Authorization" not in request.headers:
        raise Refusal(401)
    if kept.wrong("hosted-id"):
        item = {**item, "id": item["id"] + "x"}
    return told(item if kept.wrong("hosted-bare") else {**item, "@context": CONTEXT})


@api.get("/discovery")
@operation()
def get_discovery() -> Response:
    kept = state()
    if kept.wrong("discovery-404"):
        raise Refusal(404)
    if kept.wrong("discovery-token") and "Authorization" not in request.headers:
        raise Refusal(401)
    document = {
        "tokenUrl": f"{kept.origin}/sso/exchange",
        "termsOfServiceUrl": f"{kept.origin}/legal/terms",
        "scopesOffered": list(SCOPES),
        "registrationUrl": f"{kept.origin}/sso/apps",
        "privacyPolicyUrl": f"{kept.origin}/legal/privacy",
        "name": "River Academy – Åre",
        "image": "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=",
        "authorizationUrl": f"{kept.origin}/sso/go",
        "@context": [CONTEXT],
    }
    if kept.wrong("discovery-extra"):
        document["apiBase"] = kept.base
    if kept.wrong("discovery-no-terms"):
        del document["termsOfServiceUrl"]
    if kept.wrong("discovery-http"):
        document["privacyPolicyUrl"] = "http://river.example/privacy"
    if kept.wrong("discovery-scopes"):
        document["scopesOffered"] = [one.replace(SCOPE, LATER_STANDARD) for one in SCOPES]
    return told(document)
