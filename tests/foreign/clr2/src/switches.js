// The names that a line on stdin may switch on; a typing error must not pass for a house that is right.

export const WRONG = [
  // the list
  "lists-everybody", "total-of-the-page", "next-missing", "first-missing", "since-ignored", "limit-ignored", "offset-from-one",
  "order-by-chance", "jwt-among-credentials", "extra-in-list", "any-parameter",
  // who may
  "scopes-unchecked", "any-token", "401-without-body", "no-challenge", "html-errors", "minor-misspelt", "minor-of-another-list",
  "405-as-404", "422-for-400", "bad-json-500", "403-without-reason",
  // writing
  "replaced-201", "equality-by-text", "answer-reserialised", "post-not-kept", "store-drops-proof", "store-drops-members", "tokens-refused",
  "vc-ld-json-refused", "anything-taken",
  // the profile
  "profile-of-another", "profile-of-three-members", "profile-not-kept", "no-profile-200",
  // documents, keys and lists
  "list-unreadable", "list-unsigned", "list-too-short", "list-of-another-purpose", "place-beyond-list", "key-rotated-away", "proof-of-another", "token-signed-by-nobody",
  // the service description
  "description-behind-login", "description-lists-more", "description-without-privacy", "description-scopes-of-1.0",
  // OAuth
  "registration-200", "registration-lenient", "redirect-by-prefix", "redirect-normalised", "state-lost", "scope-not-repeated", "code-twice", "verifier-unchecked",
  "token-cacheable", "refresh-widens", "revoked-lives", "token-error-200",
];

export const RIGHT = [
  "ob-v3p0", "small-pages", "total-unknown", "profile-202", "one-line-of-links", "cursor-links", "unsigned-taken", "bare-status",
  "empty-arrays", "openapi-3.1", "no-refresh", "same-is-304", "older-is-409", "revoked-record-listed", "no-profiles",
  "profiles-fixed", "elliptic-proofs",
];
