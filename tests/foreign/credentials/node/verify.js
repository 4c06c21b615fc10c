// Reads {contexts, batches: [{documents, credentials, now}]} from stdin and writes {name: true, or why it does not
// verify} to stdout; each batch has look-ups and a moment of its own.
import * as vc from '@digitalbazaar/vc';
import {loader} from './loader.js';
import {readFileSync} from 'node:fs';
import {verifying} from './suites.js';

const {contexts, batches} = JSON.parse(readFileSync(0, 'utf-8'));
const outcomes = {};

for(const {documents, credentials, now} of batches) {
  const documentLoader = loader(contexts, documents);
  for(const [name, credential] of Object.entries(credentials)) {
    const legacy = credential['@context'].includes('https://w3id.org/security/data-integrity/v1');
    const outcome = await vc.verifyCredential({
      credential, suite: verifying(legacy), documentLoader, now: new Date(now),
      checkStatus: async () => ({verified: true})
    });
    const errors = outcome.error?.errors ?? [outcome.error];
    outcomes[name] = outcome.verified || errors.map(error => error?.message ?? 'no reason').join('; ');
  }
}
process.stdout.write(JSON.stringify(outcomes));
