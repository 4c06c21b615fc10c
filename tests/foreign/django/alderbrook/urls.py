"""Addresses: Django's login, the toolkit's OAuth below /o/, and the API."""

from __future__ import annotations

from django.contrib.auth import views as auth
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, register_converter
from oauth2_provider import views as toolkit

from alderbrook import api, content, oauth
from alderbrook.answers import document


class Kind:
    """The four kinds of public items."""

    regex = "assertions|endorsements|keys|revocations"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "kind")


def _page(title: str) -> HttpResponse:
    return HttpResponse(f"<!doctype html><title>{title}</title><h1>{title} of Alderbrook Polytechnic</h1>")


def privacy(request: HttpRequest) -> HttpResponse:
    return _page("Privacy policy")


def terms(request: HttpRequest) -> HttpResponse:
    return _page("Terms of use")


def seal(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle cx="4" cy="4" r="4"/></svg>',
        content_type="image/svg+xml",
    )


def organization(request: HttpRequest) -> HttpResponse:
    return document(content.organization())


toolkit_urls = [
    path("authorize/", oauth.Authorize.as_view(), name="authorize"),
    path("token/", oauth.Token.as_view(), name="token"),
    path("revoke_token/", oauth.Revoke.as_view(), name="revoke-token"),
    path("authorized_tokens/", toolkit.AuthorizedTokensListView.as_view(), name="authorized-token-list"),
    path("authorized_tokens/<slug:pk>/delete/", oauth.Withdraw.as_view(), name="authorized-token-delete"),
]

api_urls = [
    path("discovery", api.Discovery.as_view()),
    path("clrs", api.Records.as_view()),
    path("clrs/<path:sourced_id>", api.OneRecord.as_view()),
    path("<kind:kind>/<path:sourced_id>", api.OneItem.as_view()),
]

urlpatterns = [
    path("accounts/login/", auth.LoginView.as_view(), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("o/register/", oauth.Register.as_view(), name="register"),
    path("o/", include((toolkit_urls, "oauth2_provider"))),
    path("privacy/", privacy),
    path("terms/", terms),
    path("seal.svg", seal),
    path("organization", organization),
    path("ims/clr/v1p0/", include(api_urls)),
]
handler404 = "alderbrook.answers.page_not_found"
handler500 = "alderbrook.answers.server_error"
