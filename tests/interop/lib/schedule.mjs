// Section 2.4 of docs/protocol.md: one function for each line, so that the page and this file can be read side by side.
import { expand, extract, hash, hmac, label } from './primitives.mjs';
import { nonce } from './bytes.mjs';

export const commitment = (xI, opening) => hash(label('commit'), xI, opening);
export const ticketHint = ticket => hash(label('ticket hint'), ticket).subarray(0, 16);

export const th0 = (profile, ctx) => hash(label('th0'), Buffer.from(profile, 'ascii'), ctx);
export const th2 = (th0, m1, m2) => hash(th0, m1, m2);
export const th3c = (th2, xI, opening, ctKem) => hash(th2, xI, opening, ctKem);
export const hs = (th0, x25519, mlkem) => extract(th0, Buffer.concat([x25519, mlkem]));

/** The six digits, as text. */
export function sas(th2, xI, opening, x25519) {
  const value = expand(extract(hash(th2, xI, opening), x25519), 8, 'sas').readBigUInt64BE();
  return String(value % 1_000_000n).padStart(6, '0');
}

/** Key and nonce of a direction's seal. */
export const sealMaterial = (hs, direction, th3c) => expand(hs, 44, direction === 'I' ? 'hs I>R' : 'hs R>I', th3c);
export const sealKey = material => material.subarray(0, 32);
export const sealNonce = (material, number) => nonce(material.subarray(32), number);

export const mI = (hs, th3c, idI, sI) => hmac(expand(hs, 48, 'mac I', th3c), idI, sI);
export const th3 = (th3c, idI, sI, mI) => hash(th3c, idI, sI, mI);
export const mR = (hs, th3, idR, eR, sR) => hmac(expand(hs, 48, 'mac R', th3), idR, eR, sR);
export const th4 = (th3, idR, eR, sR, mR) => hash(th3, idR, eR, sR, mR);
export const th5c = (th4, eI) => hash(th4, eI);
export const master = (hs, th5c, kI, kR) => extract(expand(hs, 48, 'derived', th5c), Buffer.concat([kI, kR]));
export const fI = (master, th5c) => hmac(expand(master, 48, 'finished I'), th5c);
export const th5 = (th5c, fI) => hash(th5c, fI);
export const fR = (master, th5) => hmac(expand(master, 48, 'finished R'), th5);
export const th6 = (th5, fR) => hash(th5, fR);
