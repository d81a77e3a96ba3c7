// Writes every value of a handshake with fixed randomness, and the first records after it. Usage: node known-answers.mjs link|e2e > FILE
import { createHash, createPublicKey } from 'node:crypto';
import { hex, vec } from './lib/bytes.mjs';
import { fixedKey } from './lib/fixed-rsa.mjs';
import { FrameReader, types } from './lib/frames.mjs';
import { Initiator } from './lib/initiator.mjs';
import { expand } from './lib/primitives.mjs';
import { channelSecret, keysOf, nextKeys, Sealer } from './lib/records.mjs';
import { Responder } from './lib/responder.mjs';
import { ticketHint } from './lib/schedule.mjs';

const [, , profile] = process.argv;
const keys = { I: fixedKey('known answers I'), R: fixedKey('known answers R') };
const spki = role => createPublicKey(keys[role]).export({ format: 'der', type: 'spki' });

/** The one rule behind all randomness here: SHA-256 of the value's name (and a counter), cut to its length. */
function fixed(count, name) {
  const blocks = [];
  for (let i = 0; i * 32 < count; i++) blocks.push(createHash('sha256').update(`${profile} ${name} ${i}`).digest());
  return Buffer.concat(blocks).subarray(0, count);
}

const linkContext = Buffer.concat([Buffer.from([1]), vec(fixed(32, 'configuration')), vec(Buffer.from('broker.vendor.example'))]);
const ctx = profile === 'link' ? linkContext : Buffer.from("a ticket's exact bytes");
const hint = profile === 'link' ? ctx : ticketHint(ctx);
const common = role => ({
  profile, ctx, hint, random: fixed, privateKey: keys[role], identity: spki(role), contextOf: () => ctx,
  accept: bytes => createPublicKey({ key: bytes, format: 'der', type: 'spki' }),
});

const I = new Initiator(common('I')), R = new Responder(common('R'));
let message = I.start();
for (let number = 1; message; number++) message = (number % 2 ? R : I).receive([...new FrameReader().push(message)][0]);

const values = { profile, ctx: hex(ctx), hint: hex(hint) };
for (const source of [I.values, R.values]) {
  for (const [name, value] of Object.entries(source)) {
    const text = typeof value === 'string' ? value : hex(value);
    if ((values[name] ??= text) !== text) throw new Error(`${name} differs between the ends`);
  }
}

const { hs, th3c, th3, th5c, master } = I.values;
const derived = [
  ['hs I>R', hs, 44, th3c], ['hs R>I', hs, 44, th3c], ['mac I', hs, 48, th3c], ['mac R', hs, 48, th3], ['derived', hs, 48, th5c],
  ['finished I', master, 48], ['finished R', master, 48],
];
for (const [name, prk, length, ...fields] of derived) values[`K(${name})`] = hex(expand(prk, length, name, ...fields));

for (const [name, channel, direction] of [['channel 0 I>R', 0, 0], ['channel 0 R>I', 0, 1], ['channel 7 I>R', 7, 0], ['channel 7 R>I', 7, 1]]) {
  const secret = channelSecret(I.result.master, I.result.th6, direction, channel);
  [keysOf(secret), nextKeys(keysOf(secret))].forEach((found, epoch) => {
    for (const part of ['secret', 'key', 'iv']) values[`${name} epoch ${epoch} ${part}`] = hex(found[part]);
  });
  const sealer = new Sealer(channel, secret);
  for (let i = 0; i < 3; i++) {
    if (i === 2) sealer.rekey();
    values[`${name} record ${i}`] = hex(sealer.seal(types[profile].data, Buffer.from(`payload ${i}`)));
  }
  if (channel === 0) values[`${name} close, finished, as record 3`] = hex(sealer.seal(types[profile].close, Buffer.from([1])));
}
console.log(JSON.stringify(values, null, 2));
