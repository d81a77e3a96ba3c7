// Keys of a made-up vendor, customer and witness. They are made when the maker runs, or follow from names where a file must come out the same again.
import { constants, createPrivateKey, createPublicKey, generateKeyPairSync, privateEncrypt, randomBytes, sign } from 'node:crypto';
import { inContext } from '../../lib/bytes.mjs';
import { fixedKey } from '../../lib/fixed-rsa.mjs';
import { sha256 } from '../../lib/identities.mjs';
import { pssPad } from '../../lib/padding.mjs';
import { keyId, kinds } from '../lib/notes.mjs';
import { Seeded } from './random.mjs';

const ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

function rsa(privateKey) {
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  return { privateKey, spki, fingerprint: sha256(spki), bits: privateKey.asymmetricKeyDetails.modulusLength };
}

export const newRsa = (bits, publicExponent = 65537) => rsa(generateKeyPairSync('rsa', { modulusLength: bits, publicExponent }).privateKey);

/** PSS over bytes, with a salt that the caller gives. */
export const signBytes = (key, random, bytes, saltLength = 48) =>
  privateEncrypt({ key: key.privateKey, padding: constants.RSA_NO_PADDING }, pssPad(bytes, random.bytes(saltLength), key.bits));

export const signInContext = (key, random, context, ...content) => signBytes(key, random, inContext(context, ...content));

/** A key of a log or a witness from its 32 secret bytes. */
export function noteKey(name, kind, secret) {
  const privateKey = createPrivateKey({ key: Buffer.concat([ed25519, secret]), format: 'der', type: 'pkcs8' });
  const key = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32);
  const id = keyId(name, kind, key);
  return { name, kind, key, id, privateKey, text: `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([kind]), key]).toString('base64')}` };
}

export const signNote = (key, body) => sign(null, Buffer.from(body), key.privateKey);

const people = [
  ['ada', 'Ada Lovelace'], ['zoe.mueller', 'Zoë Müller'], ['k-tanaka', '田中 健'], ['nikos', 'Νίκος Παπαδόπουλος'], ['olga', 'Ольга Иванова'], ['dalia', 'דליה כהן'],
];

/** All the keys that a corpus needs, made once. `name` gives fixed ones. */
export function makeWorld(name = null) {
  const random = new Seeded(name ?? randomBytes(32).toString('hex'));
  const key = (part, bits = 3072) => (name === null ? newRsa(bits) : rsa(fixedKey(`${name} ${part}`)));
  const domain = 'support.example.com';
  const rsaKeys = count => part => Array.from({ length: count }, (_, i) => key(`${part} ${i}`));
  const few = rsaKeys(name === null ? 2 : 1);
  return {
    domain, random,
    root: key('root', 4096), weak: name === null ? newRsa(2048) : null, issuing: key('issuing'), runs: few('run'),
    technicians: few('technician').map((one, i) => ({ ...one, account: people[i][0], printedName: people[i][1] })),
    people,
    brokerLog: noteKey(`${domain}/broker`, kinds.log, random.bytes(32)),
    witnesses: ['witness.customer.example', 'lab.example/witness', 'Zeuge-3'].map(one => noteKey(one, kinds.witness, random.bytes(32))),
  };
}
