// The names that --wrong and --right know; a typing error must not pass for a house that is right.

export const WRONG = [
  // discovery and registration
  "discovery-without-terms", "discovery-behind-a-token", "scopes-of-another-edition",
  "registration-200", "registration-forgets-metadata", "plain-redirect-registered",
  // authorization
  "pkce-optional", "redirect-by-prefix", "error-to-anybody", "state-lost", "denial-on-a-page", "any-scope", "code-twice",
  "replay-harmless",
  // tokens
  "verifier-unchecked", "secret-unchecked", "redirect-unchecked-at-token", "token-cacheable", "token-scope-unsaid",
  "errors-answered-200", "refresh-widens", "refresh-widens-unasked", "refresh-dead", "refresh-of-anybody", "revoked-refresh-lives",
  "revoked-access-lives", "revocation-of-unknown-400", "withdrawal-hollow", "expired-tokens-live", "no-challenge",
  // the list
  "limit-ignored", "limit-ignored-untold", "paging-ignored", "first-page-again", "offset-from-one", "since-ignored", "lists-everybody",
  "total-of-the-page", "last-link-missing", "inner-host-in-links",
  // posts and deletions
  "answer-renamed", "store-renames", "store-drops-assertions", "signed-kept-unsigned", "post-not-kept", "any-learner",
  "schema-unchecked", "delete-keeps", "delete-anything",
  // documents and signatures
  "null-members", "no-time-zone", "result-of-nothing", "revoked-served", "hosted-copy-of-another", "private-key-published",
  "signed-with-another-key", "unsigned-tokens", "key-of-another-owner", "revocation-list-of-another",
  // headers, and an accident
  "plain-json", "accept-ignored", "flaky",
];

export const RIGHT = [
  "plain-http", "behind-proxy", "urn-ids", "urn-courses", "hosted-only", "signed-only", "leeway", "kept-login", "consent-once",
  "refresh-with-consent", "cursors", "small-pages", "other-codes", "busy-at-first",
  "one-token", "elliptic-keys", "context-array", "hosted-by-redirect", "scope-boxes", "deletes-later",
];
