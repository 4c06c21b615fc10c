"""Scenarios of HTTP itself, which any edition can play."""

from __future__ import annotations

from mock_provider.scenarios.model import Scenario

_SAME = "It finds the discovery document at the one right address, and reads on as in the plain sitting."

SCENARIOS = (
    Scenario(
        "plain",
        "Nothing is wrong",
        how="The mock does what a strict provider does, under random paths.",
        right="It discovers, registers, sends the learner to log in, gets a token and reads every page of the list.",
        tasks=("read", "write", "delete"),
    ),
    Scenario(
        "base-url-slash",
        "The address ends with a slash",
        how="The consumer is given the address of the API with a slash behind it.",
        right=_SAME,
        address="{base_url}/",
        claims=("dynamic_registration",),
        as_plain=True,
    ),
    Scenario(
        "base-url-root",
        "The address lacks the path of the API",
        how="The consumer is given the address of the provider, without the path that the standard names.",
        right=_SAME,
        address="{origin}",
        claims=("dynamic_registration",),
        as_plain=True,
    ),
    Scenario(
        "base-url-root-slash",
        "The address lacks the path of the API and ends with a slash",
        how="The consumer is given the address of the provider with a slash behind it.",
        right=_SAME,
        address="{origin}/",
        claims=("dynamic_registration",),
        as_plain=True,
    ),
    Scenario(
        "discovery-kept",
        "Two starts within the lifetime of the discovery document",
        how="The document may be kept for five minutes. The consumer is started twice, for two learners.",
        right="It fetches the document once, and uses it in both starts.",
        learners=("mira", "jonas"),
        claims=("dynamic_registration", "keeps_state"),
        as_plain=True,
    ),
    Scenario(
        "old-tls",
        "A provider that speaks TLS 1.0 and 1.1 alone",
        how="The server offers TLS 1.0 and 1.1, and nothing newer.",
        right="It does not connect, and says why.",
        listener="old-tls",
    ),
    Scenario(
        "foreign-certificate",
        "A certificate of an authority that nobody trusts",
        how="The server has a certificate for its name, signed by an authority that the consumer was not told of.",
        right="It breaks the handshake off, sends no request, and says why.",
        listener="foreign-certificate",
    ),
    Scenario(
        "wrong-name",
        "A certificate for another name",
        how="The certificate is of the right authority, but for another host.",
        right="It breaks the handshake off, sends no request, and says why.",
        listener="wrong-name",
    ),
    Scenario(
        "error-page",
        "An error with an HTML page",
        how="Every read is answered 500 with the page of a gateway.",
        right="It decides by the status, ends and says that the read has failed.",
        behaviours=("odd-error-page",),
    ),
    Scenario(
        "error-empty",
        "An error without a body",
        how="Every read is answered 403 without a body.",
        right="It decides by the status, ends and says that the read has failed.",
        behaviours=("odd-error-empty",),
    ),
    Scenario(
        "error-odd",
        "An error with a body of another kind",
        how="Every read is answered 404 with a JSON array.",
        right="It decides by the status, ends and says that the read has failed.",
        behaviours=("odd-error-array",),
    ),
    Scenario(
        "redirected",
        "A redirect on the same host",
        how="Each read is redirected once, to another address of the same host.",
        right="It follows, or ends and says that it does not.",
        behaviours=("odd-redirect",),
    ),
    Scenario(
        "redirected-elsewhere",
        "A redirect to another host",
        how="Each read is redirected to the same path of another host, which listens.",
        right="It does not follow, or follows without its token.",
        behaviours=("odd-redirect-elsewhere",),
        listener="other-host",
    ),
    Scenario(
        "media-type",
        "Records as text/html",
        how="Every read is answered as usual, but for its Content-Type, which is text/html.",
        right="It reads on, or ends and says what is wrong.",
        behaviours=("odd-media-type",),
    ),
    Scenario(
        "gzip",
        "Compressed responses",
        how="Bodies are compressed for those who accept it.",
        right="It reads every page, as in the plain sitting.",
        behaviours=("var-http-gzip",),
        as_plain=True,
    ),
    Scenario(
        "slow",
        "A provider that takes its time",
        how="The first response takes more than a second.",
        right="It waits, and reads every page as in the plain sitting.",
        behaviours=("var-http-slow-start",),
        as_plain=True,
    ),
)
