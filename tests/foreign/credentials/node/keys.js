// Makes the test keys anew: stdin {name: "Ed25519" | "P-256" | "P-384" | "RSA"}, stdout {about, keys: {name: {multikey, jwk}}}.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import {createHash, generateKeyPairSync} from 'node:crypto';
import {readFileSync} from 'node:fs';

const made = {};
for(const [name, kind] of Object.entries(JSON.parse(readFileSync(0, 'utf-8')))) {
  if(kind === 'RSA') {
    made[name] = {jwk: generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey.export({format: 'jwk'})};
    continue;
  }
  const pair = kind === 'Ed25519' ?
    await Ed25519Multikey.generate({seed: createHash('sha256').update(`test key ${name}`).digest()}) :
    await EcdsaMultikey.generate({curve: kind});
  const {publicKeyMultibase, secretKeyMultibase} = await pair.export({publicKey: true, secretKey: true});
  const keys = kind === 'Ed25519' ? Ed25519Multikey : EcdsaMultikey;
  const {kty, crv, x, y, d} = await keys.toJwk({keyPair: pair, secretKey: true});
  // That library writes seed and public key into `d` of Ed25519; RFC 8037 has the seed alone.
  const secret = kind === 'Ed25519' ? Buffer.from(d, 'base64url').subarray(0, 32).toString('base64url') : d;
  made[name] = {multikey: {publicKeyMultibase, secretKeyMultibase}, jwk: {kty, crv, x, y, d: secret}};
}
const about = 'Test keys: they sign nothing but the documents of this folder, and are no secret.';
process.stdout.write(JSON.stringify({about, keys: made}, null, 2) + '\n');
