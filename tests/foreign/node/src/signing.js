// The academy's keys, and compact signatures over JSON (RFC 7515).

import { CompactSign, compactVerify, decodeProtectedHeader, exportPKCS8, exportSPKI, generateKeyPair, importSPKI } from "jose";

export const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256"];

/** Keys that the academy may sign with, by kind, and one that nobody has published. */
export async function createKeyring() {
  const [rsa, elliptic, unpublished] = await Promise.all(["RS256", "ES256", "RS256"].map(keyPair));
  return { rsa, elliptic, unpublished };
}

async function keyPair(alg) {
  const pair = await generateKeyPair(alg, { extractable: true });
  return { ...pair, alg, pem: await exportSPKI(pair.publicKey), privatePem: await exportPKCS8(pair.privateKey) };
}

export async function sign(document, { privateKey, alg }, kid) {
  const bytes = new TextEncoder().encode(JSON.stringify(document));
  return new CompactSign(bytes).setProtectedHeader({ typ: "JWT", alg, kid }).sign(privateKey);
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
