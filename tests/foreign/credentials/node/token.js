// Tokens by two libraries of two families.
import {CompactSign, importJWK} from 'jose';
import {createPrivateKey} from 'node:crypto';
import jsonwebtoken from 'jsonwebtoken';

// `header` without alg, `jwk` the private key; by: "jose" or "jsonwebtoken" (which knows no EdDSA).
export async function token({by, alg, header, payload}, jwk) {
  if(by === 'jsonwebtoken') {
    const key = createPrivateKey({key: jwk, format: 'jwk'});
    return jsonwebtoken.sign(payload, key, {algorithm: alg, header, noTimestamp: true});
  }
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  return new CompactSign(bytes).setProtectedHeader({alg, ...header}).sign(await importJWK(jwk, alg));
}
