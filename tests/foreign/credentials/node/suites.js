// The Data Integrity suites of this family, by the names under which documents carry them.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as sd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';
import {cryptosuite as eddsa2022} from '@digitalbazaar/eddsa-2022-cryptosuite';
import {cryptosuite as ecdsaRdfc2019} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc2022} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const WHOLE = {'eddsa-rdfc-2022': eddsaRdfc2022, 'eddsa-2022': eddsa2022, 'ecdsa-rdfc-2019': ecdsaRdfc2019};

// A suite that signs as `proof` says: {suite, method, created, mandatory}; `pair` is the key as Multikey. `legacyContext`
// says that the document names the first edition of the context of proofs.
export async function signing({suite, method, created, mandatory}, pair, legacyContext) {
  const controller = method.split('#')[0];
  if(suite === 'Ed25519Signature2020') {
    const key = await Ed25519VerificationKey2020.from({
      ...pair, id: method, controller, type: 'Ed25519VerificationKey2020', privateKeyMultibase: pair.secretKeyMultibase
    });
    return new Ed25519Signature2020({key, date: created});
  }
  const keys = suite.startsWith('eddsa') ? Ed25519Multikey : EcdsaMultikey;
  const key = await keys.from({...pair, type: 'Multikey', id: method, controller});
  const cryptosuite = suite === 'ecdsa-sd-2023' ?
    sd.createSignCryptosuite({mandatoryPointers: mandatory}) : WHOLE[suite];
  return new DataIntegrityProof({signer: key.signer(), date: created, cryptosuite, legacyContext});
}

export function disclosing(selective) {
  return new DataIntegrityProof({cryptosuite: sd.createDiscloseCryptosuite({selectivePointers: selective})});
}

// All suites that verify; jsonld-signatures picks the one that fits a proof.
export function verifying(legacyContext) {
  const whole = Object.values(WHOLE).map(cryptosuite => new DataIntegrityProof({cryptosuite, legacyContext}));
  const derived = new DataIntegrityProof({cryptosuite: sd.createVerifyCryptosuite()});
  return [...whole, derived, new Ed25519Signature2020()];
}
