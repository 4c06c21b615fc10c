// Lists of bits: which credentials are revoked.

import * as bitstring from "@digitalbazaar/vc-bitstring-status-list";

const LENGTH = 131_072;
export const TAKEN_BACK = 4711;

export const listAddress = (origin) => `${origin}/tarn/status/7`;

/** The entry of a credential that has that place in the list. */
export const entryAt = (origin, index) => ({
  id: `${listAddress(origin)}#${index}`,
  type: "BitstringStatusListEntry",
  statusPurpose: "revocation",
  statusListIndex: String(index),
  statusListCredential: listAddress(origin),
});

/** The list, unsigned. */
export async function statusList(origin, issuer, { statusPurpose = "revocation" } = {}) {
  const list = await bitstring.createList({ length: LENGTH });
  list.setStatus(TAKEN_BACK, true);
  const { "@context": context, type, credentialSubject } = await bitstring.createCredential({
    id: listAddress(origin),
    list,
    statusPurpose,
  });
  return { "@context": context, id: listAddress(origin), type, issuer, validFrom: "2025-01-01T00:00:00Z", credentialSubject };
}
