// Section 2.3 of docs/protocol.md. What is read here would be written again to the same bytes; anything else is `Malformed`.
import { Reader, u16, vec } from './bytes.mjs';
import { need } from './errors.mjs';
import { frame, types } from './frames.mjs';

const most = { hint: 384, identity: 6144, rsa: 512 };
const clearSize = { 3: 32 + 32 + 1088, 4: 0, 5: 0, 6: 0 };

/** One handshake record of a profile. */
export const handshakeFrame = (profile, number, body) =>
  frame({ type: types[profile].handshake, channel: 0, epoch: 0, sequence: number }, body);

const list = numbers => Buffer.concat([Buffer.from([numbers.length]), ...numbers.map(u16)]);

export const writeM1 = m => Buffer.concat([list(m.versions), list(m.suites), m.nI, m.commit, vec(m.hint)]);
export const writeM2 = m => Buffer.concat([u16(m.version), u16(m.suite), m.nR, m.xR, m.kemR]);
export const writeM3Clear = m => Buffer.concat([m.xI, m.opening, m.ctKem]);
export const writeM3Inside = m => Buffer.concat([vec(m.idI), vec(m.sI), m.mI]);
export const writeM4Inside = m => Buffer.concat([vec(m.idR), vec(m.eR), vec(m.sR), m.mR]);
export const writeM5Inside = m => Buffer.concat([vec(m.eI), m.fI]);
export const writeM6Inside = m => m.fR;

/** Reads all of `bytes` with `fields`, a function from a reader to the message. */
function whole(bytes, fields) {
  const reader = new Reader(bytes);
  const message = fields(reader);
  reader.end();
  return message;
}

function numbers(reader) {
  const count = reader.u8();
  need(count >= 1 && count <= 8, 'Malformed', 'a list');
  return Array.from({ length: count }, () => reader.u16());
}

export const readM1 = body => whole(body, r => ({ versions: numbers(r), suites: numbers(r), nI: r.raw(32), commit: r.raw(48), hint: r.vec(most.hint) }));
export const readM2 = body => whole(body, r => ({ version: r.u16(), suite: r.u16(), nR: r.raw(32), xR: r.raw(32), kemR: r.raw(1184) }));
export const readM3Clear = bytes => whole(bytes, r => ({ xI: r.raw(32), opening: r.raw(32), ctKem: r.raw(1088) }));
export const readM3Inside = bytes => whole(bytes, r => ({ idI: r.vec(most.identity), sI: r.vec(most.rsa), mI: r.raw(48) }));
export const readM4Inside = bytes => whole(bytes, r => ({ idR: r.vec(most.identity), eR: r.vec(most.rsa), sR: r.vec(most.rsa), mR: r.raw(48) }));
export const readM5Inside = bytes => whole(bytes, r => ({ eI: r.vec(most.rsa), fI: r.raw(48) }));
export const readM6Inside = bytes => whole(bytes, r => ({ fR: r.raw(48) }));

/** Clear fields and sealed part of M3 to M6's body. */
export function splitBody(number, body) {
  const size = clearSize[number];
  need(body.length >= size + 16, 'Malformed', 'short');
  return { clear: body.subarray(0, size), sealed: body.subarray(size) };
}
