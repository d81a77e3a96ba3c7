import { timingSafeEqual } from 'node:crypto';
import { need } from './errors.mjs';

export const u16 = n => { const b = Buffer.alloc(2); b.writeUInt16BE(n); return b; };
export const u32 = n => { const b = Buffer.alloc(4); b.writeUInt32BE(n); return b; };
export const u64 = n => { const b = Buffer.alloc(8); b.writeBigUInt64BE(BigInt(n)); return b; };
export const hex = bytes => Buffer.from(bytes).toString('hex');
export const unhex = text => Buffer.from(text, 'hex');
export const label = name => Buffer.from(`orchestrator/1 ${name}`, 'ascii');

/** What an RSA signature of any kind is over: 64 blanks, its context, 0x00, the content. */
export const inContext = (name, ...content) => Buffer.concat([Buffer.alloc(64, 0x20), label(name), Buffer.from([0]), ...content]);

/** A field with its length in two bytes, as messages carry it. */
export const vec = field => Buffer.concat([u16(field.length), field]);

/** Fields with their lengths in four bytes, as hashes, MACs, signatures and HKDF take them. */
export const lp = (...fields) => Buffer.concat(fields.flatMap(field => [u32(field.length), field]));

/** The text that UTF-8 bytes are, a mark at their start included; null when they aren't UTF-8. */
export function strictText(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Whether two byte strings are the same, without telling by time where they differ. */
export const same = (a, b) => a.length === b.length && timingSafeEqual(a, b);

/** An IV with a number in its last eight bytes. */
export function nonce(iv, number) {
  const out = Buffer.from(iv);
  u64(number).forEach((value, i) => { out[out.length - 8 + i] ^= value; });
  return out;
}

/** Reads fields one after the other; what is short, too long or left over is the fault `Malformed`. */
export class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  raw(count) {
    need(this.at + count <= this.bytes.length, 'Malformed', 'short');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }

  u8() { return this.raw(1)[0]; }

  u16() { return this.raw(2).readUInt16BE(); }

  /** A field with its length in two bytes. */
  vec(most, least = 0) {
    const count = this.u16();
    need(count >= least && count <= most, 'Malformed', `a field of ${count} bytes`);
    return this.raw(count);
  }

  end() { need(this.at === this.bytes.length, 'Malformed', 'trailing bytes'); }
}
