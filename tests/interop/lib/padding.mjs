// The two paddings of RFC 8017 with their randomness given: node:crypto draws it itself, and known answers need it fixed.
import { createHash } from 'node:crypto';
import { u32 } from './bytes.mjs';

const digest = (name, ...parts) => createHash(name).update(Buffer.concat(parts)).digest();
const xor = (a, b) => Buffer.from(a.map((value, i) => value ^ b[i]));

function mgf1(name, seed, length) {
  const blocks = [];
  for (let i = 0, size = 0; size < length; size += blocks[i++].length) blocks.push(digest(name, seed, u32(i)));
  return Buffer.concat(blocks).subarray(0, length);
}

/** EMSA-PSS with SHA-384 for a modulus of `bits` bits (a multiple of eight). */
export function pssPad(message, salt, bits) {
  const size = bits / 8;
  const inner = digest('sha384', Buffer.alloc(8), digest('sha384', message), salt);
  const block = Buffer.concat([Buffer.alloc(size - salt.length - inner.length - 2), Buffer.from([1]), salt]);
  const masked = xor(block, mgf1('sha384', inner, block.length));
  masked[0] &= 0x7f;
  return Buffer.concat([masked, inner, Buffer.from([0xbc])]);
}

/** EME-OAEP with SHA-256 and an empty label for a modulus of `size` bytes. */
export function oaepPad(plain, seed, size) {
  const empty = digest('sha256');
  const block = Buffer.concat([empty, Buffer.alloc(size - plain.length - 2 * empty.length - 2), Buffer.from([1]), plain]);
  const masked = xor(block, mgf1('sha256', seed, block.length));
  return Buffer.concat([Buffer.from([0]), xor(seed, mgf1('sha256', masked, seed.length)), masked]);
}
