"""Django as it comes, with SQLite in the folder that the command makes."""

from __future__ import annotations

import os
from pathlib import Path

HERE = Path(__file__).parent

SECRET_KEY = os.urandom(32).hex()
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "records.internal"]
USE_X_FORWARDED_HOST = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
APPEND_SLASH = False
ROOT_URLCONF = "alderbrook.urls"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "oauth2_provider:authorized-token-list"
LOGOUT_REDIRECT_URL = "login"
USE_TZ = True
TIME_ZONE = "America/Denver"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español"), ("de", "Deutsch")]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # many runs, and no password is anybody's

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "oauth2_provider",
    "alderbrook",
]
MIGRATION_MODULES = dict.fromkeys(["auth", "contenttypes", "sessions", "oauth2_provider"])
MIDDLEWARE = [
    "alderbrook.oauth.Compressed",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "alderbrook.oauth.KeptLogin",
    "alderbrook.oauth.Spanish",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": Path(os.environ.get("ALDERBROOK_DATA", ".")) / "office.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        },
    }
}

_SCOPE = "https://purl.imsglobal.org/spec/clr/v1p0/scope"
OAUTH2_PROVIDER = {
    "SCOPES": {
        f"{_SCOPE}/readonly": "Read your learner records",
        f"{_SCOPE}/replace": "Add learner records and replace them",
        f"{_SCOPE}/delete": "Delete your learner records",
        "offline_access": "Do so while you are away",
    },
    "DEFAULT_SCOPES": [f"{_SCOPE}/readonly"],
    "SCOPES_BACKEND_CLASS": "alderbrook.oauth.RegisteredScopes",
    "OAUTH2_VALIDATOR_CLASS": "alderbrook.oauth.Validator",
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 3600,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 300,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "ALWAYS_RELOAD_OAUTHLIB_CORE": True,  # the switches change settings while the server is up
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
}
