import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { FrameReader } from '../lib/frames.mjs';
import { Initiator } from '../lib/initiator.mjs';
import { Responder } from '../lib/responder.mjs';
import { ticketHint } from '../lib/schedule.mjs';

const newKey = () => generateKeyPairSync('rsa', { modulusLength: 3072 }).privateKey;

/** Two keys that every test of a file shares. */
export const keys = { I: newKey(), R: newKey() };
export const spki = key => createPublicKey(key).export({ format: 'der', type: 'spki' });
export const accept = bytes => createPublicKey({ key: bytes, format: 'der', type: 'spki' });

/** An initiator and a responder that accept each other. */
export function machines(profile = 'e2e', changes = { I: {}, R: {} }) {
  const ctx = Buffer.from('what both ends know');
  const hint = profile === 'e2e' ? ticketHint(ctx) : ctx;
  const common = role => ({ profile, privateKey: keys[role], identity: spki(keys[role]), accept, random: count => randomBytes(count) });
  return {
    I: new Initiator({ ...common('I'), ctx, hint, ...changes.I }),
    R: new Responder({ ...common('R'), contextOf: bytes => (bytes.equals(hint) ? ctx : null), ...changes.R }),
  };
}

/** The one record in some bytes. */
export const record = bytes => [...new FrameReader().push(bytes)][0];

/** Runs a handshake to its end; `change(number, bytes)` stands in the middle. */
export function run({ I, R }, change = (_, bytes) => bytes) {
  let message = I.start();
  for (let number = 1; message; number++) message = (number % 2 ? R : I).receive(record(change(number, message)));
  return { I: I.result, R: R.result };
}
