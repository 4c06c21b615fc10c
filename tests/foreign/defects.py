"""What the foreign provider can do wrong: faults that real vendors make, each with the requirements that it breaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """One fault: its name, what it is, the requirements that have to be named, and others of the same areas.

    ``also`` are requirements that the same fault breaks, or whose checks cannot tell it from their own.
    """

    name: str
    told: str
    breaks: tuple[str, ...]
    also: tuple[str, ...] = ()


def _d(name: str, told: str, breaks: str, also: str = "") -> Defect:
    return Defect(name, told, _ids(breaks), _ids(also))


def _ids(text: str) -> tuple[str, ...]:
    return tuple(f"CLR10-{one}" for one in text.split())


DEFECTS = {
    defect.name: defect
    for defect in (
        # the list
        _d("empty-404", "a user without CLRs gets 404", "GCS-027"),
        _d("leak", "the list holds the CLRs of everybody", "GCS-002"),
        _d("peek", "getClr gives anybody's CLR", "GCL-008"),
        _d("limit-ignored", "limit is ignored", "GCS-008 GCS-011"),
        _d("limit-of-storage", "pages hold 100 CLRs and begin at a multiple of 100", "GCS-008 GCS-011", "GCS-012"),
        _d("limit-zero", "limit=0 is taken", "GCS-006"),
        _d("offset-negative", "offset=-1 is taken for 0", "GCS-009"),
        _d("offset-from-one", "offset counts from one", "GCS-009"),
        _d("offset-ignored", "offset is ignored", "GCS-011 GCS-012"),
        _d("since-ignored", "since is ignored", "GCS-013"),
        _d("since-inclusive", "since keeps what was issued at that moment", "GCS-013"),
        _d("since-anything", "a since that is not a timestamp is ignored", "GCS-015"),
        _d("link-missing", "no Link header at all", "GCS-019 GCS-020 GCS-022"),
        _d("link-relative", "Link targets are relative", "GCS-024"),
        _d("link-elsewhere", "the link next names a host behind the proxy", "GCS-024"),
        _d("link-forgets", "Link targets forget since", "GCS-024"),
        _d("next-for-ever", "rel next on the last page", "GCS-021"),
        _d("total-wrong", "X-Total-Count counts the page", "GCS-017"),
        _d("oldest-first", "the oldest CLR comes first", "GCS-026"),
        _d("twice", "a signed CLR is listed unsigned as well", "GCS-025", "GCS-008 GCS-011 GCS-017 GCS-024"),
        # who may
        _d("any-token", "any token is taken", "BRR-002 GCS-003"),
        _d("no-scope-read", "the scope of reading is not looked at", "GCS-003 GCL-002 BRR-006", "GCS-005 BRR-007"),
        _d("no-scope-post", "the scope of posting is not looked at", "PST-003 BRR-005", "BRR-007"),
        _d("no-scope-delete", "the scope of deleting is not looked at", "DEL-002 BRR-005", "BRR-006"),
        _d("no-challenge", "a 401 without WWW-Authenticate", "BRR-003"),
        _d("403-for-401", "a missing token is answered 403", "GCS-004 GCL-002"),
        _d("401-for-403", "a token without the scope is answered 401", "GCS-005"),
        # one CLR
        _d("clr-id-mismatch", "getClr gives another id", "GCL-007"),
        _d("revoked-200", "a revoked CLR is served", "GCL-004"),
        _d("unknown-200", "an unknown id is answered 200 with null", "GCL-003"),
        # writing
        _d("create-200", "a new CLR is answered 200", "PST-001"),
        _d("post-forgets", "a posted CLR is not kept", "PST-012"),
        _d("post-renames", "the answer to a post has another name", "PST-016"),
        _d("post-stores-less", "assertions are not stored", "PST-012"),
        _d("post-never-replaces", "a known CLR stays as it was, and the post is answered 200", "PST-002"),
        _d("post-anything", "a CLR that breaks the schema is taken", "PST-008"),
        _d("post-both", "both forms at once are taken", "PST-006"),
        _d("post-extra", "an unknown member of the body comes back", "PST-017"),
        _d("post-stranger", "a CLR about somebody else is taken", "PST-015"),
        _d("post-any-signature", "a broken signature is taken", "PST-014"),
        _d("post-new-id", "a posted CLR gets a new id", "PST-016"),
        _d("delete-stays", "a deleted CLR stays in the list", "DEL-007"),
        _d("delete-again", "a second delete is answered 200", "DEL-008"),
        _d("delete-no-body", "200 of a delete without a body", "DEL-001", "DEL-005"),
        # hosted items
        _d("hosted-token", "a hosted assertion needs a token", "HST-005"),
        _d("hosted-missing", "a hosted item is not found", "HST-001 HST-002 HST-003 HST-004"),
        _d("hosted-id", "a hosted assertion has another id", "HST-008"),
        _d("hosted-bare", "a hosted assertion has no @context", "HST-001", "HST-002 HST-003 HST-004"),
        _d("hosted-404-html", "an unknown item is answered 404 with a web page", "HST-006"),
        # what all share
        _d("accept-ignored", "Accept is not looked at", "API-010"),
        _d("media-json", "bodies are sent as application/json", "API-008", "API-013"),
        _d("html-errors", "errors are web pages", "API-013", "API-010 API-021"),
        _d("status-bare", "status bodies have no @context", "ERR-001"),
        _d("status-major", "codeMajor is error", "ERR-002", "ERR-007"),
        _d("status-minor", "unauthorisedrequest, as in other IMS standards", "ERR-005", "ERR-008"),
        _d("error-200", "errors are answered 200", "GCS-006 GCL-003", "GCS-009 GCS-015 GCL-008"),
        # what is in the bodies
        _d("null-members", "members without value are null", "GCS-001 PAY-007", "PAY-016"),
        _d("no-zone", "timestamps have no zone", "GCS-001 PAY-010"),
        _d("single-for-array", "an array of one is sent as the one", "GCS-001 PAY-005"),
        _d("own-enumeration", "an achievementType without ext:", "GCS-001 ACH-002"),
        _d("set-extra", "the set has a member of its own", "GCS-001 EXT-004 CON-012"),
        # discovery
        _d("discovery-404", "no discovery though clients can register", "DSC-001"),
        _d("discovery-token", "discovery needs a token", "DSC-003", "DSC-001"),
        _d("discovery-extra", "discovery has a member of its own", "DSC-005"),
        _d("discovery-no-terms", "discovery has no termsOfServiceUrl", "DSC-004"),
        _d("discovery-http", "privacyPolicyUrl is plain http", "DSC-009"),
        _d("discovery-scopes", "scopes are named as in a later standard", "DSC-007", "DSC-008"),
        # registration
        _d("registration-200", "a registration is answered 200", "REG-002"),
        _d("registration-silent", "a registration repeats no metadata", "REG-004"),
        _d("registration-lenient", "a registration lacks what is required", "REG-009"),
        _d("registration-http", "a plain http redirect URI is registered", "REG-010"),
        _d("registration-millis", "times are milliseconds", "REG-005"),
        _d("registration-cached", "a registration may be cached", "REG-007"),
        # authorization
        _d("pkce-optional", "PKCE is not demanded", "AUT-008"),
        _d("pkce-plain", "the method plain is taken", "AUT-008"),
        _d("redirect-prefix", "redirect URIs are compared by their beginning", "AUT-010"),
        _d("redirect-open", "any redirect URI is taken", "AUT-009 AUT-010"),
        _d("redirect-error", "errors go to a redirect URI that nobody registered", "AUT-009", "AUT-010"),
        _d("state-dropped", "state does not come back", "AUT-011", "AUT-013"),
        _d("code-fragment", "the code comes in the fragment", "AUT-011"),
        _d("denial-page", "a denial ends at a page", "AUT-013"),
        _d("any-scope", "an unknown scope is granted", "AUT-014"),
        _d("code-replay", "a code works twice", "AUT-016"),
        _d("replay-harmless", "tokens of a replayed code live on", "AUT-017"),
        # tokens
        _d("verifier-any", "any verifier is taken", "TOK-005"),
        _d("secret-any", "any client secret is taken", "TOK-006"),
        _d("token-redirect-any", "redirect_uri is not compared at the token endpoint", "TOK-007"),
        _d("code-of-other", "a code works for another client", "TOK-008"),
        _d("tokens-cached", "a token response may be cached", "TOK-012"),
        _d("token-500", "errors of the token endpoint are 500", "TOK-013", "TOK-005 TOK-006 TOK-007 TOK-008"),
        _d("token-html", "errors of the token endpoint are web pages", "TOK-013"),
        _d("token-silent", "a token response does not name its scope", "TOK-011"),
        _d("token-type-mac", "token_type is not Bearer", "TOK-009"),
        _d("refresh-widens", "a refresh may widen the scope", "RFR-004"),
        _d("refresh-of-other", "a refresh token works for another client", "RFR-005"),
        _d("refresh-dead", "refresh tokens do not work", "RFR-003"),
    )
}
