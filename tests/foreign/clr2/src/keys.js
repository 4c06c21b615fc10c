// Keys of the two issuers, and the documents that show whose they are.

import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { exportJWK, generateKeyPair } from "jose";

const MULTIKEY = "https://w3id.org/security/multikey/v1";
const DID = ["https://www.w3.org/ns/did/v1", MULTIKEY];

/** One pair of each kind for as long as the process lives. */
export async function createKeyring() {
  const [edwards, later, mere, curve, rsa, elliptic] = await Promise.all([
    Ed25519Multikey.generate(),
    Ed25519Multikey.generate(),
    Ed25519Multikey.generate(),
    EcdsaMultikey.generate({ curve: "P-256" }),
    generateKeyPair("RS256", { extractable: true }),
    generateKeyPair("ES256", { extractable: true }),
  ]);
  return { edwards, later, mere, curve, rsa, elliptic, rsaJwk: await exportJWK(rsa.publicKey), ellipticJwk: await exportJWK(elliptic.publicKey) };
}

/** The college is known by did:web, the institute by an address and a set of keys. */
export function partiesAt(origin) {
  const host = new URL(origin).host;
  const college = `did:web:${host.replace(":", "%3A")}:tarn`;
  const institute = `${origin}/mere`;
  return {
    college,
    institute,
    methods: {
      edwards: `${college}#winter`,
      mere: `${institute}/keys/ed-2025`,
      curve: `${institute}/keys/p256`,
      rsa: `${institute}/keys/rs-2025`,
      elliptic: `${college}#token`,
    },
  };
}

const multikey = async (pair, id, controller) => ({
  id,
  type: "Multikey",
  controller,
  publicKeyMultibase: (await pair.export({ publicKey: true })).publicKeyMultibase,
});

/** Path -> document. `rotated` says that the college has another key now under the same name. */
export async function keyDocuments(origin, keyring, rotated) {
  const { college, institute, methods } = partiesAt(origin);
  const rsa = { ...keyring.rsaJwk, alg: "RS256", use: "sig", kid: methods.rsa };
  return {
    "/tarn/did.json": {
      "@context": DID,
      id: college,
      verificationMethod: [
        await multikey(rotated ? keyring.later : keyring.edwards, methods.edwards, college),
        { id: methods.elliptic, type: "JsonWebKey", controller: college, publicKeyJwk: { ...keyring.ellipticJwk, alg: "ES256" } },
      ],
      assertionMethod: [methods.edwards, methods.elliptic],
    },
    "/mere/keys/ed-2025": { "@context": MULTIKEY, ...(await multikey(keyring.mere, methods.mere, institute)) },
    "/mere/keys/p256": { "@context": MULTIKEY, ...(await multikey(keyring.curve, methods.curve, institute)) },
    "/mere/keys/rs-2025": rsa,
    "/.well-known/jwks.json": { keys: [rsa] },
  };
}
