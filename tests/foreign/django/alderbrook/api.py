"""The CLR operations as class-based views."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.oauth2_backends import get_oauthlib_core

from alderbrook import content, shape, signing
from alderbrook.answers import acceptable, document, missing, status
from alderbrook.models import Item, Record
from alderbrook.switches import house, right, wrong

SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope"
LARGEST = 2**31 - 1


class Bad(Exception):
    """A parameter or body that is refused with 400."""


@method_decorator(csrf_exempt, name="dispatch")
class ApiView(View):  # type: ignore[misc]
    """JSON-LD only; asks for the scope of the method where there is one."""

    scopes: ClassVar[dict[str, str]] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not acceptable(request):
            return status(406, "We speak application/ld+json only.")
        scope = self.scopes.get(request.method or "")
        if scope and (refusal := self._refusal(request, scope)):
            return refusal
        try:
            return super().dispatch(request, *args, **kwargs)
        except Bad as bad:
            return status(400, str(bad), "invalid_data" if request.method == "POST" else "invalid_query_parameter")

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = status(405, f"{request.method} is not for this address.")
        answer["Allow"] = ", ".join(self._allowed_methods())
        return answer

    def _refusal(self, request: HttpRequest, scope: str) -> HttpResponse | None:
        wanted = [] if wrong("scopes-unchecked") else [f"{SCOPE}/{scope}"]
        valid, seen = get_oauthlib_core().verify_request(request, scopes=wanted)
        if valid:
            request.user = seen.user
            return None
        told = dict(getattr(seen, "oauth2_error", None) or {})
        if wrong("login-instead-of-401") and told.get("error") != "insufficient_scope":
            return HttpResponseRedirect(f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}")
        if told.get("error") == "insufficient_scope":
            answer = status(403, "The token is good, but not for this.")
        else:
            answer = status(401, "An access token is needed.")
        if not wrong("challenge-missing"):
            detail = "".join(f', {name}="{value}"' for name, value in told.items())
            answer["WWW-Authenticate"] = f'Bearer realm="alderbrook"{detail}'
        return answer


class Discovery(ApiView):
    """Where a client registers and logs in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        privacy = f"{house.root}/privacy/"
        body = {
            "name": "Alderbrook Registrar",
            "image": f"{house.root}/seal.svg",
            "authorizationUrl": house.root + _path("oauth2_provider:authorize"),
            "registrationUrl": house.root + _path("register"),
            "tokenUrl": house.root + _path("oauth2_provider:token"),
            "privacyPolicyUrl": "/privacy/" if wrong("relative-privacy-policy") else privacy,
            "termsOfServiceUrl": f"{house.root}/terms/",
            "scopesOffered": [] if wrong("no-scopes-offered") else [f"{SCOPE}/{one}" for one in shape.SCOPES],
        }
        if wrong("discovery-with-more"):
            body["revocationUrl"] = house.root + _path("oauth2_provider:revoke-token")
        answer = document(body)
        answer["Cache-Control"] = "max-age=300"
        return answer


class Records(ApiView):
    """The list, and posts to it."""

    scopes: ClassVar[dict[str, str]] = {"GET": "readonly", "POST": "replace"}

    def get(self, request: HttpRequest) -> HttpResponse:
        limit, offset, since = self._parameters(request)
        records = self._chosen(request, since)
        if wrong("empty-is-404") and not records.exists():
            return missing("You have no records with us.")
        total = records.count()
        if wrong("past-end-404") and offset >= total > 0:
            return missing("That page contains no results")
        page = self._page(records, limit, offset)
        answer = document(
            {
                "type": "ClrSet",
                "clrs": [one.document for one in page if not one.token],
                "signedClrs": [one.token for one in page if one.token],
            }
        )
        answer["X-Total-Count"] = len(page) if wrong("count-of-page") else total
        if len(page) < total:
            answer["Link"] = self._links(request, total, limit, offset)
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.content_type != "application/ld+json":
            return status(415, "We read application/ld+json only.", "invalid_data")
        body = _object(request.body)
        clr, token = self._posted(body)
        if clr["learner"]["id"] != content.urn(request.user.get_username()):
            return status(403, "This record is about somebody else.")
        name = content.sourced_id(clr["id"])
        known = Record.objects.filter(sourced_id=name, shown=True).first()
        if known is not None and known.owner_id != request.user.pk:
            return status(403, "This record is in somebody else's books.")
        if right("not-modified") and known is not None and (known.document, known.token) == (clr, token):
            return HttpResponse(status=304)
        if not wrong("replace-adds"):
            Record.objects.filter(sourced_id=name, owner=request.user).delete()
        Record.objects.create(
            owner=request.user,
            sourced_id=name,
            issued=parse_datetime(str(clr["issuedOn"])) or timezone.now(),
            document=_kept(clr),
            token=token,
        )
        told = {**clr, "name": f"{clr.get('name', '')} (received)"} if wrong("answer-renamed") else clr
        return document({"signedClr": token} if token else {"clr": told}, 201 if known is None else 200)

    def _posted(self, body: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """The CLR of a body and its token, if it is signed."""
        unknown = sorted(body.keys() - {"@context", "clr", "signedClr"})
        if unknown:
            raise Bad(f"A post has no member {unknown[0]}.")
        both = "clr" in body and "signedClr" in body
        if (both and not wrong("both-forms")) or not {"clr", "signedClr"} & body.keys():
            raise Bad("A post holds either clr or signedClr.")
        token = "" if "clr" in body else body["signedClr"]
        try:
            clr = body["clr"] if not token else signing.verify(str(token))
        except ValueError as error:
            raise Bad(str(error)) from error
        if faults := shape.faults(clr):
            raise Bad("; ".join(faults))
        return clr, str(token)

    def _chosen(self, request: HttpRequest, since: datetime | None) -> QuerySet[Record]:
        records = Record.objects.filter(owner=request.user, shown=True)
        if since is not None:
            records = records.filter(**{"issued__gte" if wrong("since-inclusive") else "issued__gt": since})
        return records.order_by("issued", "pk") if wrong("oldest-first") else records

    def _page(self, records: QuerySet[Record], limit: int, offset: int) -> list[Record]:
        if wrong("limit-ignored"):
            return list(records[offset : offset + 100])
        if wrong("page-numbers"):
            try:
                return list(Paginator(records, limit).page(offset + 1).object_list)
            except EmptyPage:
                return []
        if wrong("offset-from-one"):
            offset = max(0, offset - 1)
        return list(records[offset : offset + limit])

    def _parameters(self, request: HttpRequest) -> tuple[int, int, datetime | None]:
        limit = min(_number(request, "limit", 100, 1), 2 if right("short-pages") else 100)
        told = request.GET.get("since")
        if told is None:
            return limit, _number(request, "offset", 0, 0), None
        try:
            since = parse_datetime(told)
        except ValueError:
            since = None
        if since is None or timezone.is_naive(since):
            raise Bad("since is not a timestamp with a time zone.")
        return limit, _number(request, "offset", 0, 0), since

    def _links(self, request: HttpRequest, total: int, limit: int, offset: int) -> str:
        paginator = Paginator(range(total), limit)
        places = {"first": 0, "last": (paginator.num_pages - 1) * limit}
        if offset + limit < total:
            places["next"] = offset + limit
        if offset > 0:
            places["prev"] = max(0, min(offset, total) - limit)
        links = []
        for relation, place in places.items():
            query = request.GET.copy()
            query["limit"], query["offset"] = str(limit), str(place)
            address = "" if wrong("relative-links") else f"{house.base}/clrs"
            links.append(f'<{address}?{query.urlencode()}>; rel="{relation}"')
        return ", ".join(links)


class OneRecord(ApiView):
    """One CLR."""

    scopes: ClassVar[dict[str, str]] = {"GET": "readonly", "DELETE": "delete"}

    def get(self, request: HttpRequest, sourced_id: str) -> HttpResponse:
        record = Record.objects.filter(sourced_id=sourced_id).last()
        if record is None or (record.owner_id != request.user.pk and not wrong("reads-of-anybody")):
            return missing()
        if record.revoked:
            return status(410, "This record was revoked.")
        return document(record.document)

    def delete(self, request: HttpRequest, sourced_id: str) -> HttpResponse:
        records = Record.objects.filter(sourced_id=sourced_id, owner=request.user, revoked=False)
        if not records.exists() and not wrong("delete-unknown-200"):
            return missing()
        if wrong("delete-hides"):
            records.update(shown=False)
        else:
            records.delete()
        return HttpResponse(status=204) if right("deletes-silently") else status(200, "It is gone.")


class OneItem(ApiView):
    """A hosted assertion or endorsement, a key or a revocation list; for everybody."""

    def get(self, request: HttpRequest, kind: str, sourced_id: str) -> HttpResponse:
        item = Item.objects.filter(kind=kind, sourced_id=sourced_id).first()
        if item is None:
            return missing()
        return document(item.document)


def _kept(clr: dict[str, Any]) -> dict[str, Any]:
    """The record as the books hold it."""
    if wrong("store-renames"):
        return {**clr, "name": "Record received"}
    if wrong("assertions-lost"):
        return {name: value for name, value in clr.items() if name != "assertions"}
    if wrong("extensions-lost"):
        return dict(_known(clr))
    return clr


def _known(value: Any) -> Any:
    """A document without the members that no class knows."""
    if isinstance(value, dict):
        return {name: _known(one) for name, one in value.items() if ":" not in name}
    return [_known(one) for one in value] if isinstance(value, list) else value


def _number(request: HttpRequest, name: str, default: int, least: int) -> int:
    told = request.GET.get(name)
    if told is None:
        return default
    try:
        number = int(told)
    except ValueError:
        number = -1
    if not least <= number <= LARGEST or not told.isascii():
        if wrong("bad-limit-ignored") and name == "limit":
            return default
        raise Bad(f"{name} is not a number of {least} or more.")
    return number


def _object(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Bad(f"The body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise Bad("The body is not an object.")
    return body


def _path(name: str) -> str:
    """The path of a view, without the prefix that a proxy adds."""
    return str(reverse(name)).removeprefix(house.prefix)
