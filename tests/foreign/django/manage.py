"""Starts the office: ``python manage.py [--cert FILE --key FILE] [--port N] [--wrong NAME] [--right NAME,NAME]``.

Prints a line of JSON for each state that it is ready in. A line ``{"wrong": name or null, "right": [names]}`` on
stdin starts it over; the end of stdin ends it.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import io
import json
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import uvicorn

Scope = dict[str, Any]
Wsgi = Callable[..., Iterable[bytes]]
Asgi = Callable[[Scope, Any, Any], Awaitable[None]]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--wrong")
    parser.add_argument("--right", default="")
    return parser.parse_args()


def front(application: Asgi, prefix: Callable[[], str]) -> Asgi:
    """What stands before Django: nothing, or a proxy that adds a prefix and speaks plain http to an inner name."""

    async def proxied(scope: Scope, receive: Any, send: Any) -> None:
        outside = prefix()
        if scope["type"] != "http" or not outside:
            await application(scope, receive, send)
        elif scope["path"].startswith(f"{outside}/"):
            outer = dict(scope["headers"]).get(b"host", b"")
            kept = [(name, value) for name, value in scope["headers"] if name != b"host"]
            told = [(b"host", b"records.internal:8000"), (b"x-forwarded-host", outer), (b"x-forwarded-proto", b"https")]
            await application({**scope, "scheme": "http", "root_path": outside, "headers": kept + told}, receive, send)
        else:
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"no such service"})

    return proxied


def on_threads(application: Wsgi) -> Asgi:
    """Django as most deploy it, on threads that stay and keep their connections to the database.

    Its ASGI form makes two threads and a connection for each request, which costs more than what it answers.
    """
    threads = ThreadPoolExecutor(4)

    async def served(scope: Scope, receive: Any, send: Any) -> None:
        body, more = io.BytesIO(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body.write(message.get("body", b""))
            more = message.get("more_body", False)
        body.seek(0)
        asked = asyncio.get_running_loop().run_in_executor(threads, answer, application, environ(scope, body))
        status, headers, content = await asked
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    return served


def environ(scope: Scope, body: io.BytesIO) -> dict[str, Any]:
    """What WSGI (PEP 3333) says of a request."""
    host, port = scope["server"]
    said: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": scope["root_path"],
        "PATH_INFO": scope["path"].removeprefix(scope["root_path"]).encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for raw, value in scope["headers"]:
        name = raw.decode("latin-1").upper().replace("-", "_")
        name = name if name in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{name}"
        said[name] = ",".join([*([said[name]] if name in said else []), value.decode("latin-1")])
    return said


def answer(application: Wsgi, asked: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of the answer."""
    begun: list[tuple[str, list[tuple[str, str]]]] = []
    chunks = application(asked, lambda status, headers, *_: begun.append((status, headers)))
    try:
        content = b"".join(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    status, headers = begun[-1]
    return (
        int(status[:3]),
        [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        content,
    )


def prepare() -> None:
    """The tables, without the history of the migrations."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", run_syncdb=True, verbosity=0)


def become(origin: str, wrong: str | None, right: Iterable[str]) -> None:
    """Take other switches, fill the books again and say so."""
    from alderbrook import content, switches
    from oauth2_provider.settings import oauth2_settings

    switches.house.become(origin, wrong, right)
    oauth2_settings.REQUEST_APPROVAL_PROMPT = "auto" if switches.right("consent-once") else "force"
    oauth2_settings.ROTATE_REFRESH_TOKEN = not switches.right("refresh-stays")
    oauth2_settings.COMPLIANT_BCP_RFC9700_PKCE_METHOD = not switches.wrong("plain-challenge")
    root = switches.house.root
    told = content.start_over() | {
        "url": switches.house.base,
        "revocation_url": f"{root}/o/revoke_token/",
        "grants_url": f"{root}/o/authorized_tokens/",
        "switches": {"wrong": sorted(switches.WRONG), "right": sorted(switches.RIGHT)},
    }
    print(json.dumps(told), flush=True)


def main() -> None:
    options = arguments()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.environ |= {"ALDERBROOK_DATA": folder, "DJANGO_SETTINGS_MODULE": "alderbrook.settings"}
        prepare()
        from alderbrook.switches import house
        from django.core.wsgi import get_wsgi_application

        listener = socket.create_server(("127.0.0.1", options.port))
        scheme = "https" if options.cert else "http"
        origin = f"{scheme}://127.0.0.1:{listener.getsockname()[1]}"
        become(origin, options.wrong, filter(None, options.right.split(",")))
        server = uvicorn.Server(
            uvicorn.Config(
                front(on_threads(get_wsgi_application()), lambda: house.prefix),
                ssl_certfile=options.cert,
                ssl_keyfile=options.key,
                lifespan="off",
                log_level="error",
                proxy_headers=False,
                timeout_graceful_shutdown=1,
            )
        )
        gc.freeze()
        gc.set_threshold(10_000, 20, 50)  # of thousands of requests each makes a few hundred objects
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        for line in sys.stdin:
            try:
                asked = json.loads(line)
                become(origin, asked["wrong"], asked["right"])
            except Exception as error:
                print(json.dumps({"error": str(error)}), flush=True)
        server.should_exit = True
        thread.join(timeout=3)


if __name__ == "__main__":
    main()
