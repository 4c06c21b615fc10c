// The academy's keys, and compact signatures over JSON (RFC 7515).

import { CompactSign, compactVerify, decodeProtectedHeader, exportPKCS8, exportSPKI, generateKeyPair, importSPKI } from "jose";

export const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256"];

/** Two RSA keys: one that the academy signs with, and one that nobody has published. */
export async function createKeyring() {
  const [own, other] = await Promise.all([1, 2].map(() => generateKeyPair("RS256", { extractable: true })));
  return {
    own,
    other,
    pem: await exportSPKI(own.publicKey),
    privatePem: await exportPKCS8(own.privateKey),
  };
}

export async function sign(document, key, kid) {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return new CompactSign(bytes).setProtectedHeader({ typ: "JWT", alg: "RS256", kid }).sign(key.privateKey);
}

/** What a token says, without asking whether it is true; null when it says nothing. */
export function claimsOf(token) {
  try {
    return JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString("utf8"));
  } catch {
    return null;
  }
}

/** Whether the signature of a token fits this PEM. */
export async function fits(token, pem) {
  try {
    const { alg } = decodeProtectedHeader(token);
    if (!ALGORITHMS.includes(alg)) return false;
    await compactVerify(token, await importSPKI(pem, alg), { algorithms: [alg] });
    return true;
  } catch {
    return false;
  }
}
