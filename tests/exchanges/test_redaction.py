"""No secret gets through: not by name, not by value, in none of the forms in which it may be written."""
# ruff: noqa: E501 (a case is easier to read in one line)

from __future__ import annotations

import base64
import html
import json
from urllib.parse import quote, quote_plus

import pytest

from conformance.exchanges import REDACTED, Redactor

CANARY = "c4n+ry/ü&\"<'=value"


@pytest.fixture
def redactor() -> Redactor:
    return Redactor()


@pytest.mark.parametrize(
    "name",
    ["access_token", "refresh_token", "id_token", "client_secret", "password", "code_verifier", "registration_access_token",
     "client_assertion", "csrf_token", "csrfmiddlewaretoken", "xsrf", "Access_Token"],
)  # fmt: skip
@pytest.mark.parametrize("shape", ['{{"{0}": "abc"}}', '{{"{0}" :"abc', "{0}=abc&x=1", "x=1&{0}=abc", "https://h/p?{0}=abc#f",
                                   "<a href='/p?y=1&amp;{0}=abc'>", "<input type=hidden name={0} value='abc'>",
                                   '<input value="abc" name="{0}">', '<meta name="{0}" content="abc">'])  # fmt: skip
def test_members_with_telling_names(redactor, name, shape):
    text = redactor.text(shape.format(name))
    assert "abc" not in text
    assert REDACTED in text
    assert name in text


@pytest.mark.parametrize(
    "text", ["code=abc&state=1", "https://h/cb?state=1&code=abc", "assertion=abc", "pwd=abc", "otp=abc",
             "https://h/o?X-Amz-Date=1&X-Amz-Signature=abc", "https://h/o?sv=1&sig=abc", "https://h/o?Signature=abc&Expires=1"]
)  # fmt: skip
def test_members_that_are_secret_in_queries_and_forms_only(redactor, text):
    assert "abc" not in redactor.text(text)


@pytest.mark.parametrize(
    "text",
    ['{"code": "123"}', '{"statusCode": "200"}', '{"token_type": "bearer"}', '{"client_secret_expires_at": 0}', "expires_in=3600",
     "code_challenge=abc", "response_type=code", "zipcode=123", '{"imsx_codeMinor": "x"}', "grant_type=authorization_code", "a <b> c",
     '<input name="username" value="mira">'],
)  # fmt: skip
def test_what_is_no_secret_stays(redactor, text):
    assert redactor.text(text) == text


@pytest.mark.parametrize(
    "form",
    [
        CANARY,
        quote(CANARY),
        quote(CANARY, safe=""),
        quote_plus(CANARY),
        quote(quote(CANARY, safe=""), safe=""),
        html.escape(CANARY),
        json.dumps(CANARY)[1:-1],
        json.dumps(CANARY, ensure_ascii=False)[1:-1],
        base64.b64encode(CANARY.encode()).decode(),
        base64.urlsafe_b64encode(CANARY.encode()).decode(),
    ],
)
def test_a_learnt_value_is_replaced_in_every_form(redactor, form):
    redactor.learn(CANARY)
    assert redactor.text(f"before {form} after").rstrip("=").replace("=", "") == f"before {REDACTED} after"


def test_the_longer_of_two_secrets_goes_first(redactor):
    redactor.learn("abcdefgh")
    redactor.learn("abcdefgh-and-more")
    assert redactor.text("abcdefgh-and-more") == REDACTED


def test_short_values_are_replaced_as_whole_words(redactor):
    redactor.learn("7391")
    assert redactor.text("pin 7391, total 73912") == f"pin {REDACTED}, total 73912"
    redactor.learn("abc")
    assert redactor.text("abc") == "abc"


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("Authorization", "Bearer abcdef", "Bearer [redacted]"),
        ("authorization", "Basic YTpi", "Basic [redacted]"),
        ("Authorization", "Bearer", "Bearer"),
        ("Authorization", "abcdef", "[redacted]"),
        ("Proxy-Authorization", "Digest abc def", "Digest [redacted]"),
        ("Cookie", "sid=abc; theme=dark", "sid=[redacted]; theme=[redacted]"),
        ("Set-Cookie", "sid=abc; Path=/; Secure; HttpOnly", "sid=[redacted]; Path=/; Secure; HttpOnly"),
        ("X-API-Key", "abc", "[redacted]"),
        ("Location", "https://h/cb?code=abc&state=1", "https://h/cb?code=[redacted]&state=1"),
        ("WWW-Authenticate", 'Bearer realm="clr"', 'Bearer realm="clr"'),
        ("X-Odd", "\udcff", "?"),
    ],
)
def test_headers_keep_what_helps_and_lose_what_must_not_show(redactor, name, value, shown):
    assert redactor.header(name, value) == shown


def test_values_are_learnt_from_headers(redactor):
    pair = base64.b64encode(f"id:{quote('s3cr/t value')}".encode()).decode()
    redactor.learn_header("Authorization", f"Basic {pair}")
    redactor.learn_header("Authorization", "Bearer the-access-token")
    redactor.learn_header("Set-Cookie", "sid=the-session-value; Path=/")
    redactor.learn_header("Location", "https://h/cb?code=the-code-value")
    for secret in (pair, "s3cr/t value", "the-access-token", "the-session-value", "the-code-value"):
        assert redactor.text(f"x{secret}x") == f"x{REDACTED}x"


def test_values_are_learnt_from_json(redactor):
    redactor.learn_json('{"access_token": "with\\u0041 \\"quote\\"", "expires_in": 1, "refresh_token": "87364512"}')
    assert redactor.text('withA "quote" 87364512') == f"{REDACTED} {REDACTED}"


def test_lone_surrogates_can_be_written(redactor):
    redactor.learn("secret\ud800value")
    assert redactor.text("a\ud800b secret\ud800value").encode() == f"a?b {REDACTED}".encode()


def test_user_information_in_a_url(redactor):
    assert redactor.text("https://mira:pw@host/path") == f"https://{REDACTED}@host/path"


def test_a_field_is_hidden_whole_once_its_name_is_known() -> None:
    redactor = Redactor()
    assert redactor.header("X-Gate", "let me in") == "let me in"
    redactor.learn_field("X-Gate")
    assert redactor.header("x-gate", "let me in") == "[redacted]"
    assert redactor.text("let me in") == "let me in"


@pytest.mark.parametrize("password", ["token", "Student", "12345678", "client"])
def test_a_common_word_is_hidden_in_its_place_only(password):
    redactor = Redactor(frozenset({"token", "client"}))
    redactor.learn(password)
    redactor.learn_place("kennwort")
    assert redactor.is_common(password)
    body = f"name=mira&password={password}&kennwort={password}"
    assert redactor.body(body) == f"name=mira&password={REDACTED}&kennwort={REDACTED}"
    text = f"provider.tok.{password}_endpoint https://h/oauth/{password}"
    assert (redactor.text(text), redactor.said(text), redactor.quoted("", text)) == (text, text, text)


def test_a_short_secret_is_hidden_in_what_is_quoted_and_not_in_our_own_words():
    redactor = Redactor()
    redactor.learn("limits")
    assert redactor.said("the limits of the plan") == "the limits of the plan"
    assert redactor.quoted("/x", "limits") == REDACTED
    redactor.learn("a-long-access-token")
    assert redactor.said("sent to https://h/?t=a-long-access-token") == f"sent to https://h/?t={REDACTED}"
