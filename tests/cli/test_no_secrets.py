"""No secret reaches an artifact: canaries are planted, what is issued is collected, and every byte is searched.

The search looks at each file as it is, percent-encoded, HTML- and JSON-escaped, in base64 at every alignment, in hex,
and inside of what is packed (zip, gzip, deflate, also when that is in base64).
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, urlsplit

import pytest
from click.testing import CliRunner

from clr_reports import FORMATS
from conformance import runner
from conformance.access import LoginSpec, TokenSpec
from conformance.cli import group, running, validate
from conformance.exchanges import Response
from conformance.plan import Plan
from conformance.plan import file as plan_file
from conformance.run.provider import ProviderRun
from conformance.selfcheck.own_mock import own_mock, plan_for
from tests.foreign.serve import running_foreign
from tests.foreign.state import PASSWORDS

CANARIES = {
    "mira": 'canary-mira "quoted" & <pässwörd> 100%+1',
    "jonas": "canary-jonas\\back'slash/äöü=?#",
    "kim": "canary-kim-0123456789",
}
CLIENT_SECRET = "canary+client/secret%2F==&x"

_PACKED = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_NAMED = re.compile(r"(^|_)token$|secret$|password|^pass$|^code$|code_verifier|csrf")


# what is secret


def secrets_of(replies: list[Response]) -> set[str]:
    """Every token, code, password, verifier, cookie and client secret that went over the wire."""
    found = {value for reply in replies for value in _secrets(reply) if len(value) >= 8}
    assert len(found) >= 10, "the run issued hardly anything: this test would prove nothing"
    return found


def _secrets(reply: Response) -> Iterator[str]:
    for name, value in reply.request_headers:
        if name.lower() == "authorization":
            yield value.partition(" ")[2]
        if name.lower() == "cookie":
            yield from (pair.partition("=")[2] for pair in value.split("; "))
    for name, value in reply.headers:
        if name.lower() == "set-cookie":
            yield value.partition(";")[0].partition("=")[2]
        if name.lower() == "location":
            yield from _of_pairs(parse_qsl(urlsplit(value).query))
    if b"=" in reply.request_body[:2000] and not reply.request_body.startswith((b"{", b"[")):
        yield from _of_pairs(parse_qsl(reply.request_body.decode("latin-1")))
    yield from _of_json(reply.body)


def _of_pairs(pairs: list[tuple[str, str]]) -> Iterator[str]:
    yield from (value for name, value in pairs if _NAMED.search(name))


def _of_json(body: bytes) -> Iterator[str]:
    try:
        value = json.loads(body)
    except ValueError:
        return
    if isinstance(value, dict):
        names = ("access_token", "refresh_token", "client_secret", "registration_access_token")
        yield from (value[name] for name in names if isinstance(value.get(name), str))


# where it might be


def forms(secret: str) -> set[bytes]:
    """How a secret may be written down."""
    texts = {secret, quote(secret, safe=""), quote(secret), quote_plus(secret), quote(quote(secret, safe=""), safe="")}
    texts |= {html.escape(secret), html.escape(secret, quote=False), json.dumps(secret)[1:-1]}
    texts |= {json.dumps(secret, ensure_ascii=False)[1:-1], html.escape(json.dumps(secret)[1:-1])}
    texts |= {secret.encode().hex(), "".join(f"\\u{ord(letter):04x}" for letter in secret if ord(letter) < 65536)}
    raw = {text.encode() for text in texts} | {secret.encode("utf-16-le"), secret.encode("latin-1", "replace")}
    return raw | {one for encoded in _base64(secret.encode()) for one in (encoded, encoded.translate(_URL_SAFE))}


_URL_SAFE = bytes.maketrans(b"+/", b"-_")


def _base64(secret: bytes) -> Iterator[bytes]:
    """The middle of the base64 of the secret at each of the three places where it may begin."""
    for lead in range(3):
        encoded = base64.b64encode(b"\0" * lead + secret)
        start, end = (4 if lead else 0), len(encoded) - 4
        if end - start >= 12:
            yield encoded[start:end]


def layers(content: bytes, depth: int = 4) -> Iterator[bytes]:
    """The content, and what is packed in it."""
    yield content
    if depth == 0:
        return
    for inner in (*_unpacked(content), *_unarmoured(content)):
        yield from layers(inner, depth - 1)


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif content.startswith(b"\x1f\x8b\x08"):
        with suppress(EOFError, OSError, zlib.error):  # other bytes may begin so too, such as a signature's
            yield gzip.decompress(content)
    elif content[:1] == b"\x78":
        try:
            yield zlib.decompress(content)
        except zlib.error:
            return


def _unarmoured(content: bytes) -> Iterator[bytes]:
    """What is packed and then written as base64; base64 of plain text is found by its forms."""
    for match in _PACKED.finditer(content):
        text = match[0].translate(bytes.maketrans(b"-_", b"+/")).rstrip(b"=")
        raw = base64.b64decode(text[: len(text) // 4 * 4])
        if raw.startswith((b"PK\x03\x04", b"\x1f\x8b", b"\x78\x9c", b"\x78\xda", b"\x78\x01")):
            yield raw


def leaks(artifacts: dict[str, bytes], secrets: set[str]) -> list[tuple[str, str]]:
    """Pairs of an artifact and the beginning of a secret that it holds."""
    wanted = {form: secret for secret in secrets for form in forms(secret) if len(form) >= 8}
    return [
        (name, secret[:6])
        for name, content in artifacts.items()
        for layer in layers(content)
        for form, secret in wanted.items()
        if form in layer
    ]


# the run


class Watched:
    """Runs a plan as the command does and keeps what went over the wire."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # so that it is as before afterwards
        original = runner.run_suites
        self.replies: list[Response] = []

        def watched(run: ProviderRun, *arguments: Any) -> None:
            original(run, *arguments)
            self.replies = run.target.wire.transcript.responses

        monkeypatch.setattr(runner, "run_suites", watched)

    def run(self, plan: Plan, folder: Path) -> None:
        running.run_and_report(plan, out=folder, formats=tuple(FORMATS))


def artifacts_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, bytes]:
    """Every file of the output folder with its own name, and what the terminal showed."""
    told = capsys.readouterr()
    files = {path.relative_to(folder): path for path in folder.rglob("*") if path.is_file()}
    assert len(files) > 100, "run.json, the reports and the Allure results"
    shown = {"stdout": told.out.encode(), "stderr": told.err.encode(), "names": repr(sorted(files)).encode()}
    return {**{str(name): path.read_bytes() for name, path in files.items()}, **shown}


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Watched:
    return Watched(monkeypatch)


def test_a_full_run(watched: Watched, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with own_mock(passwords=CANARIES, client_secret=CLIENT_SECRET) as mock:
        watched.run(plan_for(mock), tmp_path)
    secrets = secrets_of(watched.replies)
    assert {CANARIES["mira"], CANARIES["jonas"], CANARIES["kim"]} <= secrets
    assert leaks(artifacts_of(tmp_path, capsys), secrets | {CLIENT_SECRET}) == []


def test_a_run_in_which_much_fails(watched: Watched, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Failures bring expected, actual and curl lines: none of them holds a secret."""
    with own_mock(passwords=CANARIES, client_secret=CLIENT_SECRET) as mock:
        plan = plan_for(mock)
        assert plan.login.owner is not None
        wrong = replace(plan.login, owner=replace(plan.login.owner, password="canary-that-nobody-set"))
        faults = replace(plan, login=wrong, data=replace(plan.data, key="/nowhere"), inferred="fail")
        watched.run(faults, tmp_path)
    secrets = {"canary-that-nobody-set", CLIENT_SECRET, CANARIES["jonas"]}
    secrets |= {value for reply in watched.replies for value in _secrets(reply) if len(value) >= 8}
    assert leaks(artifacts_of(tmp_path, capsys), secrets) == []


def test_tokens_of_the_plan(watched: Watched, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = TokenSpec("canary-access-token-of-the-plan", ("readonly",), "canary-refresh-token-of-the-plan")
    with own_mock(passwords=CANARIES) as mock:
        plan = replace(plan_for(mock), login=LoginSpec(strategy="token", tokens=(given,)))
        watched.run(plan, tmp_path)
    found = leaks(artifacts_of(tmp_path, capsys), {given.access_token, str(given.refresh_token)})
    assert found == []


def test_a_password_that_is_a_common_word_tears_no_gaps(
    watched: Watched, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is hidden where it is sent; our own words, ids and the URLs stay whole, and the doctor warns."""
    with own_mock(passwords={"mira": "token", "jonas": "limit", "kim": CANARIES["kim"]}) as mock:
        watched.run(plan_for(mock), tmp_path)
    run = json.loads((tmp_path / "run.json").read_text())
    warned = [step["message"] for step in run["doctor"] if step["step"] == "password"]
    assert warned == [f"the password of login.{name} is a common word" for name in ("owner", "second_owner")]
    ours = [row["id"] for row in run["requirements"]]
    ours += [check["id"] for row in run["requirements"] for check in row["checks"]]
    ours += [row["reason"] or "" for row in run["requirements"]]
    assert any("token" in text for text in ours)
    assert "[redacted]" not in " ".join([*ours, run["target"]["url"]])
    paths = {urlsplit(exchange["url"]).path for exchange in run["exchanges"]}
    assert any(path.endswith("/token") for path in paths)
    assert not any("redacted" in path for path in paths)
    sent = [exchange["request"]["body"] for exchange in run["exchanges"] if "password=" in exchange["request"]["body"]]
    assert sent
    assert not any("password=token" in body or "password=limit" in body for body in sent)
    assert run["exit_code"] == 0


@pytest.mark.parametrize("defect", [None, "redirect-open", "code-fragment", "post-extra"])
def test_a_provider_of_another_make(
    watched: Watched, tmp_path: Path, capsys: pytest.CaptureFixture[str], defect: str | None
) -> None:
    """Its secrets have characters that need encoding everywhere, and its forms other names."""
    plan_text = (
        "{plan: 1, target: {url: X}, claims: {read: true, write: true, delete: true, hosted: true, signed: true, "
        "dynamic_registration: true, refresh: true}, login: {form: {username: email, password: pass, "
        "approve: {action: Allow}, deny: {action: Refuse}}, "
        'owner: {username: ada@river.example, password: "${ADA}"}, '
        'second_owner: {username: ben@river.example, password: "${BEN}"}}}'
    )
    file, folder = tmp_path / "plan.yaml", tmp_path / "report"
    file.write_text(plan_text, encoding="utf-8")
    environment = {name[:3].upper(): password for name, password in PASSWORDS.items()}
    with running_foreign() as foreign:
        foreign.become(defect)
        plan = plan_file.load(str(file), environment, {"url": foreign.url, "ca": str(foreign.ca)})
        watched.run(plan, folder)
        issued = {*foreign.state.codes, *foreign.state.access, *foreign.state.refresh, *foreign.state.sessions}
        issued |= {client.secret for client in foreign.state.clients.values()}
    secrets = secrets_of(watched.replies) | issued
    assert PASSWORDS["ada@river.example"] in secrets
    assert leaks(artifacts_of(folder, capsys), secrets) == []


# the search itself


SECRET = 'c4n/ry+ päss & "w0rd" 0123456789'


@pytest.mark.parametrize(
    "artifact",
    [
        SECRET.encode(),
        f"https://x/?code={quote(SECRET, safe='')}".encode(),
        f"code={quote_plus(SECRET)}".encode(),
        html.escape(f"<b>{SECRET}</b>").encode(),
        json.dumps({"token": SECRET}).encode(),
        base64.b64encode(SECRET.encode()),
        base64.b64encode(f"client:{SECRET}".encode()),
        base64.urlsafe_b64encode(f"a-client:{SECRET}".encode()),
        gzip.compress(SECRET.encode()),
        b"<script>" + base64.b64encode(zlib.compress(json.dumps([SECRET]).encode())) + b"</script>",
    ],
    ids=["plain", "percent", "form", "html", "json", "base64", "basic", "shifted", "gzip", "deflate in base64"],
)
def test_the_search_finds(artifact: bytes) -> None:
    assert leaks({"artifact": artifact}, {SECRET}) != []


def test_the_search_looks_into_archives() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("run.json", json.dumps({"token": SECRET}))
    assert leaks({"artifact": packed.getvalue()}, {SECRET}) != []
    assert leaks({"artifact": b"nothing"}, {SECRET}) == []


@pytest.mark.parametrize("form", validate.FORMATS)
def test_validate_tells_a_url_without_what_opens_it(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    arguments = ["validate", "https://me:s3kr1t-word@127.0.0.1:1/x?access_token=t0ken-of-mine", "--format", form]
    monkeypatch.setattr("sys.argv", ["clr-conformance", *arguments])
    shown = CliRunner().invoke(group, arguments)
    assert shown.exit_code == 2
    assert "127.0.0.1" in shown.output
    assert "s3kr1t" not in shown.output
    assert "t0ken" not in shown.output


@pytest.mark.parametrize(
    "option", [["--recipient", "email=mira@mail.example"], ["--recipient=email=mira@mail.example"]]
)
def test_the_command_that_a_report_names_says_not_who_the_learner_is(
    option: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["clr-conformance", "validate", "x.json", *option, "-o", "x"])
    told = running.command_line()
    assert "mira" not in told
    assert "email=[redacted]" in told
