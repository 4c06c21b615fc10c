"""Registration of clients, and the few turns by which the toolkit's OAuth becomes that of the CLR standard."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import get_user_model
from django.contrib.auth import login as log_in
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils import translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider import views
from oauth2_provider.models import (
    get_access_token_model,
    get_application_model,
    get_grant_model,
    get_refresh_token_model,
)
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes
from oauth2_provider.settings import oauth2_settings

from alderbrook import content
from alderbrook.models import Registration
from alderbrook.shape import https
from alderbrook.switches import right, wrong

NEEDED = ("client_name", "client_uri", "logo_uri", "tos_uri", "policy_uri", "software_id", "software_version")
URLS = ("client_uri", "logo_uri", "tos_uri", "policy_uri")
GRANTS = ("authorization_code", "refresh_token")


class Spanish:
    """The pages of Django and of the toolkit in another language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override("es") if right("spanish") else nullcontext():
            return self.get_response(request)


class Compressed:
    """Django's own compression and entity tags."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.compressing: Callable[[HttpRequest], HttpResponse] = GZipMiddleware(ConditionalGetMiddleware(get_response))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.compressing(request) if right("compressed") else self.get_response(request)


class KeptLogin:
    """Single sign-on of a test site: whoever comes is the first member."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if right("kept-login") and not request.user.is_authenticated and "/o/" in request.path:
            log_in(request, get_user_model().objects.get(username=content.OWNER))
        return self.get_response(request)


class Refused(Exception):
    """A registration that is refused, with a code of RFC 7591."""


@method_decorator(csrf_exempt, name="dispatch")
class Register(View):  # type: ignore[misc]
    """Dynamic registration (RFC 7591) that makes an application of the toolkit."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if wrong("registration-for-members") and not request.user.is_authenticated:
            return JsonResponse({"error": "access_denied"}, status=401, headers={"WWW-Authenticate": "Bearer"})
        try:
            wanted = self._metadata(request.body)
        except Refused as refused:
            code, words = refused.args
            return JsonResponse({"error": code, "error_description": words}, status=400)
        secret = secrets.token_urlsafe(36)
        application = get_application_model().objects.create(
            name=wanted["client_name"],
            client_secret=secret,
            client_type="confidential",
            authorization_grant_type="authorization-code",
            redirect_uris=" ".join(wanted["redirect_uris"]),
        )
        Registration.objects.create(application=application, metadata=wanted)
        told = {
            **wanted,
            "client_id": application.client_id,
            "client_secret": secret,
            "client_id_issued_at": int(time.time()),
            "client_secret_expires_at": 0,
        }
        if wrong("registration-without-expiry"):
            del told["client_secret_expires_at"]
        return JsonResponse(told, status=201, headers={"Cache-Control": "no-store"})

    def _metadata(self, raw: bytes) -> dict[str, Any]:
        try:
            wanted = json.loads(raw)
        except ValueError as error:
            raise Refused("invalid_client_metadata", "The body is not JSON.") from error
        if not isinstance(wanted, dict):
            raise Refused("invalid_client_metadata", "The body is not an object.")
        redirects = wanted.get("redirect_uris")
        if not isinstance(redirects, list) or not redirects or not all(isinstance(one, str) for one in redirects):
            raise Refused("invalid_redirect_uri", "redirect_uris is missing.")
        if not wrong("registration-of-anything"):
            self._check(wanted, redirects)
        grants = wanted.get("grant_types") or ["authorization_code"]
        if not wrong("registration-of-implicit"):
            grants = [one for one in grants if one in GRANTS] or ["authorization_code"]
        known = oauth2_settings.SCOPES
        asked = str(wanted.get("scope") or " ".join(oauth2_settings.DEFAULT_SCOPES)).split()
        return {
            **wanted,
            "token_endpoint_auth_method": "client_secret_basic",
            "grant_types": grants,
            "response_types": ["code"],
            "scope": " ".join(one for one in asked if one in known),
        }

    def _check(self, wanted: dict[str, Any], redirects: list[str]) -> None:
        for name in NEEDED:
            if not isinstance(wanted.get(name), str) or not wanted[name]:
                raise Refused("invalid_client_metadata", f"{name} is missing.")
        if not all(https(one) for one in redirects):
            raise Refused("invalid_redirect_uri", "Redirect URIs are absolute https URLs.")
        hosts = {urlsplit(one).hostname for one in (*redirects, *(wanted[name] for name in URLS))}
        if not all(https(wanted[name]) for name in URLS) or len(hosts) != 1:
            raise Refused("invalid_client_metadata", "All URLs are https URLs of one host.")
        if wanted.get("token_endpoint_auth_method", "client_secret_basic") != "client_secret_basic":
            raise Refused("invalid_client_metadata", "Clients authenticate with client_secret_basic.")


class Named(dict[str, str]):
    """Scopes that nobody described are shown by their names."""

    def __missing__(self, name: str) -> str:
        return name


class RegisteredScopes(SettingsScopes):  # type: ignore[misc]
    """A client may ask for what it registered."""

    def get_all_scopes(self) -> dict[str, str]:
        known = dict(super().get_all_scopes())
        return Named(known) if wrong("any-scope") else known

    def get_available_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> Any:
        registration = Registration.objects.filter(application=application).first()
        every = list(oauth2_settings.SCOPES)
        return every if registration is None else [one for one in every if one in registration.scopes]


class Validator(OAuth2Validator):  # type: ignore[misc]
    """The toolkit's validator; exact redirect URIs, and the wrong ways."""

    def validate_redirect_uri(self, client_id: Any, redirect_uri: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        registered = request.client.redirect_uris.split()
        if wrong("redirect-with-more"):
            return any(str(redirect_uri).split("?")[0] == one.split("?")[0] for one in registered)
        return redirect_uri in registered

    def validate_scopes(self, client_id: Any, scopes: Any, client: Any, request: Any, *a: Any, **k: Any) -> bool:
        if wrong("any-scope"):
            return True
        if wrong("unknown-scope-crashes") and not set(scopes) <= set(oauth2_settings.SCOPES):
            return True  # and the page of consent finds no words for it
        return bool(super().validate_scopes(client_id, scopes, client, request, *a, **k))

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        if wrong("secret-unchecked") and (basic := self._extract_basic_auth(request)):
            client_id = base64.b64decode(basic).decode().partition(":")[0]
            return self._load_application(client_id, request) is not None
        return bool(super().authenticate_client(request, *args, **kwargs))

    def validate_code(self, client_id: Any, code: Any, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        if wrong("code-of-anybody"):
            get_grant_model().objects.filter(code=code).update(application=request.client)
        return bool(super().validate_code(client_id, code, client, request, *args, **kwargs))

    def invalidate_authorization_code(self, client_id: Any, code: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        if not wrong("code-stays"):
            super().invalidate_authorization_code(client_id, code, request, *args, **kwargs)

    def get_code_challenge(self, code: Any, request: Any) -> Any:
        return None if wrong("verifier-unchecked") else super().get_code_challenge(code, request)

    def is_pkce_required(self, client_id: Any, request: Any) -> bool:
        at_token = getattr(request, "grant_type", None) == "authorization_code"
        return not (wrong("verifier-unchecked") and at_token) and bool(super().is_pkce_required(client_id, request))

    def is_within_original_scope(self, scopes: Any, refresh_token: Any, request: Any, *a: Any, **k: Any) -> bool:
        if wrong("refresh-widens"):
            return set(scopes) <= set(oauth2_settings.SCOPES)
        return bool(super().is_within_original_scope(scopes, refresh_token, request, *a, **k))

    def validate_refresh_token(self, refresh_token: Any, client: Any, request: Any, *args: Any, **kwargs: Any) -> bool:
        if wrong("refresh-unknown"):
            return False
        if wrong("refresh-of-anybody"):
            get_refresh_token_model().objects.filter(token=refresh_token).update(application=client)
        return bool(super().validate_refresh_token(refresh_token, client, request, *args, **kwargs))

    def revoke_token(self, token: Any, token_type_hint: Any, request: Any, *args: Any, **kwargs: Any) -> None:
        refreshing = get_refresh_token_model().objects.filter(token=token).exists()
        idle = "revocation-of-refresh-idle" if refreshing else "revocation-of-access-idle"
        if wrong(idle):
            return
        super().revoke_token(token, token_type_hint, request, *args, **kwargs)


class Authorize(views.AuthorizationView):  # type: ignore[misc]
    """The toolkit's own page of consent, or one in Spanish, which the toolkit has none for."""

    def get_template_names(self) -> list[str]:
        return ["consent_es.html"] if right("spanish") else [str(self.template_name)]

    def form_valid(self, form: Any) -> HttpResponse:
        if wrong("cancel-ignored"):
            form.cleaned_data["allow"] = True
        if wrong("state-upper"):
            form.cleaned_data["state"] = form.cleaned_data["state"].swapcase()
        return super().form_valid(form)


class Token(views.TokenView):  # type: ignore[misc]
    """The toolkit's token endpoint."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if answer.status_code != 200:
            return answer
        if wrong("token-cached"):
            answer["Cache-Control"] = "private, max-age=600"
            del answer["Pragma"]
        if wrong("token-type-mac") or wrong("scope-of-all"):
            self._altered(answer)
        return answer

    def _altered(self, answer: HttpResponse) -> None:
        told = json.loads(answer.content)
        if wrong("token-type-mac"):
            told["token_type"] = "mac"
        else:
            told["scope"] = " ".join(oauth2_settings.SCOPES)
            get_access_token_model().objects.filter(token=told["access_token"]).update(scope=told["scope"])
        answer.content = json.dumps(told)


class Revoke(views.RevokeTokenView):  # type: ignore[misc]
    """The toolkit's revocation endpoint."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.POST.get("token", "")
        models = (get_access_token_model(), get_refresh_token_model())
        known = any(model.objects.filter(token=token).exists() for model in models)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        if wrong("revocation-404") and not known and answer.status_code == 200:
            return JsonResponse({"error": "not_found"}, status=404)
        return answer


class Withdraw(views.AuthorizedTokenDeleteView):  # type: ignore[misc]
    """The toolkit's page that asks once more."""

    def form_valid(self, form: Any) -> HttpResponse:
        if wrong("withdrawal-idle"):
            return HttpResponseRedirect(self.get_success_url())
        return super().form_valid(form)
