// Reads {keys, contexts, documents, jobs} from stdin, signs job after job, and writes {name: result} to stdout.
// {"$signed": name} in a document stands for the result of an earlier job, {"$part": [name, member]} for a member of it.
import * as bitstring from '@digitalbazaar/vc-bitstring-status-list';
import * as statusList from '@digitalbazaar/vc-status-list';
import * as vc from '@digitalbazaar/vc';
import jsigs from 'jsonld-signatures';
import {disclosing, signing} from './suites.js';
import {loader} from './loader.js';
import {readFileSync} from 'node:fs';
import {token} from './token.js';

const {AssertionProofPurpose} = jsigs.purposes;
const {keys, contexts, documents, jobs} = JSON.parse(readFileSync(0, 'utf-8'));
const documentLoader = loader(contexts, documents);
const done = {};

const makers = {
  // `unchecked` leaves out what their library asks of a credential beyond its RDF.
  async proof({document, proofs, unchecked}) {
    let credential = document;
    for(const proof of proofs) {
      const legacy = credential['@context'].includes('https://w3id.org/security/data-integrity/v1');
      const suite = await signing(proof, keys[proof.key].multikey, legacy);
      if(unchecked || proof.suite === 'ecdsa-sd-2023' || credential.proof) {
        credential = await jsigs.sign(
          structuredClone(credential), {suite, purpose: new AssertionProofPurpose(), documentLoader});
      } else {
        credential = await vc.issue({credential, suite, documentLoader, now: new Date(proof.created)});
      }
      if(proof.selective) {
        credential = await vc.derive({verifiableCredential: credential, suite: disclosing(proof.selective), documentLoader});
      }
    }
    return credential;
  },
  token: job => token(job, keys[job.key].jwk),
  async list({by, id, purpose, length, set, more}) {
    const library = by === 'StatusList2021' ? statusList : bitstring;
    const list = await library.createList({length});
    for(const index of set) {
      list.setStatus ? list.setStatus(index, true) : list.set(index, true);
    }
    return {...await library.createCredential({id, list, statusPurpose: purpose}), ...more};
  }
};

function filled(value) {
  if(Array.isArray(value)) {
    return value.map(filled);
  }
  if(value === null || typeof value !== 'object') {
    return value;
  }
  if('$signed' in value) {
    return done[value.$signed];
  }
  if('$part' in value) {
    const [name, member] = value.$part;
    return done[name][member];
  }
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item)]));
}

for(const job of jobs) {
  try {
    done[job.name] = await makers[job.kind](filled(job));
  } catch(error) {
    const causes = (error.errors ?? [error]).map(({message, details, cause}) =>
      `${message} ${JSON.stringify(details ?? cause?.message ?? '')}`);
    console.error(`${job.name}: ${causes.join('; ')}`);
    process.exitCode = 1;
  }
}
process.stdout.write(JSON.stringify(done));
