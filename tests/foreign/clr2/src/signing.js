// Signs credentials with libraries of Digital Bazaar (Data Integrity) and with jose (VC-JWT).

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { cryptosuite as ecdsa } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite as eddsa } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { CompactSign } from "jose";
import jsigs from "jsonld-signatures";

const KINDS = {
  edwards: [Ed25519Multikey, eddsa],
  mere: [Ed25519Multikey, eddsa],
  curve: [EcdsaMultikey, ecdsa],
};
const ALGORITHMS = { rsa: "RS256", elliptic: "ES256" };

export class Signer {
  constructor(keyring, contexts, methods) {
    Object.assign(this, { keyring, contexts, methods, done: new Map() });
    this.documentLoader = async (url) => {
      if (!contexts.has(url)) throw new Error(`no such context: ${url}`);
      return { contextUrl: null, documentUrl: url, document: contexts.get(url) };
    };
  }

  /** The document with one more proof by that key; what was signed before is not signed anew. */
  async prove(document, key, created = "2026-02-03T09:00:00Z") {
    return this.#once(JSON.stringify([document, key, created]), async () => {
      const [Multikey, cryptosuite] = KINDS[key];
      const exported = await this.keyring[key].export({ publicKey: true, secretKey: true });
      const id = this.methods[key];
      const pair = await Multikey.from({ ...exported, "@context": "https://w3id.org/security/multikey/v1", type: "Multikey", id, controller: id.split("#")[0] });
      const suite = new DataIntegrityProof({ signer: pair.signer(), date: created, cryptosuite });
      return jsigs.sign(structuredClone(document), {
        suite,
        purpose: new jsigs.purposes.AssertionProofPurpose(),
        documentLoader: this.documentLoader,
      });
    });
  }

  /** The credential as a Compact JWS. */
  async token(credential, key) {
    return this.#once(JSON.stringify([credential, key]), () => {
      const issuer = credential.issuer.id ?? credential.issuer;
      const seconds = (text) => Math.floor(Date.parse(text) / 1000);
      const claims = {
        ...credential,
        iss: issuer,
        jti: credential.id,
        nbf: seconds(credential.validFrom),
        ...(credential.credentialSubject.id && { sub: credential.credentialSubject.id }),
        ...(credential.validUntil && { exp: seconds(credential.validUntil) }),
      };
      return new CompactSign(new TextEncoder().encode(JSON.stringify(claims)))
        .setProtectedHeader({ alg: ALGORITHMS[key], kid: this.methods[key], typ: "JWT" })
        .sign(this.keyring[key].privateKey);
    });
  }

  async #once(name, make) {
    if (!this.done.has(name)) this.done.set(name, await make());
    return structuredClone(this.done.get(name));
  }
}
