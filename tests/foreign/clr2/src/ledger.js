// Records by owner. Two are the same when the ids of issuer and credential are, whatever way they are written.

import { randomUUID } from "node:crypto";

/** What a token says, without a look at its signature. */
export function payloadOf(token) {
  try {
    const [head, payload, signature] = token.split(".");
    if (!head || !payload || signature === undefined) return undefined;
    JSON.parse(Buffer.from(head, "base64url"));
    return JSON.parse(Buffer.from(payload, "base64url"));
  } catch {
    return undefined;
  }
}

const plain = (text) => {
  try {
    return decodeURIComponent(String(text)).trim();
  } catch {
    return String(text).trim();
  }
};

export class Ledger {
  constructor(house) {
    this.house = house;
    this.entries = [];
  }

  key(credential) {
    const parts = [credential.issuer?.id ?? credential.issuer, credential.id];
    return JSON.stringify(this.house.is("equality-by-text") ? parts : parts.map(plain));
  }

  /** The entry of a record that is the same. */
  equal(owner, credential) {
    const key = this.key(credential);
    return this.entries.find((one) => one.owner === owner && one.key === key);
  }

  /** Put a record there; `true` when it took the place of another. An older one changes nothing. */
  file(owner, kept, credential) {
    const entry = { owner, kept, credential, key: this.key(credential), issued: Date.parse(credential.validFrom), row: randomUUID() };
    const before = this.equal(owner, credential);
    if (!before) this.entries.push(entry);
    else if (entry.issued >= before.issued) this.entries[this.entries.indexOf(before)] = entry;
    return Boolean(before);
  }

  /** The newest first; those of one moment by their keys. */
  of(owner) {
    const own = this.entries.filter((one) => one.owner === owner || this.house.is("lists-everybody"));
    return own.sort((one, other) => other.issued - one.issued || (one.key < other.key ? -1 : 1));
  }
}
