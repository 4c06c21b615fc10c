"""Departures at the API of any edition: media types, and where the token is."""

from __future__ import annotations

from mock_provider.http.mend import Asked, Mend


def of_api(media_type: str) -> tuple[Mend, ...]:
    """The mends for an API that speaks this media type."""

    def accept(asked: Asked) -> str:
        came = asked.headers.getlist("accept")
        named = ",".join(came).lower()
        if not asked.api or media_type in named or "*" in named or (came and "application/json" not in named):
            return ""
        asked.headers["accept"] = media_type
        return "Accept names application/json only" if came else "Accept is missing"

    def post_content_type(asked: Asked) -> str:
        mended = {"", "application/json", "text/json"} - {media_type}
        if not asked.api or asked.method != "POST" or asked.media_type not in mended:
            return ""
        came = asked.media_type
        asked.headers["content-type"] = media_type
        return f"Content-Type is {came}" if came else "Content-Type is missing"

    return (
        Mend(
            "accept",
            f"Accept is missing, or names application/json and not {media_type}",
            "a strict provider answers 406",
            accept,
        ),
        Mend(
            "post_content_type",
            f"Content-Type of a post is missing, or is application/json instead of {media_type}",
            "a strict provider answers 415",
            post_content_type,
        ),
        TOKEN_IN_QUERY,
    )


def _token_in_query(asked: Asked) -> str:
    members = asked.parameters
    if not asked.api or "access_token" not in members or "authorization" in asked.headers:
        return ""
    asked.headers["authorization"] = f"Bearer {members.pop('access_token')}"
    asked.parameters = members
    return "the access token came in the query"


TOKEN_IN_QUERY = Mend(
    "token_in_query",
    "The access token comes as access_token in the query",
    "a strict provider answers 401, since addresses end up in logs",
    _token_in_query,
)
