// The names that a line on stdin may switch on; a typing error must not pass for a house that is right.

export const WRONG = [
  // the list
  "lists-everybody", "total-of-the-page", "next-missing", "since-ignored", "limit-ignored", "offset-from-one",
  "order-by-chance", "jwt-among-credentials", "extra-in-list",
  // who may
  "scopes-unchecked", "any-token", "401-without-body", "no-challenge", "minor-misspelt",
  "405-as-404", "422-for-400", "paths-with-slash",
  // writing
  "replaced-201", "equality-by-text", "answer-reserialised", "post-not-kept", "store-drops-members", "tokens-refused",
  "anything-taken",
  // the profile
  "profile-of-another", "profile-of-three-members", "profile-not-kept",
  // documents, keys and lists
  "list-unreadable", "list-unsigned", "list-of-another-purpose", "place-beyond-list", "key-rotated-away", "proof-of-another", "token-signed-by-nobody",
  // the service description
  "description-behind-login", "description-lists-more", "description-without-privacy",
  // OAuth
  "registration-200", "redirect-normalised", "state-lost", "scope-not-repeated", "code-twice", "verifier-unchecked",
  "token-cacheable", "refresh-widens", "revoked-lives",
];

export const RIGHT = [
  "ob-v3p0", "small-pages", "total-unknown", "profile-202", "one-line-of-links", "cursor-links", "unsigned-taken", "bare-status",
  "empty-arrays", "openapi-3.1", "no-refresh", "same-is-304", "older-is-409", "revoked-record-listed", "no-profiles",
  "profiles-fixed", "elliptic-proofs", "machines-only",
];
