"""A small consumer that does what the standard asks, for tests of the runner: httpx and nothing of the harness.

It reads the pages of login and consent like a person, follows the redirect in its own hands, and reads all pages.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import secrets
import ssl
import sys
from html import unescape
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit

import httpx

CALLBACK = "https://consumer.invalid/callback"
LD = {"Accept": "application/ld+json"}


def main() -> int:
    """Read the learner's CLRs; the exit code is 0 when all pages came."""
    base, task = os.environ["CLR_URL"], os.environ["CLR_TASK"]
    if task != "read":
        return 77
    with httpx.Client(verify=ssl.create_default_context(cafile=os.environ["CLR_CA"])) as http:
        about = http.get(f"{base}/discovery", headers=LD).raise_for_status().json()
        scope = next(each for each in about["scopesOffered"] if each.endswith("readonly"))
        client = register(http, about["registrationUrl"], scope)
        token = authorize(http, about, client, scope)
        url, count = f"{base}/clrs?limit=4", 0
        while url:
            page = http.get(url, headers={**LD, "Authorization": f"Bearer {token}"}).raise_for_status()
            count += len(page.json().get("clrs", [])) + len(page.json().get("signedClrs", []))
            url = page.links.get("next", {}).get("url", "")
    print(f"{count} CLRs")
    return 0


def register(http: httpx.Client, url: str, scope: str) -> dict[str, str]:
    """A client of its own (RFC 7591)."""
    home = "https://consumer.invalid"
    metadata = {
        "client_name": "A right consumer",
        "client_uri": home,
        "logo_uri": f"{home}/logo.png",
        "tos_uri": f"{home}/terms",
        "policy_uri": f"{home}/privacy",
        "software_id": "3b7c2f7e-5b1c-4d7e-9d5e-0c8f6a3f1d10",
        "software_version": "1.0",
        "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
        "token_endpoint_auth_method": "client_secret_basic",
        "scope": scope,
    }
    return http.post(url, json=metadata, headers={"Accept": "application/json"}).raise_for_status().json()


def authorize(http: httpx.Client, about: dict[str, str], client: dict[str, str], scope: str) -> str:
    """An access token by code and PKCE."""
    verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(32)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "response_type": "code",
        "client_id": client["client_id"],
        "redirect_uri": CALLBACK,
        "scope": scope,
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    back = parse_qs(urlsplit(through_the_pages(http, f"{about['authorizationUrl']}?{urlencode(asked)}")).query)
    if back["state"] != [state]:
        raise SystemExit(20)
    pair = f"{quote(client['client_id'], safe='')}:{quote(client['client_secret'], safe='')}"
    form = {
        "grant_type": "authorization_code",
        "code": back["code"][0],
        "redirect_uri": CALLBACK,
        "code_verifier": verifier,
        "scope": scope,
    }
    basic = {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}", "Accept": "application/json"}
    answer: str = http.post(about["tokenUrl"], data=form, headers=basic).raise_for_status().json()["access_token"]
    return answer


def through_the_pages(http: httpx.Client, url: str) -> str:
    """Log in and consent; the address to which the learner is sent back."""
    answer = http.get(url)
    for _ in range(10):
        if answer.is_redirect:
            target = urljoin(str(answer.url), answer.headers["location"])
            if target.startswith(CALLBACK):
                return target
            answer = http.get(target)
            continue
        action = re.search(r'<form[^>]*action="([^"]*)"', answer.text)
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', answer.text))
        values = {name: unescape(value) for name, value in fields.items()}
        if 'type="password"' in answer.text:
            values |= {"username": os.environ["CLR_USERNAME"], "password": os.environ["CLR_PASSWORD"]}
        else:
            values |= {"decision": "approve"}
        answer = http.post(urljoin(str(answer.url), unescape(action[1]) if action else ""), data=values)
    raise SystemExit("the pages lead nowhere")


if __name__ == "__main__":
    sys.exit(main())
