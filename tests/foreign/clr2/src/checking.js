// Whether a credential that is handed in is signed by its issuer. Only issuers of the kind did:key are known here.

import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as EcdsaMultikey from "@digitalbazaar/ecdsa-multikey";
import { cryptosuite as ecdsa } from "@digitalbazaar/ecdsa-rdfc-2019-cryptosuite";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite as eddsa } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import jsigs from "jsonld-signatures";

import { Refusal } from "./answers.js";

const MULTIKEY = "https://w3id.org/security/multikey/v1";

function didKey(url) {
  const [name, fragment] = url.split("#");
  const publicKeyMultibase = name.slice("did:key:".length);
  const method = { id: `${name}#${publicKeyMultibase}`, type: "Multikey", controller: name, publicKeyMultibase };
  if (fragment) return { "@context": MULTIKEY, ...method };
  return { "@context": ["https://www.w3.org/ns/did/v1", MULTIKEY], id: name, verificationMethod: [method], assertionMethod: [method.id] };
}

/** Refuses what is not signed, or not by its issuer. */
export class Checker {
  constructor(contexts) {
    this.documentLoader = async (url) => {
      const document = contexts.get(url) ?? (url.startsWith("did:key:") ? didKey(url) : undefined);
      if (!document) throw new Error(`we do not know ${url}`);
      return { contextUrl: null, documentUrl: url, document };
    };
  }

  async proved(credential) {
    if (!credential.proof) throw new Refusal(400, "the credential is not signed");
    const outcome = await jsigs.verify(credential, {
      suite: [eddsa, ecdsa].map((cryptosuite) => new DataIntegrityProof({ cryptosuite })),
      purpose: new jsigs.purposes.AssertionProofPurpose(),
      documentLoader: this.documentLoader,
    });
    if (!outcome.verified) throw new Refusal(400, `the proof does not hold: ${told(outcome.error)}`);
    const issuer = credential.issuer.id ?? credential.issuer;
    if (![credential.proof].flat().every((proof) => proof.verificationMethod.startsWith(`${issuer}#`))) {
      throw new Refusal(400, "somebody else than the issuer has signed");
    }
  }

  async signed(token, credential) {
    try {
      const { kid } = decodeProtectedHeader(token);
      const method = (await this.documentLoader(kid)).document;
      const keys = method.publicKeyMultibase.startsWith("z6Mk") ? Ed25519Multikey : EcdsaMultikey;
      const jwk = await keys.toJwk({ keyPair: await keys.from(method) });
      await compactVerify(token, await importJWK(jwk, keys === Ed25519Multikey ? "EdDSA" : "ES256"));
      if (method.controller !== (credential.issuer.id ?? credential.issuer)) throw new Error("somebody else than the issuer has signed");
    } catch (error) {
      throw new Refusal(400, `the signature does not hold: ${error.message}`);
    }
  }
}

const told = (error) => (error?.errors ?? [error]).map((one) => [one?.message, one?.cause?.message].filter(Boolean).join(": ")).join("; ");
